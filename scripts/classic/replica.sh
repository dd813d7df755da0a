#!/bin/sh
# System C's replica: replica.sh bd1|bd2|bd3. A server here keeps its store itself, durably, so that
# there is nothing to start; the name is checked, and scripts that start replicas go on.
set -eu
case ${1-} in
    bd1 | bd2 | bd3) [ $# -eq 1 ] ;;
    *) false ;;
esac || {
    echo "uso: replica.sh bd1|bd2|bd3" >&2
    exit 2
}
echo "$1: nada a iniciar; o servidor (server.sh) guarda os dados ele mesmo"
