#!/usr/bin/env bash
# goose3 and unfluff take quotations, the 2 of H2O and inserted words out of sentences
#
# Guessed: the words of a paragraph are its text
# Happens: the words in <q>, <sub>, <ins>, <abbr>, <cite> and <mark> are gone: "the miller said and left", "H O"
#   (unfluff: "HO"). <sup> and <em> stay
# Versions: goose3 3.1.22, unfluff 3.2.0, Node 20
# Matters: the text reads on without a mark where what a person said, or the name of a law, is missing
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > page.html <<'HTML'
<html lang="en"><head><title>Open day</title></head><body><article><h1>Open day</h1>
<p>The mill opened its doors on Wednesday, and many people came to see the wheel, the stones and the flour that
it made there all day.</p>
<p>When it was over the miller said <q>come again</q> and left, with H<sub>2</sub>O in the wheel, <ins>forty</ins> bags, the <abbr title="Mill Act">MA</abbr>, a <cite>Book</cite>, <mark>this</mark> and x<sup>3</sup> <em>things</em> to show.</p>
<p>And then the mill closed its doors again on Wednesday, and many people went home from the wheel, the stones and
the flour.</p></article></body></html>
HTML
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund unfluff@3.2.0 > npm.log 2>&1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check goose3==3.1.22
cat > run.mjs <<'JS'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import unfluff from "unfluff";
const words = unfluff(readFileSync("page.html", "utf8")).text.split("\n\n")[1].replace(/\s+/g, " ");
console.log("unfluff", words);
assert.equal(words, "When it was over the miller said and left, with HO in the wheel, bags, the , a , and x3 things to show.");
JS
node run.mjs
venv/bin/python -W ignore - <<'PY'
from goose3 import Goose
text = Goose().extract(raw_html=open("page.html").read()).cleaned_text
words = " ".join(text.split("\n\n")[1].split())
print("goose3 ", words)
assert words == "When it was over the miller said and left, with H O in the wheel, bags, the , a , and x3 things to show."
PY
