#!/usr/bin/env bash
# dateparser reads Thai months but not the Thai year
#
# Guessed: the year 2567 beside a Thai month is 2024, as the calendar of Thailand has it
# Happens: "1 พ.ค. 2567" is 1 May of the year 2567, 543 years late
# Versions: dateparser 1.5.0
# Matters: posts of Thai sites sort above everything and are held back as scheduled
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
venv/bin/python -W ignore - <<'PY'
import dateparser
read = dateparser.parse("1 พ.ค. 2567")
print(read)
assert (read.year, read.month, read.day) == (2567, 5, 1)
PY
