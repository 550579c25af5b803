#!/usr/bin/env bash
# The overview of the national outline from Heng and from a peer, Datasette on SQLite, in turn on this machine: ten users at once,
# ten seconds each, after one answer. Prints both and the ratio. Traffic to 127.0.0.1 only.
#     HENG=PROGRAM bench/peer.sh
#
# The peer's overview is a view over targets and figures: the last figure of each target and whether it meets it. It knows no
# formula, source rank, path or interval, so it does less than Heng's, which judges by all of these.
set -euo pipefail
heng=${HENG:?the program}
peer=target/peer
[ -x $peer/bin/datasette ] || { python3 -m venv $peer && $peer/bin/pip install -q datasette==0.65.5; }
dir=$(mktemp -d)
export HENG_DATA="$dir/data"
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
ours=127.0.0.1:$(free)
theirs=127.0.0.1:$(free)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$dir"' EXIT

"$heng" plan import plans/national-women-2011 >/dev/null
"$heng" data import plans/national-women-2011/series.csv --source 公开发布 >/dev/null
python3 bench/peer.py "$dir/figures.db"

asked() { # name address command…: prints, and leaves the processor time of an answer in $cost
    local name=$1 address=$2 said
    shift 2
    said=$(python3 bench/ready.py "$address" "$@")
    pids+=("${said##*$'\n'}")
    echo "$name: ${said%$'\n'*}"
    said=$(bench/ask.sh "$address" "${pids[-1]}" "${SECONDS_EACH:-10}")
    echo "$name: $said; $(awk '/VmRSS/ { printf "%d MB", $2 / 1024 }' "/proc/${pids[-1]}/status")"
    cost=$(echo "$said" | sed 's/.*processor \([0-9.]*\) ms.*/\1/')
    kill "${pids[-1]}"
}
asked heng "http://$ours/api/plans/national-women-2011?year=2020" "$heng" serve --listen "$ours"
mine=$cost
asked datasette "http://$theirs/figures/overview.json?_shape=array&_size=max" \
    $peer/bin/datasette serve -i "$dir/figures.db" -h 127.0.0.1 -p "${theirs#*:}"
awk -v a="$mine" -v b="$cost" 'BEGIN { printf "an overview costs the peer %.1f times the processor time that it costs heng\n", b / a }'
