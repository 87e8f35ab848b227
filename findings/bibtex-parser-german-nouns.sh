#!/usr/bin/env bash
# A BibTeX parser writes German titles small, unless the language stands in `langid`
#
# Guessed: titles are as in the file; braces matter to those who print them
# Happens: @retorquere/bibtex-parser takes every title for English and its capitals for decoration: "Die Mühle im
#   Wald" becomes "Die mühle im wald", with `language = {German}` too; `langid = {german}` keeps it. Names are
#   no exception: "Open Day: Anna Lee in Paris" becomes "Open day: Anna lee in paris"
# Versions: @retorquere/bibtex-parser 9.0.29, Node 20
# Matters: nouns of German and names in headlines lose their capitals for good: nothing marks what was changed.
#   `sentenceCase: false` keeps them
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund @retorquere/bibtex-parser@9.0.29 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { parse } from "@retorquere/bibtex-parser";
const read = (more, title, options) => parse(`@online{a, title = {${title}}, ${more}}`, options).entries[0].fields.title;
const seen = ["", "language = {German}", "langid = {german}"].map((more) => read(more, "Die Mühle im Wald"));
seen.push(read("", "Open Day: Anna Lee in Paris"), read("", "Die Mühle im Wald", { sentenceCase: false }));
console.log(seen);
assert.deepEqual(seen, ["Die mühle im wald", "Die mühle im wald", "Die Mühle im Wald",
  "Open day: Anna lee in paris", "Die Mühle im Wald"]);
JS
node run.mjs
