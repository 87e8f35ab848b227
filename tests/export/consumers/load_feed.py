"""Read a JSON Feed with feedparser-rs: `file` → entries; how many have and show a date."""

import json
import sys
from pathlib import Path

import feedparser_rs

with Path(sys.argv[1]).open("rb") as file:
    data = file.read()
limits = feedparser_rs.ParserLimits(max_feed_size_bytes=len(data) + 1, max_entries=1_000_000)
feed = feedparser_rs.parse_with_limits(data, limits=limits)
document = json.loads(data)
dated = sum("date_published" in item for item in document["items"])
read = sum(entry.published is not None for entry in feed.entries)
faults = [str(feed.bozo_exception)] if feed.bozo else []
if str(feed.version) != "json11":
    faults.append(f"version {feed.version}")
if dated != read:
    faults.append(f"{dated} dates written, {read} read")
json.dump(
    {
        "rows": len(feed.entries),
        "ids": len({entry.id for entry in feed.entries}),
        "faults": faults,
    },
    sys.stdout,
)
