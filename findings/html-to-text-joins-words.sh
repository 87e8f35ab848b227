#!/usr/bin/env bash
# html-to-text joins cells of tables, terms, captions and addresses with what follows
#
# Guessed: each element that stands on a line of its own is on a line of its own; for tables there is an option
# Happens: "Mill" and "opens" in two cells become Millopens, `<dt>Monday</dt><dd>closed</dd>` Mondayclosed, and a
#   caption, a summary and an <address> run into the next sentence. Paragraphs, lists and divisions are apart.
#   mailparser's text of a mail in HTML has the same
# Versions: html-to-text 10.0.1, mailparser 3.14.2, Node 20
# Matters: the plain text of newsletters and the search text of mail archives lack words that the page shows
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund html-to-text@10.0.1 mailparser@3.14.2 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { convert } from "html-to-text";
import { simpleParser } from "mailparser";
const pages = [
  "<table><tr><td>Mill</td><td>opens</td></tr></table>", "<dl><dt>Monday</dt><dd>closed</dd></dl>",
  "<figure><img src='a.png'><figcaption>The mill</figcaption></figure>Today", "<details><summary>Results</summary>Two to one</details>",
  "<address>Ann Lee</address>Today", "<div>One</div><div>two</div>",
];
const seen = pages.map((page) => convert(page));
const { text } = await simpleParser(`Subject: Mill\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${pages[0]}${pages[1]}`);
console.log(seen, text);
assert.deepEqual(seen, ["Millopens", "Mondayclosed", "[a.png]The millToday", "ResultsTwo to one", "Ann LeeToday", "One\ntwo"]);
assert.deepEqual(text.split(/\s+/), ["Millopens", "Mondayclosed"]);
JS
node run.mjs
