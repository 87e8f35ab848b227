#!/usr/bin/env bash
# Turndown ends a heading at the line break in it
#
# Guessed: a <br> in a heading becomes a blank, or stays HTML, because a heading of Markdown is one line
# Happens: `<h2>Flood<br>in May</h2>` becomes `## Flood`, two blanks, and the line `in May`: a heading and
#   a paragraph. In the other style of headings ("setext") it stays one
# Versions: turndown 7.2.5, Node 20
# Matters: headlines are broken by hand for looks; half of each leaves the title and the contents list
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund turndown@7.2.5 commonmark@0.31.2 > npm.log 2>&1
cat > heading.mjs <<'JS'
import assert from "node:assert";
import { Parser, HtmlRenderer } from "commonmark";
import TurndownService from "turndown";
const seen = ["atx", "setext"].map((headingStyle) => {
  const markdown = new TurndownService({ headingStyle }).turndown("<h2>Flood<br>in May</h2>");
  return [markdown, new HtmlRenderer().render(new Parser().parse(markdown))];
});
console.log(seen);
assert.deepEqual(seen[0], ["## Flood  \nin May", "<h2>Flood</h2>\n<p>in May</p>\n"]);
assert.equal(seen[1][1], "<h2>Flood<br />\nin May</h2>\n");
JS
node heading.mjs
