#!/usr/bin/env bash
# pymdownx.smartsymbols writes the date 1/2/2024 as ½/2024
#
# Guessed: a fraction stands alone; a date with two slashes has none in it
# Happens: 1/2/2024, 1/4/2024, 3/4/2024 and 1/3/2024 become ½/2024, ¼/2024, ¾/2024 and ⅓/2024, and 2024/1/2 becomes
#   2024/½; 5/1/2024 stays
# Versions: pymdown-extensions 13.1.2, Markdown 3.11.3
# Matters: the dates of a few days of each year are unreadable, the others fine
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pymdown-extensions==13.1.2 Markdown==3.11.3
venv/bin/python -W ignore - <<'PY'
import html, markdown
def read(text):
    return html.unescape(markdown.markdown(text, extensions=["pymdownx.smartsymbols"]))[3:-4]
seen = [read(text) for text in ("1/2/2024", "1/4/2024", "3/4/2024", "1/3/2024", "5/1/2024", "2024/1/2", "1/2 cup")]
print(seen)
assert seen == ["½/2024", "¼/2024", "¾/2024", "⅓/2024", "5/1/2024", "2024/½", "½ cup"]
PY
