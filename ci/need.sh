#!/usr/bin/env bash
# Says the one command that brings what is missing; installs Debian packages itself where it may.
#     ci/need.sh cargo clippy cc node nextest fuzz frictionless oracles openpyxl calc chromium font libreoffice poppler postgres wrk entr zig
set -euo pipefail

# A number that grows with the version: 1.94.0 -> 1094000
number() { echo "$1" | awk -F. '{ printf "%d%03d%03d", $1, $2, $3 }'; }

older() { [ "$(number "$1")" -lt "$(number "$2")" ]; }

debian() { # package: installs it, or says how
    echo "installing $1 …" >&2
    if [ "$(id -u)" != 0 ] || ! { apt-get install -y --no-install-recommends "$1" >/dev/null 2>&1 ||
        { apt-get update -qq && apt-get install -y --no-install-recommends "$1" >/dev/null; }; }; then
        echo "missing $1: run  sudo apt-get update && sudo apt-get install -y $1" >&2
        exit 1
    fi
}

for what in "$@"; do
    case $what in
    cargo)
        have=$(cargo --version 2>/dev/null | awk '{print $2}' || true)
        if [ -z "$have" ] || older "$have" 1.94.0; then
            echo "cargo 1.94 or later is needed (found: ${have:-none}): run  curl https://sh.rustup.rs -sSf | sh -s -- -y  (or: rustup update)" >&2
            exit 1
        fi ;;
    # Looks on while the tests are built.
    clippy)
        if ! clippy-driver --version >/dev/null 2>&1 && ! rustup component add clippy >/dev/null 2>&1; then
            echo "clippy is needed: run  rustup component add clippy" >&2
            exit 1
        fi ;;
    postgres) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || debian postgresql ;;
    cc) command -v cc >/dev/null || debian build-essential ;;
    node)
        have=$(node --version 2>/dev/null | tr -d v || true)
        if [ -z "$have" ] || older "$have" 20.19.0 || ! command -v npm >/dev/null; then
            echo "Node.js 20.19 or later with npm is needed (found: ${have:-none}): run  curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && sudo apt-get install -y nodejs" >&2
            exit 1
        fi ;;
    entr) command -v entr >/dev/null || debian entr ;;
    wrk) command -v wrk >/dev/null || debian wrk ;;
    chromium) command -v chromium >/dev/null || debian chromium ;;
    libreoffice) debian libreoffice-writer ;;
    poppler) command -v pdftotext >/dev/null || debian poppler-utils ;;
    # With Chinese characters, for the charts of reports and the browser tests.
    font) ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1 || [ -n "${HENG_FONT:-}" ] || debian fonts-noto-cjk ;;
    fuzz) cargo fuzz --version >/dev/null 2>&1 || cargo install --locked cargo-fuzz ;;
    nextest) cargo nextest --version >/dev/null 2>&1 || cargo install --locked cargo-nextest ;;
    frictionless)
        if ! target/venv/bin/frictionless --version >/dev/null 2>&1; then
            rm -rf target/venv
            python3 -m venv target/venv 2>/dev/null || { debian python3-venv && python3 -m venv target/venv; }
            target/venv/bin/pip install -q frictionless==5.21.0
        fi ;;
    # Beside frictionless: the outside programs that the methods are held against.
    oracles)
        "$0" frictionless
        target/venv/bin/python -c 'import pymannkendall, scipy, statsmodels' 2>/dev/null ||
            target/venv/bin/pip install -q -r tests/oracles/requirements.txt ;;
    # By which workbooks are filled in and looked over from outside.
    openpyxl)
        "$0" frictionless
        target/venv/bin/python -c 'import openpyxl' 2>/dev/null || target/venv/bin/pip install -q 'openpyxl>=3.1' ;;
    calc) command -v localc >/dev/null || debian libreoffice-calc ;;
    # What links against an older C library than this machine's, and what makes the manual of the archive.
    zig)
        if ! target/dist-tools/bin/python -c 'import markdown, ziglang' 2>/dev/null || [ ! -x target/dist-tools/bin/cargo-zigbuild ]; then
            rm -rf target/dist-tools
            python3 -m venv target/dist-tools 2>/dev/null || { debian python3-venv && python3 -m venv target/dist-tools; }
            target/dist-tools/bin/pip install -q ziglang==0.15.2 cargo-zigbuild==0.24.1 markdown==3.11.3
        fi ;;
    *) echo "ci/need.sh: unknown need $what" >&2; exit 2 ;;
    esac
done
