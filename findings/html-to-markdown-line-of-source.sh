#!/usr/bin/env bash
# html-to-markdown makes a heading of a line of the HTML source that begins with #
#
# Guessed: a line break in the source is a blank
# Happens: a paragraph whose source goes on in a new line with "# 5 in the charts" becomes a heading
#   there; html2text joins the lines
# Versions: html-to-markdown 3.21.2, html2text 2025.4.15
# Matters: hand-wrapped HTML changes its structure by where the lines happened to end
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check html-to-markdown==3.21.2 html2text==2025.4.15
venv/bin/python -W ignore - <<'PY'
import html2text, html_to_markdown
source = "<p>The song is\n# 5 in the charts.</p>"
read = html_to_markdown.convert(source)
read = getattr(read, "content", read)
print(repr(read), repr(html2text.html2text(source)))
assert read.splitlines()[1].startswith("# 5")
PY
