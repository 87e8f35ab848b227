#!/usr/bin/env bash
# feed writes Atom categories that three readers lose, and JSON Feeds with one author
#
# Guessed: a category is `term`, which Atom requires; JSON Feed gets all authors
# Happens: `category: [{ name: "News" }]`, which RSS needs, is `<category label="News"/>` in Atom, without a term:
#   Python's feedparser has the tag None, Node's feedparser no category, atoma raises KeyError for the whole feed;
#   the JSON Feed names the first of two authors
# Versions: feed 6.0.0, feedparser 2.6.0 (Node), feedparser 6.0.14 (Python), atoma 0.0.17, Node 20
# Matters: the sections of an archive are in its feed and in no reader; a joint article has one author
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund feed@6.0.0 feedparser@2.6.0 > npm.log 2>&1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check feedparser==6.0.14 atoma==0.0.17
cat > feed.mjs <<'JS'
import assert from "node:assert";
import { writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { Feed } from "feed";
import FeedParser from "feedparser";
const feed = new Feed({ title: "Mill", id: "https://mill.example/", copyright: "CC0" });
feed.addItem({
  title: "Open", id: "https://mill.example/1", link: "https://mill.example/1",
  date: new Date("2024-05-01T07:00:00Z"), category: [{ name: "News" }],
  author: [{ name: "Ann" }, { name: "Bo" }],
});
const json = JSON.parse(feed.json1()).items[0];
console.log("JSON Feed", json.author, json.authors, json.tags);
assert.ok(json.author.name === "Ann" && !JSON.stringify(json).includes("Bo"));
const atom = feed.atom1();
writeFileSync("atom.xml", atom);
console.log(atom.match(/<category.*/)[0]);
const parser = new FeedParser();
for await (const item of Readable.from([atom]).pipe(parser)) {
  console.log("feedparser (Node)", item.categories);
  assert.deepEqual(item.categories, []);
}
JS
node feed.mjs
venv/bin/python -W ignore - <<'PY'
import atoma, feedparser
tags = feedparser.parse("atom.xml").entries[0].tags
print("feedparser (Python)", tags)
assert tags[0].term is None
try:
    atoma.parse_atom_file("atom.xml")
    raise SystemExit("atoma reads it")
except KeyError as error:
    print("atoma", repr(error))
PY
