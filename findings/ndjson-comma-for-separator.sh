#!/usr/bin/env bash
# ndjson's loads writes a comma for each Unicode line separator in a text
#
# Guessed: lines of JSON end at line feeds alone, so that U+2028 stays; or, at worst, an error
# Happens: ndjson.loads splits at everything Python calls a line end and joins the pieces with commas: the
#   string "first<U+2028>second", which JSON allows as it is, becomes "first,second", U+0085 as well. ndjson.reader
#   keeps both
# Versions: ndjson 0.3.1, Python 3.11
# Matters: pages and feeds of older editors hold U+2028 between lines of a paragraph; the texts are changed,
#   the number of rows is right, and no error tells
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ndjson==0.3.1
venv/bin/python -W ignore - <<'PY'
import io, json
import ndjson
rows = [{"text": "first\u2028second"}, {"text": "one\u0085two"}]
text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
whole, by_line = ndjson.loads(text), list(ndjson.reader(io.StringIO(text)))
print(ascii(whole), ascii(by_line), sep="\n")
assert whole == [{"text": "first,second"}, {"text": "one,two"}]
assert by_line == rows
PY
