#!/usr/bin/env bash
# postal-mime leaves quotation marks of lines inside the sentences of flowed mail
#
# Guessed: the lines of a format=flowed quotation are joined without their >, as RFC 3676 says and mailparser does
# Happens: `> The mill opens at noon and ` and `> all are welcome.` become "> The mill opens at noon and > all are
#   welcome."
# Versions: postal-mime 4.0.0, mailparser 3.14.2, Node 20
# Matters: letters to the editor and lists' archives, where replies quote, have stray > in the middle of lines
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund postal-mime@4.0.0 mailparser@3.14.2 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";
const mail = [
  "From: ann@mill.example", "Subject: Mill", "Content-Type: text/plain; charset=utf-8; format=flowed", "",
  "> The mill opens at noon and ", "> all are welcome.", "I shall come and bring ", "some friends.", "",
].join("\r\n");
const seen = [(await PostalMime.parse(mail)).text, (await simpleParser(mail)).text];
console.log(seen);
assert.deepEqual(seen.map((text) => text.trim().split("\n")), [
  ["> The mill opens at noon and > all are welcome.", "I shall come and bring some friends."],
  ["> The mill opens at noon and all are welcome.", "I shall come and bring some friends."],
]);
JS
node run.mjs
