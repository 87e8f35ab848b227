#!/usr/bin/env bash
# Docusaurus describes a page by the first line of its source, without asterisks, underscores and what stands in < >
#
# Guessed: without `description` the first paragraph is the description, as text
# Happens: of a paragraph that is wrapped in the source only the first line is left; "5 * 3 * 2 and mill_in_may" is "5  3
#   2 and millinmay", "prices < 4 and > 2 fell" is "prices  2 fell", "See <https://mill.example/>" is "See", code with
#   a tag in it is an empty pair of backticks
# Versions: @docusaurus/utils 3.10.2, Node 20
# Matters: it is the description in search engines, shared links and the blog's feed
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund @docusaurus/utils@3.10.2 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import utils from "@docusaurus/utils";
for (const [body, expected] of [
  ["The mill opened in May, and the\nwhole town came.\n\nMore.", "The mill opened in May, and the"],
  ["It takes 5 * 3 * 2 and mill_in_may", "It takes 5  3  2 and millinmay"],
  ["Bread prices < 4 and > 2 fell", "Bread prices  2 fell"],
  ["See <https://mill.example/>", "See"],
  ["Use `<b>` for it", "Use `` for it"],
]) {
  const seen = utils.createExcerpt(body);
  console.log(JSON.stringify(body), JSON.stringify(seen));
  assert.equal(seen, expected);
}
JS
node run.mjs
