#!/bin/sh
# The clients of the classic systems C, D and E, each in its own grammar; see docs/classic.md.
exec "$(dirname -- "$(readlink -f -- "$0")")/../../bin/lbclient" classic "$@"
