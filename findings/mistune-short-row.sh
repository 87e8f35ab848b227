#!/usr/bin/env bash
# mistune shows a whole table as text where one row has a cell too few
#
# Guessed: the missing cell is empty, as GFM says (section 4.10) and cmark-gfm does
# Happens: one short row, or `|` in code in a cell, and the table is a paragraph of pipes
# Versions: mistune 3.4.0, cmarkgfm 2025.10.22
# Matters: a slip in one line takes the table away; other renderers show it
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mistune==3.4.0 cmarkgfm==2025.10.22
venv/bin/python -W ignore - <<'PY'
import cmarkgfm, mistune
text = "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 |\n"
left = mistune.create_markdown(plugins=["table"])(text)
right = cmarkgfm.github_flavored_markdown_to_html(text)
print(left, right)
assert "<table" not in left and "<table" in right
PY
