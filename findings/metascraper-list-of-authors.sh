#!/usr/bin/env bash
# metascraper finds no author in JSON-LD that lists authors, and dates a corrected article by its correction
#
# Guessed: the first of the list, or all; `date` is the day of publication, which its documentation promises
# Happens: `author: [{name: "Ann Lee"}]` gives null, with one person as with two; an object alone gives "Ann Lee".
#   With datePublished 1 May and dateModified 3 June the date is 3 June
# Versions: metascraper, metascraper-author and metascraper-date 5.49.24, Node 20
# Matters: schema.org allows both, and a joint byline needs the list; archives made of pages lose byline and day
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --ignore-scripts --no-audit --no-fund metascraper@5.49.24 metascraper-author@5.49.24 metascraper-date@5.49.24 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const scrape = require("metascraper")([require("metascraper-author")(), require("metascraper-date")()]);
const read = (article) => scrape({
  url: "https://mill.example.com/a",
  html: `<title>Mill</title><script type="application/ld+json">${JSON.stringify({
    "@context": "https://schema.org", "@type": "NewsArticle", ...article })}</script>`,
});
const ann = { "@type": "Person", name: "Ann Lee" };
const may = "2024-05-01T09:00:00.000Z";
const june = "2024-06-03T09:00:00.000Z";
const seen = [
  await read({ author: ann, datePublished: may }),
  await read({ author: [ann], datePublished: may, dateModified: june }),
  await read({ author: [ann, { "@type": "Person", name: "Bo Berg" }], datePublished: may }),
];
console.log(seen);
assert.deepEqual(seen, [
  { author: "Ann Lee", date: may }, { author: null, date: june }, { author: null, date: may },
]);
JS
node run.mjs
