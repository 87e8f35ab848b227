#!/usr/bin/env bash
# microformats-parser runs the paragraphs of an article into one word
#
# Guessed: the plain text of an entry has a blank or a line end between two paragraphs, as what mf2py writes
# Happens: <p>One</p><p>Two</p> is "OneTwo", and a headline with <br> "Openday"; mf2py has line ends at both, but runs the
#   items of a list together as well: "ab". The HTML beside it is whole
# Versions: microformats-parser 2.0.6, mf2py 2.0.2, Node 20
# Matters: texts for search and previews hold words that the article does not, at every end of a paragraph
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > page.html <<'HTML'
<div class="h-entry"><h1 class="p-name">Open<br>day</h1><div class="e-content"><p>One</p><p>Two</p><ul><li>a</li><li>b</li></ul></div></div>
HTML
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund microformats-parser@2.0.6 > npm.log 2>&1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mf2py==2.0.2
cat > run.mjs <<'JS'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { mf2 } from "microformats-parser";
const entry = mf2(readFileSync("page.html", "utf8"), { baseUrl: "https://mill.example/" }).items[0].properties;
const seen = [entry.name[0], entry.content[0].value];
console.log("microformats-parser", seen);
assert.deepEqual(seen, ["Openday", "OneTwoab"]);
JS
node run.mjs
venv/bin/python -W ignore - <<'PY'
import mf2py
entry = mf2py.parse(open("page.html").read())["items"][0]["properties"]
seen = [entry["name"][0].split(), entry["content"][0]["value"].split()]
print("mf2py", seen)
assert seen == [["Open", "day"], ["One", "Two", "ab"]]
PY
