#!/usr/bin/env bash
# Unpacks the archive into a root that holds nothing but the C library, without network and as nobody: plans and figures go in,
# the server answers over loopback, the national final report comes out with its charts.
#     ci/dist_test.sh ARCHIVE
# Needs to be root, for a root and a network of its own; says so and does nothing otherwise.
set -euo pipefail
if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" = 0 ] || { echo "dist: not tried, needs root"; exit 0; }
    exec unshare --net --mount --pid --fork "$0" --inside "$(realpath "$1")"
fi

archive=$2
root=$(mktemp -d)
heng=(chroot --userspec=65534:65534 "$root" env -i HENG_DATA=/var/lib/heng /opt/heng/heng)
fail() { echo "ci/dist_test.sh: $1" >&2; exit 1; }
# All that runs here ends with this shell.
trap 'umount "$root/proc"; rm -rf "$root"' EXIT

chmod 755 "$root"
mkdir -p "$root"/{opt/heng,proc,usr/bin,var/lib/heng}
tar -xzf "$archive" -C "$root/opt/heng" --strip-components=1 --no-same-owner
(cd "$root/opt/heng" && sha256sum --quiet -c SHA256SUMS)
mount -t proc proc "$root/proc"
ip link set lo up
for library in $(ldd "$root/opt/heng/heng" /usr/bin/env | grep -o '/[^ ]*' | sort -u | grep -v :); do
    case $(basename "$library") in
    ld-linux-*.so.* | libc.so.6 | libm.so.6 | libpthread.so.0 | libdl.so.2 | librt.so.1 | libutil.so.1) install -D "$library" "$root$library" ;;
    *) fail "the program needs $library" ;;
    esac
done
cp /usr/bin/env "$root/usr/bin/"
chown -R 65534:65534 "$root/var/lib/heng"

for plan in kaiping-women-2021 national-women-2011; do "${heng[@]}" plan import /opt/heng/plans/$plan; done
"${heng[@]}" data import /opt/heng/plans/national-women-2011/series.csv --source 公开发布
"${heng[@]}" release create --plan national-women-2011 >/dev/null

"${heng[@]}" serve --listen 127.0.0.1:8080 >"$root/said" 2>&1 & server=$!
for _ in $(seq 100); do curl -fsS http://127.0.0.1:8080/healthz >/dev/null 2>&1 && break || sleep 0.05; done
curl -fsS http://127.0.0.1:8080/healthz | grep '"status":"ok"' >/dev/null || fail "no answer: $(cat "$root/said")"
curl -fsS http://127.0.0.1:8080/api/plans | grep '"code":"national-women-2011"' >/dev/null || fail "the list of plans lacks the national outline"
curl -fsS http://127.0.0.1:8080/ | grep '<div id="app"' >/dev/null || fail "the interface is not in the program"

"${heng[@]}" -q report final --plan national-women-2011 --year 2020 -o /var/lib/heng/final.docx
report=$root/var/lib/heng/final.docx
unzip -p "$report" word/document.xml | grep 75.00 >/dev/null || fail "the report lacks the attainment rate"
pictures=$(unzip -l "$report" | grep -c '\.png')
[ "$pictures" -gt 0 ] || fail "the report has no chart"
"${heng[@]}" audit verify
"${heng[@]}" --data /var/lib/heng/demo --database sqlite:/var/lib/heng/demo/heng.db -q demo /opt/heng/demo >/dev/null || fail "no demo store from the archive"
kill $server && wait $server || fail "the server did not end as it was told: $(cat "$root/said")"

# Without its font a report is refused, and says what is missing.
mv "$root/opt/heng/fonts" "$root/opt/heng/away"
if said=$("${heng[@]}" -q report final --plan national-women-2011 --year 2020 -o /var/lib/heng/again.docx 2>&1); then
    fail "a report with charts was written without a font"
fi
echo "$said" | grep 字体 >/dev/null || fail "no word of the missing font: $said"
echo "dist: installed and used without network, fonts or compiler; final report with $pictures charts"
