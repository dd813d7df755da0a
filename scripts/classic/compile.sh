#!/bin/sh
# What the classic systems call to be built: make.
exec make -C "$(dirname -- "$(readlink -f -- "$0")")/../.."
