#!/usr/bin/env bash
# dateparser reads the ISO week date 2024-W18-3 as 18 March
#
# Guessed: None, or 1 May 2024 as in the standard library
# Happens: week 18, day 3 is 1 May; dateparser takes 18 for the day and 3 for the month
# Versions: dateparser 1.5.0, Python 3.11
# Matters: weekly news is dated by weeks, and the wrong day is a real one
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
venv/bin/python -W ignore - <<'PY'
import datetime, dateparser
right = datetime.datetime.fromisoformat("2024-W18-3").date()
read = dateparser.parse("2024-W18-3").date()
print("fromisoformat", right, "dateparser", read)
assert str(right) == "2024-05-01" and str(read) == "2024-03-18"
PY
