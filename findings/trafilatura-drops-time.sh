#!/usr/bin/env bash
# trafilatura drops the words of a <time> element out of a sentence
#
# Guessed: the words stay: they are text of the paragraph
# Happens: "On <time>the first of May</time> everyone came" becomes "On everyone came"
# Versions: trafilatura 2.3.1
# Matters: sentences that say when something happened lose just that
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

seen = extract('<p>On <time datetime="2024-05-01">the first of May</time> everyone who could walk came to the library.</p>')
print(seen)
assert seen == "On everyone who could walk came to the library."
PY
