#!/usr/bin/env bash
# In Nikola `UTC+02:00` is two hours east, `UTC+2:00`, `UTC+02` and `GMT+02:00` two hours west
#
# Guessed: all spellings of one offset are read alike, rightly or wrongly
# Happens: "2025-06-15 15:48:30 UTC+02:00" has the offset +02:00; with `UTC+2:00`, `UTC+02` or
#   `GMT+02:00` in its place it is -02:00, four hours off, without a warning. Nikola takes the word
#   away from the one spelling that it writes itself, and leaves the others to dateutil
# Versions: nikola 8.3.3
# Matters: one digit in a date typed by hand moves a post by four hours, and often to another day
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nikola==8.3.3
venv/bin/python -W ignore - <<'PY'
from nikola.utils import to_datetime

spellings = ("UTC+02:00", "+02:00", "UTC+2:00", "UTC+02", "GMT+02:00")
dates = [to_datetime(f"2025-06-15 15:48:30 {spelling}") for spelling in spellings]
hours = [date.utcoffset().total_seconds() / 3600 for date in dates]
print(dict(zip(spellings, hours)))
assert hours == [2, 2, -2, -2, -2]
PY
