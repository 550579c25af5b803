#!/usr/bin/env bash
# Runs a command with a PostgreSQL cluster of its own: in a temporary folder, as an unprivileged user, on a free
# port, gone afterwards. HENG_TEST_POSTGRES holds its address, HENG_TEST_PG_CTL the command of its owner
# that stops and starts it. Exit 77 is skipped, as HENG_SKIP_POSTGRES=1 asks for where it is not installed.
# fsync is off: ordinary tests do not test power cuts (FSYNC=on for those that do).
set -euo pipefail

if [ "${HENG_SKIP_POSTGRES:-}" = 1 ] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo "PostgreSQL tests skipped: it is not installed and HENG_SKIP_POSTGRES=1" >&2
    exit 77
fi
"$(dirname "$0")/need.sh" postgres
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
dir=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

as_owner() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$*"; else sh -c "$*"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
ctl="$bin/pg_ctl -w -D $dir/data -l $dir/log"
stop() { as_owner "$ctl -m immediate stop" >/dev/null 2>&1 || true; rm -rf "$dir"; }
trap stop EXIT

as_owner "$bin/initdb -D $dir/data -U heng -A trust -E UTF8 --locale=C.UTF-8" >/dev/null
printf '%s\n' "port = $port" "unix_socket_directories = '$dir'" "listen_addresses = '127.0.0.1'" "fsync = ${FSYNC:-off}" |
    as_owner "cat >> $dir/data/postgresql.conf"
as_owner "$ctl start" >/dev/null
export HENG_TEST_POSTGRES="postgres://heng@127.0.0.1:$port/postgres" HENG_TEST_PG_CTL="$ctl"
"$@"
