#!/usr/bin/env bash
# Starts the released program on the shipped plans and prints: time until it answers, how long pages take with ten users asking
# at once for ten seconds, and the memory after that. Traffic to 127.0.0.1 only.
#     HENG=PROGRAM bench/serve.sh [POSTGRES_URL]
set -euo pipefail
heng=${HENG:?the program}
dir=$(mktemp -d)
export HENG_DATA="$dir/data"
if [ $# -gt 0 ]; then export HENG_DATABASE=$1; fi
address=http://127.0.0.1:$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT

for plan in kaiping-women-2021 national-women-2011; do "$heng" plan import plans/$plan >/dev/null; done
"$heng" data import plans/national-women-2011/series.csv --source 公开发布 >/dev/null

said=$(python3 bench/ready.py "$address/healthz" "$heng" serve --listen "${address#http://}")
pid=${said##*$'\n'}
echo "serve: ${said%$'\n'*}"

# What is asked first is computed first; wrk counts one long answer as the many that it thinks were held up by it. So each page
# is asked once before, and that answer given apart.
for path in "plans/national-women-2011?year=2020" "plans/national-women-2011/domains/1?year=2020" \
    "plans/national-women-2011/objectives/1.2?year=2020" "plans/national-women-2011/indicators" \
    "plans/kaiping-women-2021?year=2025" "plans/kaiping-women-2021/domains/1?year=2025" "plans/kaiping-women-2021/indicators"; do
    printf '%s: ' "$path"
    bench/ask.sh "$address/api/$path" "$pid" "${SECONDS_EACH:-10}"
done
awk '/VmHWM/ { printf "memory at most %d MB", $2 / 1024 } /VmRSS/ { printf ", now %d MB\n", $2 / 1024 }' "/proc/$pid/status"
