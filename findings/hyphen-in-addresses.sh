#!/usr/bin/env bash
# hyphen puts soft hyphens into addresses and code, so that copies of them lead nowhere
#
# Guessed: addresses in the text and what stands in <code> and <kbd> are left alone
# Happens: https://mill.example/donaudampfschiff becomes …/do-nau-dampf-schiff with invisible hyphens, which stay in
#   what a reader copies; so it is with a mail address and with the text of <code>. Tags and attributes are left
#   alone, as the manual says
# Versions: hyphen 1.14.1, Node 20
# Matters: commands and addresses that readers copy from a hyphenated page fail with nothing wrong to see
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund hyphen@1.14.1 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { createRequire } from "node:module";
const { hyphenateHTMLSync } = createRequire(import.meta.url)("hyphen/de");
const seen = ["https://mill.example/donaudampfschiff", "ann@mannheim.example", '<a href="/strassenbahn">Straßenbahn</a>', "<code>pandoc strassenbahn</code>"]
  .map((text) => hyphenateHTMLSync(text).replaceAll("\u00ad", "|"));
console.log(seen);
assert.match(seen[0], /do\|nau\|dampf\|schiff$/);
assert.match(seen[1], /^ann@mann\|heim/);
assert.equal(seen[2], '<a href="/strassenbahn">Stra|ßen|bahn</a>');
assert.match(seen[3], /<code>.*\|.*<\/code>/);
JS
node run.mjs
