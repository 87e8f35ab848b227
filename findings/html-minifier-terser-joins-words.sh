#!/usr/bin/env bash
# html-minifier-terser joins the words beside <data>, <meter>, <map> and custom elements
#
# Guessed: collapseWhitespace leaves one blank where elements stand in a line, and drops those between blocks
# Happens: "one <data value=2>two</data> three" becomes "onetwothree"; so it is with <meter>, <output>, <progress>,
#   <picture>, <video>, <iframe>, <slot> and <x-date>. <time>, <abbr> and <span> keep their blanks; for custom
#   elements there is an option
# Versions: html-minifier-terser 7.2.0, Node 20
# Matters: figures in a sentence, marked up as data, stick to the words round them on the published page
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund html-minifier-terser@7.2.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { minify } from "html-minifier-terser";
const joins = async (name) => {
  const page = await minify(`<p>one <${name}>two</${name}> three</p>`, { collapseWhitespace: true });
  return page === `<p>one<${name}>two</${name}>three</p>`;
};
const names = ["data", "meter", "output", "progress", "picture", "video", "iframe", "map", "slot", "x-date", "time", "abbr", "span", "button"];
const seen = [];
for (const name of names) if (await joins(name)) seen.push(name);
console.log(seen, await minify('<p>one <data value="2">two</data> three</p>', { collapseWhitespace: true }));
assert.deepEqual(seen, names.slice(0, 10));
JS
node run.mjs
