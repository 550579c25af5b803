#!/usr/bin/env bash
# The long checks: property tests with many cases, fuzzing, the tables of outside programs made again, and each report
# through LibreOffice, read back and drawn as pictures.
#     ci/check-all.sh PROGRAM
# FUZZ_SECONDS (120) is how long the reader of plan documents is fuzzed.
# Pictures of the pages go to target/check for looking at.
set -euo pipefail
heng=$(realpath "$1")
out=target/check
rm -rf "$out" && mkdir -p "$out"

echo "property tests, 5,000 cases each"
PROPTEST_CASES=5000 cargo nextest run --profile long --locked --workspace -E 'package(heng-plan) or package(heng-statistics) or package(heng-monitoring) or package(heng-collection)' \
    --status-level fail --final-status-level fail

# Any bytes into the reader of plan documents, from the committed corpus on. Stable will do: the code is safe, so what
# is looked for is a panic or a quote that does not stand in the text, and no sanitizer is needed.
seconds=${FUZZ_SECONDS:-120}
ci/need.sh fuzz
echo "fuzzing the reader of plan documents, $seconds s"
grown=${FUZZ_TARGET_DIR:-target/fuzz}/corpus
mkdir -p "$grown"
RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir crates/plan/fuzz -s none --target-dir "${FUZZ_TARGET_DIR:-target/fuzz}" read_document \
    "$grown" crates/plan/fuzz/seeds tests/cases/plans/written -- \
    -max_total_time="$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1

# Some minutes of writing, so not at every test.
echo "the demo store on PostgreSQL"
ci/postgres.sh cargo nextest run --profile long --locked --workspace -E 'test(the_demo_store)' --status-level fail --final-status-level fail

echo "methods against scipy, statsmodels and pymannkendall"
ci/need.sh oracles
target/venv/bin/python tests/oracles/make.py --check

echo "hidden figures of twenty counties against an attacker with scipy"
cargo nextest run --locked -p heng-statistics patterns --run-ignored only --no-capture 2>/dev/null | target/venv/bin/python tests/oracles/attack.py

# Every unit and town of the demo through the API, and the mistakes of demo/mistakes.csv one by one.
echo "a whole year over the demo, with mistakes"
ci/need.sh openpyxl node chromium
[ -d e2e/node_modules ] || (cd e2e && npm ci --no-audit --no-fund --loglevel=error)
target/venv/bin/python tests/year/run.py "$heng"

echo "every page in both languages, on a telephone and on a desk"
(cd e2e && HENG_PAGES=1 npx vitest run pages)

echo "what people do, on PostgreSQL"
(cd e2e && ../ci/postgres.sh npx vitest run)

command -v soffice >/dev/null || ci/need.sh libreoffice
ci/need.sh poppler

export HENG_DATA="$out/data"
"$heng" plan import plans/national-women-2011 >/dev/null
"$heng" data import plans/national-women-2011/series.csv --source 公开发布 >/dev/null
"$heng" release create --plan national-women-2011 >/dev/null
for kind in annual final; do
    "$heng" -q report "$kind" --plan national-women-2011 --year 2020 -o "$out/$kind.docx" >/dev/null
    soffice --headless --convert-to pdf --outdir "$out" "$out/$kind.docx" >/dev/null 2>&1
    # Word's own format again: what LibreOffice read it writes, and reads once more.
    mkdir -p "$out/again" && soffice --headless --convert-to docx --outdir "$out/again" "$out/$kind.docx" >/dev/null 2>&1
    soffice --headless --convert-to pdf --outdir "$out/again" "$out/again/$kind.docx" >/dev/null 2>&1
    pages=$(pdfinfo "$out/$kind.pdf" | awk '/^Pages/{print $2}')
    for text in "$out/$kind.pdf" "$out/again/$kind.pdf"; do
        for said in 75.00 16.9 24.2 数据来源; do
            pdftotext "$text" - | tr -d '\n ' | grep -q "$said" || { echo "$text lacks $said" >&2; exit 1; }
        done
    done
    pdftoppm -r 60 -png "$out/$kind.pdf" "$out/$kind"
    echo "$kind report: $pages pages through LibreOffice, read back"
done

echo "every form as a workbook, through openpyxl and LibreOffice"
ci/need.sh openpyxl calc
env -u HENG_DATA target/venv/bin/python ci/workbooks.py "$heng" "$out/workbooks"
