#!/usr/bin/env bash
# datefinder reads "31 April 2024" as 1 April
#
# Guessed: nothing found, or 30 April
# Happens: the day that does not exist is dropped, and the rest of the date is the first of the
#   month
# Versions: datefinder 1.0.0
# Matters: a slip in the source becomes a date that looks sound
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datefinder==1.0.0
venv/bin/python -W ignore - <<'PY'
import datefinder
found = [str(d.date()) for d in datefinder.find_dates("Posted on 31 April 2024.")]
print(found)
assert found == ["2024-04-01"]
PY
