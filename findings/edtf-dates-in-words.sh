#!/usr/bin/env bash
# edtf makes January of the French "mai", and 2003 of "May 1-3, 2024"
#
# Guessed: what it cannot read as a whole gives None
# Happens: "1 mai 2024" is 2024-01, "May 1-3, 2024" is 2003-05-01, and 2024年5月1日 is XXXX-05-01, a first of
#   May whose year is not known
# Versions: edtf 5.0.2
# Matters: archives use EDTF to say what of a date is uncertain; these three say something sure and
#   wrong, or unsure of what is there
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check edtf==5.0.2
venv/bin/python -W ignore - <<'PY'
from edtf import text_to_edtf
seen = {text: str(text_to_edtf(text)) for text in ("1 May 2024", "1 mai 2024", "May 1-3, 2024", "2024年5月1日")}
print(seen)
assert list(seen.values()) == ["2024-05-01", "2024-01", "2003-05-01", "XXXX-05-01"]
PY
