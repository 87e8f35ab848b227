#!/usr/bin/env bash
# pendulum takes "11/12/13" for 2011 where dateutil, which it calls, takes it for 2013
#
# Guessed: the same reading: parse(strict=False) hands the text on to dateutil
# Happens: pendulum asks dateutil for the year first: 13 December 2011, not 12 November 2013;
#   "1.5.24" is 24 May 2001, not 5 January 2024
# Versions: pendulum 3.3.0, python-dateutil 4.0.0
# Matters: two tools of one pipeline file the same post twelve years apart
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pendulum==3.3.0 python-dateutil==4.0.0
venv/bin/python -W ignore - <<'PY'
import pendulum
from dateutil import parser
for text, left, right in (("11/12/13", "2011-12-13", "2013-11-12"), ("1.5.24", "2001-05-24", "2024-01-05")):
    seen = str(pendulum.parse(text, strict=False))[:10], str(parser.parse(text))[:10]
    print(text, seen)
    assert seen == (left, right)
PY
