#!/usr/bin/env bash
# Starts the release build on the national outline's figures and prints: time until it answers, memory, and how long the
# overview takes with ten users asking at once for ten seconds. Traffic to 127.0.0.1 only.
#     bench/serve.sh [POSTGRES_URL]
set -euo pipefail
heng=${HENG:-target/release/heng}
dir=$(mktemp -d)
export HENG_DATA="$dir/data"
if [ $# -gt 0 ]; then export HENG_DATABASE=$1; fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT

for plan in kaiping-women-2021 national-women-2011; do "$heng" plan import plans/$plan >/dev/null; done
"$heng" data import plans/national-women-2011/series.csv --source 公开发布 >/dev/null

"$heng" serve --listen "127.0.0.1:$port" >/dev/null 2>&1 & pid=$!
python3 - "$port" <<'PY'
import sys, time, urllib.request
start = time.perf_counter()
while True:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/healthz", timeout=1).read()
        break
    except OSError:
        time.sleep(0.005)
print(f"ready after {time.perf_counter() - start:.3f} s")
PY
cat >"$dir/p95.lua" <<'LUA'
done = function(summary, latency)
   io.write(string.format("p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, %d requests, %d errors\n", latency:percentile(50) / 1000,
      latency:percentile(95) / 1000, latency:percentile(99) / 1000, summary.requests,
      summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
LUA
for path in "api/plans/national-women-2011?year=2020" "api/plans/national-women-2011/domains/1?year=2020" \
    "api/plans/national-women-2011/indicators" "api/plans/kaiping-women-2021/domains/1?year=2025"; do
    printf '%s: ' "$path"
    wrk -t 1 -c 10 -d 10s -s "$dir/p95.lua" "http://127.0.0.1:$port/$path" | grep p95
done
awk '/VmHWM/ { printf "peak memory %d MB\n", $2 / 1024 }' "/proc/$pid/status"
ls -l --block-size=M "$heng" | awk '{ print "program " $5 }'
