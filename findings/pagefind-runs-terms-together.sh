#!/usr/bin/env bash
# Pagefind runs terms into their meanings, and captions into table headings, and does not find what is inside
#
# Guessed: each element that stands on a line of its own is words of its own
# Happens: `<dl><dt>Monday</dt><dd>closed</dd></dl>`, a table's caption and its headings are indexed as
#   "MondayclosedLoavesFlourPrice"; only capitals part it again: "Monday" is found, "closed" is not. Cells of data
#   rows are apart. A paragraph that is `hidden` is indexed, too
# Versions: pagefind 1.6.0, Node 20
# Matters: opening hours, glossaries and tables of results are in the archive, and its search says they are not
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund pagefind@1.6.0 > npm.log 2>&1
mkdir site
cat > site/index.html <<'HTML'
<html lang="en"><head><title>Mill</title></head><body><h1>The mill</h1>
<dl><dt>Monday</dt><dd>closed</dd></dl><table><caption>Loaves</caption><tr><th>Flour</th><th>Price</th></tr>
<tr><td>Rye</td><td>four</td></tr></table><p hidden>unpublished</p></body></html>
HTML
npx --no-install pagefind --site site > pagefind.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
const folder = "site/pagefind/fragment/";
const [name] = readdirSync(folder);
const page = gunzipSync(readFileSync(folder + name)).toString();
const { content } = JSON.parse(page.slice(page.indexOf("{")));
console.log(content);
assert.ok(content.includes("MondayclosedLoavesFlourPrice Rye. four."));
assert.ok(content.includes("unpublished"));

// The search runs in a browser: its files are served, and the page's address and language given
const server = createServer((request, response) => response.end(readFileSync(`site${request.url.split("?")[0]}`)));
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;
const load = globalThis.fetch;
globalThis.fetch = (url, options) => load(new URL(url, `${origin}/pagefind/`), options);
globalThis.document = { querySelector: () => ({ getAttribute: () => "en" }) };
globalThis.window = { location: { origin } };
globalThis.location = { origin, href: origin };
copyFileSync("site/pagefind/pagefind.js", "pagefind.mjs");
const pagefind = await import("./pagefind.mjs");
await pagefind.options({ basePath: `${origin}/pagefind/`, baseUrl: "/" });
await pagefind.init();
const found = {};
for (const word of ["monday", "closed", "flour", "unpublished"]) {
  found[word] = (await pagefind.search(word)).results.length;
}
console.log(found);
assert.deepEqual(found, { monday: 1, closed: 0, flour: 1, unpublished: 1 });
process.exit(0);
JS
node run.mjs
