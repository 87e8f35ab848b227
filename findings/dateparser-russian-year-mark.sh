#!/usr/bin/env bash
# dateparser turns day and month of "01.05.2024 г." round, but not of "1 мая 2024 г."
#
# Guessed: the Russian mark for "year" tells the language, and with it the order of day and month
# Happens: "01.05.2024 г." is 5 January, "1 мая 2024 г." is 1 May; with languages=["ru"] both are 1
#   May
# Versions: dateparser 1.5.0
# Matters: half of a Russian archive's days are moved, and only those up to the twelfth
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
venv/bin/python -W ignore - <<'PY'
import dateparser
seen = [str(d.date()) for d in (dateparser.parse("01.05.2024 г."), dateparser.parse("1 мая 2024 г."), dateparser.parse("01.05.2024 г.", languages=["ru"]))]
print(seen)
assert seen == ["2024-01-05", "2024-05-01", "2024-05-01"]
PY
