#!/usr/bin/env bash
# Reads the county's plan twenty times with the release build and prints seconds and memory of the median run.
set -euo pipefail
cargo build --quiet --release --locked -p heng
file=tests/cases/plans/kaiping_women_2021.txt
for _ in $(seq 20); do
    /usr/bin/env python3 - "$file" <<'PY'
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(["target/release/heng", "plan", "read", sys.argv[1], "--format", "json"], check=True, stdout=subprocess.DEVNULL)
print(f"{time.perf_counter() - start:.4f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024}")
PY
done | sort -n | awk '{ s[NR] = $1; m[NR] = $2 } END { printf "plan read: median %s s of %d runs, peak %s MB\n", s[int((NR + 1) / 2)], NR, m[int((NR + 1) / 2)] }'
