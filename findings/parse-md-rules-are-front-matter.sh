#!/usr/bin/env bash
# parse-md drops the text before the first of two rules, and takes what is between them for front matter
#
# Guessed: front matter begins in the first line; rules further down are rules
# Happens: of a post without front matter, "The mill opens.", a rule, "Later that day.", a rule and "The end.", the
#   metadata is the text "Later that day." and the content "The end."; the first paragraph is nowhere. After real
#   front matter rules are left alone
# Versions: parse-md 3.0.3, Node 20
# Matters: posts with rules between their parts, and no front matter, begin in the middle: no error says so
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund parse-md@3.0.3 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import parseMd from "parse-md";
const body = "The mill opens.\n\n---\n\nLater that day.\n\n---\n\nThe end.\n";
const seen = [body, `---\ntitle: Mill\n---\n\n${body}`].map((text) => parseMd(text));
console.log(seen);
assert.deepEqual([seen[0].metadata, seen[0].content.trim()], ["Later that day.", "The end."]);
assert.deepEqual([seen[1].metadata, seen[1].content.trim()], [{ title: "Mill" }, body.trim()]);
JS
node run.mjs
