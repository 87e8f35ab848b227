#!/usr/bin/env bash
# feedparser takes the time of JST and CET for UTC, and of EDT not
#
# Guessed: known zones are counted, unknown ones give None
# Happens: 09:41 JST is read as 09:41 UTC, nine hours late; 09:41 EDT as 13:41 UTC
# Versions: feedparser 6.0.14
# Matters: feeds of Japan and of Europe write such names, and the posts of an evening belong to the
#   next day
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

seen = {zone: "%02d:%02d" % entry(f"<pubDate>Wed, 01 May 2024 09:41:00 {zone}</pubDate>").published_parsed[3:5] for zone in ("JST", "CET", "EDT", "+0900")}
print(seen)
assert seen == {"JST": "09:41", "CET": "09:41", "EDT": "13:41", "+0900": "00:41"}
PY
