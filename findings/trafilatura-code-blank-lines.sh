#!/usr/bin/env bash
# trafilatura takes the blank lines out of code blocks
#
# Guessed: a <pre> keeps its lines
# Happens: `a = 1`, an empty line and `b = 2` come back without the empty line, inside a fenced
#   block, and the language of the class is gone
# Versions: trafilatura 2.3.1
# Matters: code in Python or YAML means something else, or nothing
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.3
venv/bin/python -W ignore - <<'PY'
import trafilatura
FILL = "<p>The council opened a new library on Main Street this week, after three years of building and two of planning, and many people came to see it on the first day.</p>"
def extract(html):
    page = f"<!doctype html><html lang=en><head><title>T</title></head><body><article><h1>Headline</h1>{FILL}{html}{FILL}</article></body></html>"
    text = trafilatura.extract(page, output_format="markdown", include_formatting=True, include_links=True, include_tables=True)
    return text.split("first day.")[1].strip().removesuffix("The council opened a new library on Main Street this week, after three years of building and two of planning, and many people came to see it on the").strip()

seen = extract('<pre><code class="language-py">a = 1\n\nb = 2\n</code></pre>')
print(repr(seen))
assert "a = 1\nb = 2" in seen
PY
