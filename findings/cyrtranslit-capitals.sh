#!/usr/bin/env bash
# cyrtranslit writes Serbian headlines in capitals with small letters, and reads NJ and DŽ as two letters
#
# Guessed: ЊЕГОШ and NJEGOŠ are the same word, both ways, as Његош and Njegoš are
# Happens: to_latin gives NjEGOŠ and DžEP; to_cyrillic makes НЈЕГОШ of NJEGOŠ and ДЖЕП, with a letter that Serbian
#   does not have, of DŽEP. An address in the text becomes Cyrillic, too
# Versions: cyrtranslit 1.2.0
# Matters: headlines in capitals of a site in two scripts are wrong in both, and links in it lead nowhere
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cyrtranslit==1.2.0
venv/bin/python -W ignore - <<'PY'
from cyrtranslit import to_cyrillic, to_latin
latin = [to_latin(word, "sr") for word in ("Његош", "ЊЕГОШ", "ЏЕП", "ЉИГ")]
cyrillic = [to_cyrillic(word, "sr") for word in ("Njegoš", "NJEGOŠ", "DŽEP", "LJIG", "https://mill.example/")]
print(latin, cyrillic)
assert latin == ["Njegoš", "NjEGOŠ", "DžEP", "LjIG"]
assert cyrillic == ["Његош", "НЈЕГОШ", "ДЖЕП", "ЛЈИГ", "хттпс://милл.еxампле/"]
PY
