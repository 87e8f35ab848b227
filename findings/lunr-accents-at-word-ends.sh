#!/usr/bin/env bash
# lunr finds neither "café" nor "Łódź", nor any word of Russian or Japanese
#
# Guessed: a word is found by its own spelling in every script; stemming is English, so plurals may be missed
# Happens: each word loses the letters at both ends that are not a to z when it is indexed, and not when it is searched:
#   of café "caf" is left, of École "cole", of Новости and 東京 nothing. Größe and mañana are found
# Versions: lunr 2.3.9, Node 20
# Matters: static sites build their search on it; a reader who types the word of the headline gets nothing
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund lunr@2.3.9 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import lunr from "lunr";
const words = ["café", "École", "Łódź", "Città", "Новости", "東京", "Größe", "mañana"];
const index = lunr(function () {
  this.ref("word");
  this.field("word");
  for (const word of words) this.add({ word });
});
const found = words.filter((word) => index.search(word).some((result) => result.ref === word));
console.log(found, Object.keys(index.invertedIndex));
assert.deepEqual(found, ["Größe", "mañana"]);
JS
node run.mjs
