#!/usr/bin/env bash
# An html2text converter writes the abbreviations of one page into all later ones
#
# Guessed: handle() starts anew with each page
# Happens: `<abbr title="World">W</abbr>` in the first page adds `*[W]: World` to the Markdown of
#   every page that the same HTML2Text object converts after it
# Versions: html2text 2025.4.15
# Matters: batch jobs that reuse the converter mix posts
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check html2text==2025.4.15
venv/bin/python -W ignore - <<'PY'
import html2text
converter = html2text.HTML2Text()
converter.handle('<p><abbr title="World">W</abbr></p>')
second = converter.handle("<p>Another post.</p>")
print(repr(second))
assert "*[W]: World" in second
PY
