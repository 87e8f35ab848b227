#!/usr/bin/env bash
# html2text_rs's Markdown strikes out letter by letter, draws tables, and drops bold and pictures
#
# Guessed: text_markdown() writes ~~closed~~, **bold**, a pipe table and ![The mill](mill.jpg)
# Happens: struck-out words get a combining stroke behind each letter, so no search finds them; bold is gone;
#   a table is drawn with ─ and │, a picture is [The mill] without its address, a code block one pair of backticks
# Versions: html2text_rs 0.2.5, Python 3.11
# Matters: what it calls Markdown is shown as running text by every renderer, and corrected words change
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check html2text_rs==0.2.5
venv/bin/python -W ignore - <<'PY'
from html2text_rs import text_markdown

words = text_markdown("<p>The mill is <del>closed</del> <b>open</b>.</p>")
table = text_markdown("<table><tr><th>Day</th><th>Hour</th></tr><tr><td>Monday</td><td>9</td></tr></table>")
picture = text_markdown('<p><img src="mill.jpg" alt="The mill"></p>')
code = text_markdown("<pre><code>a = 1\nb = 2\n</code></pre>")
print(words, table, picture, code, sep="\n")
assert "closed" not in words and "c\u0336l\u0336o\u0336s\u0336e\u0336d\u0336" in words and "*" not in words
assert "|" not in table and "│" in table and "mill.jpg" not in picture and "```" not in code
PY
