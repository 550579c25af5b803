#!/usr/bin/env bash
# The saves of saves.py on SQLite and on PostgreSQL, then the same at Directus on SQLite, in one run on this machine.
#     HENG=PROGRAM bench/directus.sh
# Directus is installed into target/directus by npm; the bindings of SQLite and of its engine for flows are built against the
# headers of the Node that is here. It asks for Node 22 and runs on 20.
set -euo pipefail
heng=${HENG:?the program}
seconds=${SECONDS_EACH:-60}
reporters=${REPORTERS:-200}
peer=target/directus
if [ ! -e $peer/ready ]; then
    mkdir -p $peer && echo '{"name": "peer", "private": true}' >$peer/package.json
    (
        cd $peer
        npm install --no-audit --no-fund --ignore-scripts directus@12.3.1 sqlite3@6.0.1
        npm_config_nodedir=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")") npm rebuild sqlite3 isolated-vm --foreground-scripts
        touch ready
    )
fi
rate=$(mktemp)
trap 'rm -f "$rate"' EXIT
python3 bench/saves.py "$heng" --seconds "$seconds" --reporters "$reporters" --rate-to "$rate"
FSYNC=on ci/postgres.sh bash -c 'python3 bench/saves.py "$1" --seconds "$2" --reporters "$3" --postgres "$HENG_TEST_POSTGRES"' _ "$heng" "$seconds" "$reporters"
python3 bench/directus.py $peer "$rate" --seconds "$seconds" --reporters "$reporters"
