#!/usr/bin/env bash
# fastfeedparser takes the address of the comments for that of the entry, and 1 May for 5 January
#
# Guessed: a link without `rel` is the entry's own address, as Atom says; 01.05.2024 is 1 May or no date
# Happens: where no link says `rel="alternate"`, the first one is taken, here that of the comments; 01.05.2024 is
#   5 January; of two authors the first is left; the channel's <language> is not read. feedparser finds the entry's own address and
#   both authors
# Versions: fastfeedparser 0.6.5, feedparser 6.0.14
# Matters: entries get the address of their comments or of their podcast, days and months change places, and
#   joint articles have one author, all without an error
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastfeedparser==0.6.5 feedparser==6.0.14
venv/bin/python -W ignore - <<'PY'
import fastfeedparser, feedparser
atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Mill</title><id>urn:mill</id>
<updated>2024-05-03T09:00:00Z</updated><entry><title>Open</title><id>urn:mill:1</id>
<updated>2024-05-03T09:00:00Z</updated><author><name>Ann</name></author><author><name>Bo</name></author>
<link rel="replies" type="application/atom+xml" href="https://mill.example/comments/1"/>
<link href="https://mill.example/1"/></entry></feed>"""
rss = """<?xml version="1.0"?><rss version="2.0"><channel><title>Mühle</title><link>https://mill.example/</link>
<description>News</description><language>de</language><item><title>Offen</title><link>https://mill.example/2</link>
<pubDate>01.05.2024</pubDate></item></channel></rss>"""
entry, other = fastfeedparser.parse(atom).entries[0], feedparser.parse(atom).entries[0]
read = fastfeedparser.parse(rss)
print(entry.link, entry.authors, other.link, other.authors, read.entries[0].published, read.feed.get("language"))
assert entry.link == "https://mill.example/comments/1" and other.link == "https://mill.example/1"
assert [len(entry.authors), len(other.authors)] == [1, 2]
assert read.entries[0].published == "2024-01-05T00:00:00+00:00" and not read.feed.get("language")
PY
