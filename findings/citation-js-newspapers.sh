#!/usr/bin/env bash
# citation-js leaves authors and day out of the RIS of newspaper articles, and not of magazine articles
#
# Guessed: AU and DA stand in it, as in that of a magazine article or a weblog post
# Happens: an article-newspaper by Ann Lee of 1 May 2024 is written with the year alone and without AU; of such an
#   entry that others wrote, AU is read as `reporter`, a plain text, and DA is lost
# Versions: citation-js 0.7.22, @citation-js/plugin-ris 0.7.21, Node 20
# Matters: bibliographies of a news archive, of all things, have neither bylines nor days
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund citation-js@0.7.22 @citation-js/plugin-ris@0.7.21 > npm.log 2>&1
cat > ris.mjs <<'JS'
import assert from "node:assert";
import Cite from "citation-js";
const article = { id: "open", title: "Open", author: [{ family: "Lee", given: "Ann" }], issued: { "date-parts": [[2024, 5, 1]] } };
const [magazine, news] = ["article-magazine", "article-newspaper"].map((type) => new Cite([{ ...article, type }]).format("ris"));
console.log(`${magazine}\n${news}`);
assert.match(magazine, /AU  - Lee, Ann\nDA  - 2024\/5\/1\//);
assert.ok(!/AU|Lee|DA/.test(news) && /PY  - 2024\n/.test(news));
const read = (kind) => new Cite(`TY  - ${kind}\nTI  - Open\nAU  - Lee, Ann\nPY  - 2024\nDA  - 2024/05/01\nER  - \n`).data[0];
for (const kind of ["MGZN", "NEWS"]) {
  const { author, reporter, issued } = read(kind);
  console.log(kind, JSON.stringify({ author, reporter, issued }));
}
assert.deepEqual(read("MGZN").issued["date-parts"], [[2024, 5, 1]]);
assert.deepEqual([read("NEWS").author, read("NEWS").reporter], [undefined, "Lee, Ann"]);
assert.deepEqual(read("NEWS").issued["date-parts"], [[2024]]);
JS
node ris.mjs
