#!/usr/bin/env bash
# Feed readers turn the words of Atom's XHTML content round, or drop them
#
# Guessed: `type="xhtml"`, one of the three kinds of content in RFC 4287, is read as the two others
# Happens: of `<p>The mill is <b>open</b> again.</p>` rss-parser makes `<p>The mill is  again.<b>open</b></p>`;
#   atoma has no content for the entry, and podcastparser an empty text. None of them warns
# Versions: rss-parser 3.13.0 (Node 20), atoma 0.0.17, podcastparser 0.6.11
# Matters: a migration from such a feed keeps titles and dates and loses or garbles every article
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > feed.xml <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Mill</title><id>tag:mill.example,2024:1</id>
<updated>2024-05-01T00:00:00Z</updated><author><name>Ann</name></author>
<entry><title>Open</title><id>tag:mill.example,2024:2</id><link href="https://mill.example/open"/>
<updated>2024-05-01T00:00:00Z</updated><content type="xhtml"><div
xmlns="http://www.w3.org/1999/xhtml"><p>The mill is <b>open</b> again.</p></div></content></entry></feed>
XML
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund rss-parser@3.13.0 > npm.log 2>&1
cat > feed.mjs <<'JS'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import Parser from "rss-parser";
const feed = await new Parser().parseString(readFileSync("feed.xml", "utf8"));
console.log(feed.items[0].content);
assert.match(feed.items[0].content, /<p>The mill is {2}again\.<b>open<\/b><\/p>/);
JS
node feed.mjs
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check atoma==0.0.17 podcastparser==0.6.11
venv/bin/python -W ignore - <<'PY'
from io import BytesIO
import atoma, podcastparser
text = open("feed.xml", "rb").read()
entry = atoma.parse_atom_bytes(text).entries[0]
episode = podcastparser.parse("https://mill.example/feed", BytesIO(text))["episodes"][0]
print([entry.title.value, entry.content], [episode["title"], episode["description"]])
assert (entry.title.value, entry.content) == ("Open", None)
assert (episode["title"], episode["description"]) == ("Open", "")
PY
