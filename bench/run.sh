#!/usr/bin/env bash
# Reads plan documents of each format twenty times and prints seconds and memory of the median run.
#     HENG=PROGRAM bench/run.sh
set -euo pipefail
heng=${HENG:?the program}
samples=tests/cases/plans
for file in $samples/kaiping_women_2021.txt $samples/specimens/{typed,automatic}.docx $samples/specimens/page.html $samples/specimens/{office,columns}.pdf; do
    for _ in $(seq 20); do
        python3 - "$heng" "$file" <<'PY'
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run([sys.argv[1], "plan", "read", sys.argv[2], "--format", "json"], check=True, stdout=subprocess.DEVNULL)
print(f"{time.perf_counter() - start:.4f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024}")
PY
    done | sort -n | awk -v f="${file##*/}" '{ s[NR] = $1; m[NR] = $2 } END { printf "plan read %s: median %.0f ms of %d runs, peak %s MB\n", f, s[int((NR + 1) / 2)] * 1000, NR, m[int((NR + 1) / 2)] }'
done
