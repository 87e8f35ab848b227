#!/usr/bin/env bash
# WordPress's "no date" is the year 1, 2001 or 2030, by library
#
# Guessed: an error, or None
# Happens: "Mon, 30 Nov -0001 00:00:00 +0000", which WordPress writes for drafts, is 30 November
#   2001 in dateutil, the year 1 in dateparser, and 1 November 2030 in pendulum (strict=False)
# Versions: python-dateutil 4.0.0, dateparser 1.5.0, pendulum 3.3.0
# Matters: undated drafts get dates that look real
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dateutil==4.0.0 pendulum==3.3.0 dateparser==1.5.0
venv/bin/python -W ignore - <<'PY'
import dateparser, pendulum
from dateutil import parser
text = "Mon, 30 Nov -0001 00:00:00 +0000"
seen = [str(d)[:10] for d in (parser.parse(text), dateparser.parse(text), pendulum.parse(text, strict=False))]
print(seen)
assert seen == ["2001-11-30", "0001-11-30", "2030-11-01"]
PY
