#!/usr/bin/env bash
# rfeed and PyRSS2Gen write the local time of a date with an offset and call it GMT
#
# Guessed: 9 o'clock at +02:00 is written as 07:00 GMT, or as 09:00 +0200 (feedgen does the latter)
# Happens: both write "09:00:00 GMT", two hours late; across midnight the day is another one too
# Versions: rfeed 1.1.1, PyRSS2Gen 1.1, feedgen 1.0.0
# Matters: the offset is nowhere in the feed, so an archive made of it is off by the site's zone, and by
#   one hour more or less in summer
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rfeed==1.1.1 PyRSS2Gen==1.1 feedgen==1.0.0
venv/bin/python -W ignore - <<'PY'
import re
from datetime import datetime
import PyRSS2Gen, rfeed
from feedgen.feed import FeedGenerator

when = datetime.fromisoformat("2024-05-01T00:30:00+02:00")
item = rfeed.Item(title="Open", link="https://mill.example/1", pubDate=when)
by_rfeed = rfeed.Feed(title="Mill", link="https://mill.example/", description="News", items=[item]).rss()
item = PyRSS2Gen.RSSItem(title="Open", link="https://mill.example/1", pubDate=when)
by_pyrss2gen = PyRSS2Gen.RSS2("Mill", "https://mill.example/", "News", items=[item]).to_xml()
feed = FeedGenerator()
feed.title("Mill"), feed.link(href="https://mill.example/"), feed.description("News")
entry = feed.add_entry()
entry.title("Open"), entry.published(when)
by_feedgen = feed.rss_str().decode()

written = [re.search("<item>.*<pubDate>(.*?)<", xml, re.S)[1] for xml in (by_rfeed, by_pyrss2gen, by_feedgen)]
print(dict(zip(["rfeed", "PyRSS2Gen", "feedgen"], written)))
assert written == ["Wed, 01 May 2024 00:30:00 GMT"] * 2 + ["Wed, 01 May 2024 00:30:00 +0200"]
PY
