#!/usr/bin/env bash
# markdown-it-py leaves out what is quoted twenty times, without an error
#
# Guessed: nesting that is too deep for the parser is shown flat, or refused
# Happens: with the preset for CommonMark, which is the default, the words of the twentieth quotation
#   are missing from the HTML; what comes after them is there
# Versions: markdown-it-py 4.3.0
# Matters: exchanges of mail quote each answer once more, and the oldest message disappears
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown-it-py==4.3.0
venv/bin/python - <<'PY'
from importlib.metadata import version
from markdown_it import MarkdownIt
def shows(depth):
    html = MarkdownIt().render("> " * depth + "first\n\nlast\n")
    return "first" in html, "last" in html
print(version("markdown-it-py"), {depth: shows(depth) for depth in (19, 20, 25)})
assert (shows(19), shows(20), shows(25)) == ((True, True), (False, True), (False, True))
PY
