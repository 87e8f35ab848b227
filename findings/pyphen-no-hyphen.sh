#!/usr/bin/env bash
# pyphen puts hyphens beside the hyphens of German compounds, though its dictionary forbids it
#
# Guessed: E-Mail-Adresse parts in E-Mail-Adres-se; in Spanish and English no second hyphen is set, either
# Happens: inserted() gives E--Mail---Adres-se: there are places before and behind each hyphen, so that a line may
#   begin with one. The dictionary says NOHYPHEN for the hyphen, and pyphen does not read that line. Dutch
#   "Noord-Holland" parts in Noor-d-Hol-land
# Versions: pyphen 0.18.1
# Matters: soft hyphens put into books and newsletters with it show two hyphens, or one at the start of a line
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyphen==0.18.1
venv/bin/python -W ignore - <<'PY'
from pathlib import Path
import pyphen
seen = {word: pyphen.Pyphen(lang=lang).inserted(word, "|") for lang, word in
        (("de_DE", "E-Mail-Adresse"), ("de_DE", "Nord-Süd-Achse"), ("nl", "Noord-Holland"), ("es", "franco-alemán"))}
print(seen)
assert list(seen.values()) == ["E-|Mail|-|Adres|se", "Nord|-|Süd|-|Ach|se", "Noor|d-Hol|land", "fran|co-a|le|mán"]
assert pyphen.Pyphen(lang="de_DE").inserted("E-Mail-Adresse") == "E--Mail---Adres-se"
dictionary = (Path(pyphen.__file__).parent / "dictionaries/hyph_de_DE.dic").read_text("latin-1")
print([line for line in dictionary.splitlines() if line.startswith("NOHYPHEN")])
assert "NOHYPHEN" in dictionary
PY
