#!/usr/bin/env bash
# feedparser reads 2024-W18-3 as 1 November, and seconds since 1970 as a day of 2017
#
# Guessed: None, or the day that is meant
# Happens: "2024-W18-3" (1 May) is 2024-11-01; "1714556460" (1 May 2024 too) is 2017-05-25
# Versions: feedparser 6.0.14
# Matters: wrong dates that look right; the text of the date is in `published`
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

seen = ["%04d-%02d-%02d" % entry(f"<pubDate>{date}</pubDate>").published_parsed[:3] for date in ("2024-W18-3", "1714556460")]
print(seen)
assert seen == ["2024-11-01", "2017-05-25"]
PY
