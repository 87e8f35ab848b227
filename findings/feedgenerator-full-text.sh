#!/usr/bin/env bash
# feedgenerator writes an item's full text into Atom, and not into RSS
#
# Guessed: `content` becomes content:encoded in RSS, as it becomes <content> in Atom; an item without a date has none
# Happens: RSS has the description alone, without a warning; in RSS the item without a date has none, in Atom its date
#   is the second in which the feed was written, anew each time
# Versions: feedgenerator 2.2.1
# Matters: subscribers of one of two feeds of a site get teasers, and undated pages jump to the top of readers at each
#   build
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check feedgenerator==2.2.1
venv/bin/python -W ignore - <<'PY'
from datetime import datetime, timezone
import re, feedgenerator
feeds = {}
for kind in (feedgenerator.Rss201rev2Feed, feedgenerator.Atom1Feed):
    feed = kind("Mill", "https://mill.example/", "News")
    feed.add_item("Open", "https://mill.example/1", "The teaser", content="The whole story", unique_id="1")
    feeds[kind.__name__] = feed.writeString("utf-8")
print(feeds)
rss, atom = feeds.values()
assert "The teaser" in rss and "whole story" not in rss and "pubDate" not in rss
assert "The teaser" in atom and "whole story" in atom
entry = atom[atom.index("<entry>"):]
written = datetime.fromisoformat(re.search("<updated>(.*?)</updated>", entry)[1].replace("Z", "+00:00"))
assert abs((datetime.now(timezone.utc) - written).total_seconds()) < 60
PY
