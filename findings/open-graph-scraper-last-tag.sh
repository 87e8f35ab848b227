#!/usr/bin/env bash
# open-graph-scraper keeps the last of an article's tags and authors, and all of its pictures
#
# Guessed: properties that Open Graph defines as arrays are arrays
# Happens: of article:tag "news" and "open day" articleTag is "open day", of two article:author the second; two
#   og:image are both there
# Versions: open-graph-scraper 6.12.0, Node 20
# Matters: Hugo's template, as many, writes one element for each tag: all but one are lost, and the first author
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund open-graph-scraper@6.12.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import scrape from "open-graph-scraper";
const meta = [["og:title", "Mill"], ["article:tag", "news"], ["article:tag", "open day"],
  ["article:author", "Ann Lee"], ["article:author", "Bo Berg"],
  ["og:image", "https://mill.example/1.jpg"], ["og:image", "https://mill.example/2.jpg"]];
const html = `<html><head>${meta.map(([property, content]) =>
  `<meta property="${property}" content="${content}">`).join("")}</head><body></body></html>`;
const { result } = await scrape({ html });
console.log(result.articleTag, result.articleAuthor, result.ogImage);
assert.equal(result.articleTag, "open day");
assert.equal(result.articleAuthor, "Bo Berg");
assert.equal(result.ogImage.length, 2);
JS
node run.mjs
