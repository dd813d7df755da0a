#!/bin/sh
# System C's server: server.sh [--porta N]..., default 40000. One process is server and store; given
# several times, every port serves the same store. Data below ./data/classic, or $LB_DATA.
set -eu
root=$(readlink -f -- "$(dirname -- "$(readlink -f -- "$0")")/../..")
ports=
while [ $# -gt 0 ]; do
    case $1 in
        --porta=*) port=${1#--porta=} ;;
        --porta) shift; port=${1-} ;;
        *) echo "uso: server.sh [--porta N]..." >&2; exit 2 ;;
    esac
    case $port in
        '' | *[!0-9]*) echo "a porta '$port' não é um número" >&2; exit 2 ;;
    esac
    ports="$ports --port $port"
    [ $# -eq 0 ] || shift
done
# shellcheck disable=SC2086 # options are words
exec "$root/bin/lbserver" ${ports:---port 40000} --data "${LB_DATA:-data/classic}"
