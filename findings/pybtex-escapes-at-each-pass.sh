#!/usr/bin/env bash
# pybtex adds a backslash to every %, &, _ and # of a BibTeX file each time it reads and writes it
#
# Guessed: what was read is written as it was
# Happens: the note `50\% off` becomes `50\\% off`, then `50\\\% off`: for LaTeX a line break and a comment; the
#   address `https://mill.example/a_b%20c` becomes `…/a\_b\%20c`, which it reads back with the backslashes
# Versions: pybtex 0.26.1, latexcodec 3.0.1, Python 3.11
# Matters: one pass to sort or merge a bibliography breaks the links to all posts with _ or % in their
#   address, and hides what stands behind a percent sign
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pybtex==0.26.1 latexcodec==3.0.1
venv/bin/python -W ignore - <<'PY'
from pybtex.database import parse_string

text = r"@misc{open, title = {Open}, url = {https://mill.example/a_b%20c}, note = {50\% off}}"
notes, urls = [], []
for _ in range(3):
    read = parse_string(text, "bibtex")
    notes.append(read.entries["open"].fields["note"])
    urls.append(read.entries["open"].fields["url"])
    text = read.to_string("bibtex")
print(*notes, *urls, sep="\n")
assert notes == [r"50\% off", r"50\\% off", r"50\\\% off"]
assert urls[:2] == ["https://mill.example/a_b%20c", r"https://mill.example/a\_b\%20c"]
PY
