#!/usr/bin/env bash
# The committed API description and client are what `make gen` would write.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cargo run --quiet --locked -p heng-server --example openapi >"$dir/api.json"
cmp "$dir/api.json" docs/api.json || { echo "docs/api.json is stale: run  make gen" >&2; exit 1; }
(cd web && npx --no-install openapi-typescript ../docs/api.json -o "$dir/schema.d.ts" >/dev/null)
cmp "$dir/schema.d.ts" web/src/api/schema.d.ts || { echo "web/src/api/schema.d.ts is stale: run  make gen" >&2; exit 1; }
