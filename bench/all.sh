#!/usr/bin/env bash
# Every measurement and load test, one after the other; stops at the first that finds a fault. What they print goes into README.md.
#     HENG=PROGRAM bench/all.sh
set -euo pipefail
heng=${HENG:?the program}
bench/run.sh
bench/serve.sh
bench/peer.sh
on_each() { # script arguments…: on SQLite, then on PostgreSQL that writes through to the disk
    echo "$1 on SQLite" && python3 "bench/$1.py" "$heng" "${@:2}"
    echo "$1 on PostgreSQL" && FSYNC=on ci/postgres.sh bash -c 'python3 "bench/$1.py" "$2" "${@:3}" "$HENG_TEST_POSTGRES"' _ "$1" "$heng" "${@:2}"
}
on_each import_beside
on_each chain
on_each kills 50
ci/need.sh openpyxl
target/venv/bin/python bench/excel.py "$heng"
bench/directus.sh
