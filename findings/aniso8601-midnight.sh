#!/usr/bin/env bash
# aniso8601 reads the end of a day as its beginning
#
# Guessed: 24:00 of 1 May is 00:00 of 2 May, as ISO 8601 says, or an error
# Happens: aniso8601 reads 2024-05-01T24:00:00 as 2024-05-01 00:00, a day early; ciso8601 and arrow read it
#   as 2024-05-02 00:00
# Versions: aniso8601 10.0.1, ciso8601 2.3.3, arrow 1.4.0
# Matters: embargoes and events that end at midnight are written so; they move by a day without an error
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aniso8601==10.0.1 ciso8601==2.3.3 arrow==1.4.0
venv/bin/python -W ignore - <<'PY'
import aniso8601, arrow, ciso8601
text = "2024-05-01T24:00:00"
seen = [str(read(text))[:16].replace("T", " ") for read in
        (aniso8601.parse_datetime, ciso8601.parse_datetime, arrow.get)]
print(seen)
assert seen == ["2024-05-01 00:00", "2024-05-02 00:00", "2024-05-02 00:00"]
PY
