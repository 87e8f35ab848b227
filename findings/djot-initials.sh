#!/usr/bin/env bash
# Djot makes list item 100 of a paragraph that begins with "C. Lee"
#
# Guessed: a letter and a full stop begin a list only where a second item follows, or two blanks, as in pandoc
# Happens: "C. Lee wrote this" is item 100 of a list in Roman numbers, "A. Lee" item A of one in letters,
#   "D. Lee" item 500; the initial is no text of the page any more
# Versions: @djot/djot 0.3.2, Node 20
# Matters: letters to the editor and bylines that begin with an initial lose it, in text, search and sorting
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund @djot/djot@0.3.2 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { parse, renderHTML } from "@djot/djot";
const texts = ["A. Lee wrote this", "C. Lee wrote this", "D. Lee wrote this"];
const seen = texts.map((text) => renderHTML(parse(text)).replaceAll("\n", ""));
console.log(seen);
const list = (marks) => `<ol ${marks}><li>Lee wrote this</li></ol>`;
assert.deepEqual(seen, [list('type="A"'), list('start="100" type="I"'), list('start="500" type="I"')]);
JS
node run.mjs
