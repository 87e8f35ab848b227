#!/usr/bin/env bash
# mistletoe joins the words of an alternative text where its line ends
#
# Guessed: the line end becomes a blank or stays, as in cmark and marko
# Happens: `![The mill` and, on the next line, `in May](m.jpg)` becomes alt="The millin May"
# Versions: mistletoe 1.6.0, marko 2.2.4
# Matters: editors that wrap lines break alternative texts; what a screen reader says is no word
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mistletoe==1.6.0 marko==2.2.4
venv/bin/python -W ignore - <<'PY'
import marko, mistletoe
text = "![The mill\nin May](m.jpg)\n"
seen = [mistletoe.markdown(text), marko.convert(text)]
print(*seen)
assert 'alt="The millin May"' in seen[0]
assert 'alt="The mill\nin May"' in seen[1]
PY
