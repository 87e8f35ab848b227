#!/usr/bin/env bash
# feedparser cuts mail addresses whose ending has more than four letters
#
# Guessed: name and address of an author, whatever the domain
# Happens: `<author>ann@news.online (Ann)</author>` gives the address "ann@news.onli" and the name
#   "ne (Ann"; with .com and .info it is read right
# Versions: feedparser 6.0.14
# Matters: bylines of .online, .media and .museum sites are broken text
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check feedparser==6.0.14
venv/bin/python -W ignore - <<'PY'
import feedparser
def entry(item):
    return feedparser.parse(f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><item><title>a</title>{item}</item></channel></rss>').entries[0]

online = entry("<author>ann@news.online (Ann)</author>").authors
info = entry("<author>ann@news.info (Ann)</author>").authors
print(online, info)
assert online == [{"name": "ne (Ann", "email": "ann@news.onli"}]
assert info == [{"name": "Ann", "email": "ann@news.info"}]
PY
