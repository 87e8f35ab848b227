#!/usr/bin/env bash
# trafilatura makes a heading of <summary> and plain paragraphs of <blockquote>, in Markdown
#
# Guessed: a line of text, and a quotation with `>`
# Happens: `<details><summary>More</summary>` is `## More`, a section that the article never had; a
#   quotation loses its mark and reads as the author's own words
# Versions: trafilatura 2.3.1
# Matters: tables of contents and quotations come out wrong from one option that promises formatting
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

summary = extract("<details><summary>More</summary><p>Hidden text of the details element here.</p></details>")
quote = extract("<blockquote><p>A quotation of some length, by the mayor.</p></blockquote>")
print(repr(summary), repr(quote))
assert summary.startswith("## More")
assert quote == "A quotation of some length, by the mayor."
PY
