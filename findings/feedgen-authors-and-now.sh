#!/usr/bin/env bash
# feedgen names in RSS only authors with a mail address, and in Atom dates every entry now
#
# Guessed: both authors are written; an entry with a date of publication alone was updated then
# Happens: of Ann (no address) and Bo (with one) RSS holds Bo alone; where nobody has an address it names
#   nobody; in Atom `updated` of a post of 2001 is the moment of the build
# Versions: feedgen 1.0.0
# Matters: a rebuilt feed shows every reader all old posts as new, and of bylines those of the editors stay
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check feedgen==1.0.0
venv/bin/python -W ignore - <<'PY'
import re
from feedgen.feed import FeedGenerator

feed = FeedGenerator()
feed.id("https://mill.example/"), feed.title("Mill")
feed.link(href="https://mill.example/"), feed.description("News")
entry = feed.add_entry()
entry.id("https://mill.example/1"), entry.title("Open"), entry.link(href="https://mill.example/1")
entry.published("2001-05-01T09:00:00+02:00")
entry.author([{"name": "Ann"}, {"name": "Bo", "email": "bo@mill.example"}])
rss, atom = feed.rss_str().decode(), feed.atom_str().decode()
authors = re.findall("<author>(.*?)</author>", rss)
names = re.findall("<name>(.*?)</name>", atom)
updated = re.search("<entry>.*<updated>(.*?)<", atom)[1]
print("RSS", authors, "Atom", names, "updated", updated)
assert authors == ["bo@mill.example (Bo)"] and names == ["Ann", "Bo"]
assert "2001-05-01T09:00:00+02:00" in atom and int(updated[:4]) > 2025
PY
