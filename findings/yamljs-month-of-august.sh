#!/usr/bin/env bash
# yamljs reads 08 as 0 and "1,000" as 1000, and lays two documents into one
#
# Guessed: 08 is 8 or a text, 1,000 a text; a folded title has blanks at its folds; a second document is an error
# Happens: `month: 08` and `09` are 0, `07` is 7; 1,000 is 1000; a plain or quoted value over two lines keeps the
#   line end, a folded block (>) does not; the keys of a second document are added to the first, where it has none of that name
# Versions: yamljs 0.3.0, Node 20
# Matters: posts of August and September get the month 0, and of two posts in a file becomes one that is mixed of both
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund yamljs@0.3.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import yaml from "yamljs";
const seen = yaml.parse("seven: 07\neight: 08\nnine: 09\nseats: 1,000\ntitle: Open\n  day\nquoted: \"Open\n  day\"\n");
const joined = yaml.parse("---\ntitle: One\n---\ntitle: Two\nauthor: Bo\n");
console.log(seen, joined);
assert.deepEqual(seen, { seven: 7, eight: 0, nine: 0, seats: 1000, title: "Open\nday", quoted: "Open\nday" });
assert.deepEqual(joined, { title: "One", author: "Bo" });
assert.deepEqual(yaml.parse("title: >-\n  Open\n  day\n"), { title: "Open day" });
JS
node run.mjs
