#!/usr/bin/env bash
# parsedatetime takes the year 2024 for the time 20:24
#
# Guessed: an ISO date with a time is read, or refused; so is a date with a month in another language
# Happens: 2024-05-01T10:00:00Z is today at 20:24, and so are "1 mai 2024" and "spring 2024"; "May 1-3, 2024" is a May
#   at 20:24. "2024-05-01" and "1 May 2024" are right. The status says that a time was found
# Versions: parsedatetime 2.6
# Matters: dates of posts become the day of the import, with a time that looks real
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check parsedatetime==2.6
venv/bin/python -W ignore - <<'PY'
from datetime import datetime
import parsedatetime
calendar = parsedatetime.Calendar()
def read(text):
    moment, status = calendar.parseDT(text, sourceTime=datetime(2024, 8, 15, 12))
    return str(moment), status
seen = [read(text) for text in ("2024-05-01", "1 May 2024", "2024-05-01T10:00:00Z", "1 mai 2024", "spring 2024")]
print(seen, read("May 1-3, 2024"))
assert seen == [("2024-05-01 12:00:00", 1), ("2024-05-01 12:00:00", 1), *[("2024-08-15 20:24:00", 2)] * 3]
assert read("May 1-3, 2024")[0].endswith("-05-01 20:24:00")
PY
