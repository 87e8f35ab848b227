#!/usr/bin/env bash
# node-html-parser finds no elements inside <pre>, and its text holds their tags
#
# Guessed: <pre><code> is an element in an element; `text` is text
# Happens: the text of <pre><code>a &lt; b</code></pre> is "<code>a < b</code>", and a search for `code`, for `b` or
#   for `a` inside <pre> finds nothing; in a paragraph both are as expected. The option blockTextElements, whose list
#   holds `pre` from the start, changes it
# Versions: node-html-parser 9.0.7, Node 20
# Matters: extracts and search indexes of technical posts are full of tags of highlighters, and links in them are not
#   found
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund node-html-parser@9.0.7 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { parse } from "node-html-parser";
const read = (html, selector) => [parse(html).text, parse(html).querySelector(selector)?.text];
const seen = [
  read("<p><code>a &lt; b</code></p>", "code"), read("<pre><code>a &lt; b</code></pre>", "code"),
  read('<pre>see <a href="/b">b</a></pre>', "a"),
];
console.log(seen);
assert.deepEqual(seen, [["a < b", "a < b"], ["<code>a < b</code>", undefined], ['see <a href="/b">b</a>', undefined]]);
JS
node run.mjs
