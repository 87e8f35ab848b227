#!/usr/bin/env bash
# jusText joins words where one element ends and the next one begins
#
# Guessed: the blank between two elements of a line stays, as in browsers
# Happens: "says <b>Ann</b> <i>Lee</i>, for <del>3</del> <ins>4</ins> euros" becomes "says AnnLee, for 34 euros"; a line
#   break between the two goes, too. Beside text a blank stays
# Versions: jusText 3.0.2
# Matters: corpora of news are built with it; names, prices and links in a row are words that nobody wrote
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check justext==3.0.2 lxml_html_clean==0.4.6
venv/bin/python -W ignore - <<'PY'
import justext
words = justext.get_stoplist("English")
for blank in (" ", "\n"):
    html = f"<p>The miller, says <b>Ann</b>{blank}<i>Lee</i>, bakes for <del>3</del>{blank}<ins>4</ins> euros.</p>"
    seen = [paragraph.text for paragraph in justext.justext(html, words)]
    print(seen)
    assert seen == ["The miller, says AnnLee, bakes for 34 euros."]
PY
