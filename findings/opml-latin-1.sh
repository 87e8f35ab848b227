#!/usr/bin/env bash
# opml writes every list of feeds as ISO-8859-1, in a string that is none
#
# Guessed: the header says UTF-8, or names no encoding
# Happens: stringify puts encoding="ISO-8859-1" on top and leaves "Mühle" and 新闻 as they are, also where the list
#   that it read said UTF-8; written to a file, as Node writes strings, it is read as "MÃ¼hle". It has no option
# Versions: opml 0.5.8, Node 20, Python 3.11
# Matters: a list of feeds that was read and written once has broken titles in all readers that obey the header, and
#   one in Chinese cannot be what it says
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund opml@0.5.8 > npm.log 2>&1
cat > run.mjs <<'JS'
import { writeFileSync } from "node:fs";
import opml from "opml";
const list = `<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Feeds</title></head><body>
  <outline type="rss" text="Mühle" xmlUrl="https://mill.example/feed"/></body></opml>`;
opml.parse(list, (error, read) => {
  if (error) throw error;
  writeFileSync("out.opml", opml.stringify(read));
});
JS
node run.mjs
python3 - <<'PY'
import xml.etree.ElementTree as ET
head = open("out.opml", encoding="utf-8").readline().strip()
title = ET.parse("out.opml").getroot().find("body/outline").get("text")
print(head, title)
assert 'encoding="ISO-8859-1"' in head
assert title == "MÃ¼hle"
PY
