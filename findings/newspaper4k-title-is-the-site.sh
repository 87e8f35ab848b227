#!/usr/bin/env bash
# newspaper4k takes the site's name for the title of short headlines, and of all in Chinese and Japanese
#
# Guessed: the <h1> decides which half of "Obituary - The Northern Chronicle" is the headline
# Happens: an <h1> counts only from three words on, and blanks make words: of one- and two-word
#   headlines, and of "東京の図書館が開館 - 北日本新聞デジタル版", the longer half is the title, which is the site's
#   name
# Versions: newspaper4k 0.9.6
# Matters: many posts of one site get one title, and duplicates are "found"
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

seen = [read("", f"{heading} - {site}", heading).title for heading, site in (("Obituary", "The Northern Chronicle"), ("東京の図書館が開館", "北日本新聞デジタル版"), ("Fire in mill", "The Northern Chronicle"))]
print(seen)
assert seen == ["The Northern Chronicle", "北日本新聞デジタル版", "Fire in mill"]
PY
