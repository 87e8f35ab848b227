#!/usr/bin/env bash
# node-htmldiff keeps bold that was taken away, shows no paragraphs that were joined, and writes tags that cross
#
# Guessed: the result is HTML of the newer state, with marks where it differs
# Happens: bold that is gone is still there, without a mark; of two paragraphs that became one there are two; bold
#   that became italic is `<b><i>news</b></i>`, a heading of another level `<h1><h2>News</h1></h2>`
# Versions: node-htmldiff 0.9.4, Node 20
# Matters: what shows two states of a corrected story shows a third, which nobody wrote
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund node-htmldiff@0.9.4 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import diff from "node-htmldiff";
const seen = [
  ["<p>The mill</p>", "<p>The bridge</p>"],
  ["<p>Big <strong>news</strong></p>", "<p>Big news</p>"],
  ["<p>One</p><p>Two</p>", "<p>One Two</p>"],
  ["<p><b>news</b></p>", "<p><i>news</i></p>"],
  ["<h1>News</h1>", "<h2>News</h2>"],
  ["<p>As 5 &lt; 6 is</p>", "<p>As 5 &lt; 7 is</p>"],
].map(([before, after]) => diff(before, after).replaceAll(/ data-operation-index="\d+"/g, ""));
console.log(seen);
assert.deepEqual(seen, [
  "<p>The <del>mill</del><ins>bridge</ins></p>",
  "<p>Big <strong>news</strong></p>",
  "<p>One</p><p>Two</p>",
  "<p><b><i>news</b></i></p>",
  "<h1><h2>News</h1></h2>",
  "<p>As 5 &lt; <del>6</del><ins>7</ins> is</p>",
]);
JS
node run.mjs
