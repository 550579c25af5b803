#!/usr/bin/env bash
# Reads plan documents of each format twenty times and prints time, processor time and memory of the median run.
#     HENG=PROGRAM bench/run.sh
set -euo pipefail
heng=${HENG:?the program}
samples=tests/cases/plans
for file in $samples/kaiping_women_2021.txt $samples/specimens/{typed,automatic}.docx $samples/specimens/page.html $samples/specimens/{office,columns}.pdf; do
    for _ in $(seq "${TIMES:-20}"); do
        python3 - "$heng" "$file" <<'PY'
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run([sys.argv[1], "plan", "read", sys.argv[2], "--format", "json"], check=True, stdout=subprocess.DEVNULL)
took, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{took:.4f} {used.ru_utime + used.ru_stime:.4f} {used.ru_maxrss // 1024}")
PY
    done | sort -n | awk -v f="${file##*/}" '
        { s[NR] = $1; c[NR] = $2; m[NR] = $3 }
        END { h = int((NR + 1) / 2); printf "plan read %s: %.0f ms (processor %.0f ms), peak %d MB, median of %d\n", f, s[h] * 1000, c[h] * 1000, m[h], NR }'
done
