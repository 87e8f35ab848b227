#!/usr/bin/env bash
# A date as JavaScript prints it is 16 hours off in dateutil and pendulum
#
# Guessed: GMT+0800 is eight hours east
# Happens: "Wed May 01 2024 09:41:00 GMT+0800" has the offset -08:00 in dateutil 4.0.0 and pendulum
#   3.3.0 (strict=False), and +08:00 in dateparser 1.5.0: 01:41 UTC is read as 17:41. Pelican and
#   Nikola read dates with dateutil
# Versions: python-dateutil 4.0.0, pendulum 3.3.0, dateparser 1.5.0
# Matters: exports of JavaScript tools hold such dates, in front matter and in JSON
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dateutil==4.0.0 pendulum==3.3.0 dateparser==1.5.0
venv/bin/python -W ignore - <<'PY'
import dateparser, pendulum
from dateutil import parser
text = "Wed May 01 2024 09:41:00 GMT+0800"
seen = [parser.parse(text), pendulum.parse(text, strict=False), dateparser.parse(text)]
hours = [date.utcoffset().total_seconds() / 3600 for date in seen]
print(hours)
assert hours == [-8, -8, 8]
PY
