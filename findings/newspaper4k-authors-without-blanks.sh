#!/usr/bin/env bash
# newspaper4k drops Chinese authors, and "Lee, Ann"
#
# Guessed: the name in <meta name="author">
# Happens: "王小明" and "Lee, Ann" give no author at all; "Von Anna Müller und Karl Bär" keeps the
#   German "by"
# Versions: newspaper4k 0.9.6
# Matters: whole archives have no bylines after extraction
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check newspaper4k==0.9.6 lxml_html_clean==0.4.3
venv/bin/python -W ignore - <<'PY'
from newspaper import Article
FILL = "<p>The council opened a new library on Main Street this week, after three years of building and two of planning, and many people came to see it on the first day of its life in the town.</p>"
def read(head, title="Headline", heading="Headline"):
    article = Article("https://x.example/2023/03/04/a.html", language="en")
    article.download(input_html=f"<html><head><title>{title}</title>{head}</head><body><article><h1>{heading}</h1>{FILL * 3}</article></body></html>")
    article.parse()
    return article

seen = [read(f'<meta name="author" content="{name}">').authors for name in ("王小明", "Lee, Ann", "Ann Lee", "Von Anna Müller und Karl Bär")]
print(seen)
assert seen == [[], [], ["Ann Lee"], ["Von Anna Müller", "Karl Bär"]]
PY
