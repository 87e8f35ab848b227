#!/usr/bin/env bash
# trafilatura ends the paragraph at a <q> element and drops the quotation marks
#
# Guessed: quotation marks, as browsers show them, in one paragraph
# Happens: "She said <q>hello there</q> to the mayor" becomes two paragraphs, "She said hello there"
#   and "to the mayor", without marks
# Versions: trafilatura 2.3.1
# Matters: who said what is lost in news text
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

seen = extract("<p>She said <q>hello there</q> to the mayor of the town before the doors opened.</p>")
print(repr(seen))
assert seen == "She said hello there\n\nto the mayor of the town before the doors opened."
PY
