#!/usr/bin/env bash
# remove-markdown drops addresses in angle brackets, and what stands between "less" and "more"
#
# Guessed: the text of <https://mill.example/a> is the address, as CommonMark says; 5 < 6 and 7 > 3 is text
# Happens: "See <https://mill.example/a>." becomes "See .", and "If 5 < 6 and 7 > 3, go." becomes "If 5  3, go.".
#   Tables stay as they are, with bars and dashes, and &amp; stays &amp;
# Versions: remove-markdown 0.7.0, Node 20
# Matters: descriptions and search texts of posts made with it lack the addresses and figures
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund remove-markdown@0.7.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import removeMarkdown from "remove-markdown";
const seen = ["See <https://mill.example/a>.", "Write to <ann@mill.example>.", "If 5 < 6 and 7 > 3, go.", "| a | b |\n|---|---|\n| c | d |", "Q &amp; A"]
  .map((text) => removeMarkdown(text));
console.log(seen);
assert.deepEqual(seen, ["See .", "Write to .", "If 5  3, go.", "| a | b |\n|---|---|\n| c | d |", "Q &amp; A"]);
JS
node run.mjs
