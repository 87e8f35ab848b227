#!/usr/bin/env bash
# An Atom entry with two authors has none in Node's feedparser, and one in rss-parser
#
# Guessed: both, or the first
# Happens: with one author feedparser says "Ann"; with Ann and Bo it says null, and rss-parser "Ann" alone;
#   of RSS with two dc:creator both keep the first
# Versions: feedparser 2.6.0, rss-parser 3.13.0, Node 20
# Matters: of all articles the joint ones lose their byline, and nothing says that there was one
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund feedparser@2.6.0 rss-parser@3.13.0 > npm.log 2>&1
cat > authors.mjs <<'JS'
import assert from "node:assert";
import { Readable } from "node:stream";
import FeedParser from "feedparser";
import RssParser from "rss-parser";
const atom = (authors) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>Mill</title><id>tag:mill.example,2024:1</id>
<updated>2024-05-01T00:00:00Z</updated><entry><title>Open</title><id>tag:mill.example,2024:2</id>
<updated>2024-05-01T00:00:00Z</updated>${authors}</entry></feed>`;
const rss = `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Mill</title>
<link>https://mill.example/</link><description>News</description><item><title>Open</title>
<dc:creator>Ann</dc:creator><dc:creator>Bo</dc:creator></item></channel></rss>`;
async function read(feed) {
  const seen = [];
  for await (const item of Readable.from([feed]).pipe(new FeedParser())) seen.push(item.author);
  const item = (await new RssParser().parseString(feed)).items[0];
  return [...seen, item.author ?? item.creator];
}
const one = await read(atom("<author><name>Ann</name></author>"));
const two = await read(atom("<author><name>Ann</name></author><author><name>Bo</name></author>"));
const creators = await read(rss);
console.log("[feedparser, rss-parser]", { one, two, creators });
assert.deepEqual([one, two, creators], [["Ann", "Ann"], [null, "Ann"], ["Ann", "Ann"]]);
JS
node authors.mjs
