#!/usr/bin/env bash
# Ten users ask one address without pause for some seconds, after one answer; prints how long answers took, and the processor time
# that the server used for each, which a busy machine does not change.
#     bench/ask.sh ADDRESS PID [SECONDS]
set -euo pipefail
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
first=$(curl -fsS -o /dev/null -w '%{time_total} %{size_download}' "$1")
before=$(ticks "$2")
said=$(wrk -t 1 -c 10 -d "${3:-10}s" -s bench/wrk.lua "$1" | grep p95)
after=$(ticks "$2")
awk -v first="$first" -v used=$((after - before)) -v hertz="$(getconf CLK_TCK)" -v said="$said" 'BEGIN {
    split(first, f); n = said; sub(/.*longest [0-9]* ms, /, "", n)
    printf "first %.0f ms (%d bytes), then %s, processor %.2f ms an answer\n", f[1] * 1000, f[2], said, used * 1000 / hertz / n
}'
