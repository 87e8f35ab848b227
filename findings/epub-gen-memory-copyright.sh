#!/usr/bin/env bash
# epub-gen-memory writes a copyright and a publisher that nobody stated into every book
#
# Guessed: without a publisher and without rights the book states none
# Happens: a book with a title, an author and a language says "Copyright © (this year) by anonymous", "All rights
#   reserved" and that its publisher is "anonymous"
# Versions: epub-gen-memory 1.1.2, Node 20
# Matters: articles under a free licence, or of long ago, become books that claim this year's copyright
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund epub-gen-memory@1.1.2 jszip@3.10.1 > npm.log 2>&1
cat > book.mjs <<'JS'
import assert from "node:assert";
import generate from "epub-gen-memory";
import JSZip from "jszip";
const chapters = [{ title: "Open", content: "<p>The mill is open.</p>" }];
const book = await generate.default({ title: "Mill", author: "Ann Lee", lang: "en" }, chapters);
const opf = await (await JSZip.loadAsync(book)).file("OEBPS/content.opf").async("string");
const stated = opf.match(/<dc:(?:rights|publisher)>.*|<meta property="dcterms:rights">.*/g);
console.log(stated);
assert.deepEqual(stated.map((line) => line.replace(/<[^>]*>/g, "").replace(/20\d\d/, "YEAR")), [
  "anonymous", "All rights reserved", "Copyright &#x00A9; YEAR by anonymous",
]);
JS
node book.mjs
