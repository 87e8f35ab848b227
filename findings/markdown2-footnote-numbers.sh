#!/usr/bin/env bash
# markdown2 shows the number of another note where a footnote is referred to once more
#
# Guessed: each reference shows the number of its note, or numbers go on and each reference has a note of its own
# Happens: of two notes, the third reference, to the first note again, shows 2 and leads to note 1; it has the id of
#   the first reference once more, and the note leads back to the first alone
# Versions: markdown2 2.5.5
# Matters: readers look up the wrong source: tables and reports refer to the same note again and again
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown2==2.5.5
venv/bin/python -W ignore - <<'PY'
import re
import markdown2
text = "Rain[^a], snow[^b] and rain again[^a].\n\n[^a]: Weather office\n[^b]: Ski club\n"
page = markdown2.markdown(text, extras=["footnotes"])
seen = re.findall(r'<sup class="footnote-ref" id="(.*?)"><a href="(.*?)">(\d+)</a>', page)
print(seen)
assert seen == [("fnref-a", "#fn-a", "1"), ("fnref-b", "#fn-b", "2"), ("fnref-a", "#fn-a", "2")]
assert re.findall(r'<li id="(.*?)">\s*<p>([\w ]+)', page) == [("fn-a", "Weather office"), ("fn-b", "Ski club")]
PY
