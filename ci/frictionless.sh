#!/usr/bin/env bash
# Every shipped package passes the outside validator.
set -uo pipefail
failed=0
for package in plans/*/datapackage.json calendar/datapackage.json demo/datapackage.json; do
    (cd "$(dirname "$package")" && "$OLDPWD/target/venv/bin/frictionless" validate datapackage.json) || { echo "not valid: $package" >&2; failed=1; }
done
exit $failed
