#!/usr/bin/env bash
# newspaper4k prefers the date in the address to the one in JSON-LD
#
# Guessed: datePublished first: it has the time and the zone
# Happens: with /2023/03/04/ in the address and datePublished 2024-05-01T23:30:00-05:00 the date is
#   4 March 2023, midnight, without zone
# Versions: newspaper4k 0.9.6
# Matters: addresses keep the day of the first draft, or of a migration
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

found = read('<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2024-05-01T23:30:00-05:00"}</script>').publish_date
print(found)
assert str(found) == "2023-03-04 00:00:00"
PY
