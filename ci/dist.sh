#!/usr/bin/env bash
# Makes dist/heng-VERSION-ARCH-linux.tar.gz: the program with plans, a font, unit, manual and licences. It needs no glibc later
# than the one named here, that of the oldest systems offices still have.
#     ci/dist.sh [TARGET]
set -euo pipefail
target=${1:-$(uname -m)-unknown-linux-gnu}
glibc=2.28
version=$(cargo pkgid --locked -p heng | sed 's/.*[#@]//')
name=heng-$version-${target%%-*}-linux
program=target/$target/release/heng
out=target/package/$name
epoch=$(git log -1 --format=%ct)

PATH=$PWD/target/dist-tools/bin:$PATH cargo zigbuild --quiet --locked --release -p heng --target "$target.$glibc"

newest=$(objdump -T "$program" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
if [ "$(printf '%s\n' "GLIBC_$glibc" "$newest" | sort -V | tail -n 1)" != "GLIBC_$glibc" ]; then
    echo "ci/dist.sh: $program asks for $newest, later than $glibc" >&2
    exit 1
fi

rm -rf "$out" && mkdir -p "$out/fonts" dist
cp "$program" LICENSE ci/dist/heng.service "$out/"
cp -r plans "$out/plans"
cp -r demo "$out/demo"
cp /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc "$out/fonts/"
cp /usr/share/doc/fonts-noto-cjk/copyright "$out/fonts/NotoSansCJK-LICENSE.txt"
cp docs/install.zh-CN.md "$out/安装说明.md"
target/dist-tools/bin/python ci/dist/install.py docs/install.zh-CN.md "$out/安装说明.pdf"
python3 ci/licences.py "$target" >"$out/THIRD-PARTY-LICENCES.txt"
chmod -R u=rwX,go=rX "$out"
(cd "$out" && find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum >SHA256SUMS)

rm -f "dist/heng-"*"-${target%%-*}-linux.tar.gz"
tar -C target/package --sort=name --format=gnu --mtime="@$epoch" --owner=0 --group=0 --numeric-owner -cf - "$name" | gzip -n -9 >"dist/$name.tar.gz"
(cd dist && sha256sum heng-*.tar.gz >SHA256SUMS)
ls -lh "dist/$name.tar.gz" "$program" | awk '{ print $5, $9 }'
