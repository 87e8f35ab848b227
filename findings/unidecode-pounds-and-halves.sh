#!/usr/bin/env bash
# Unidecode writes £3 million as "PS3 million", and text-unidecode 1½ as 11/2
#
# Guessed: £ is GBP or "pounds", as € is EUR; a half behind a number is 1.5 or 1 1/2
# Happens: £ is PS, ¥ is "Y=", 々 in 佐々木 a double quotation mark; text-unidecode, which python-slugify uses, has 11/2
#   for 1½, so the slug of "1½ years" is 11-2-years and of "£3 million" ps3-million. anyascii writes GBP3, and 11/2,
#   too
# Versions: Unidecode 1.4.0, text-unidecode 1.3, python-slugify 9.2.0, anyascii 0.3.3
# Matters: money and ages in the addresses and plain texts of an archive say something else
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Unidecode==1.4.0 text-unidecode==1.3 python-slugify==9.2.0 anyascii==0.3.3
venv/bin/python -W ignore - <<'PY'
from anyascii import anyascii
from slugify import slugify
from text_unidecode import unidecode as other
from unidecode import unidecode
texts = ["£3 million", "1½ years", "¥500", "€5"]
seen = {name: [write(text) for text in texts] for name, write in
        {"unidecode": unidecode, "text-unidecode": other, "slugify": slugify, "anyascii": anyascii}.items()}
print(seen, unidecode("佐々木"))
assert seen == {
    "unidecode": ["PS3 million", "1 1/2 years", "Y=500", "EUR5"],
    "text-unidecode": ["PS3 million", "11/2 years", "Y=500", "EUR5"],
    "slugify": ["ps3-million", "11-2-years", "y-500", "eur5"],
    "anyascii": ["GBP3 million", "11/2 years", "Y500", "EUR5"],
}
assert '"' in unidecode("佐々木")
PY
