#!/usr/bin/env bash
# parse-duration reads 1:02:03 as a thousandth of a second, and "1,5 h" as 15 hours
#
# Guessed: 1:02:03 is an hour, two minutes and three seconds, or nothing; a decimal comma is one, or an error
# Happens: "1:02:03" is 1.002003 milliseconds, "1:30" 1.03; "1,5 h" is 15 hours; "1h30" 90 minutes; pytimeparse
#   reads 1:02:03 as 3723 seconds, and nothing of the other two
# Versions: parse-duration 2.1.9, pytimeparse 1.1.10, Node 20
# Matters: podcasts state <itunes:duration> so: every episode becomes about as long as nothing
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund parse-duration@2.1.9 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import parse from "parse-duration";
const texts = ["1:02:03", "1:30", "1,5 h", "1h30"];
const seen = texts.map((text) => parse(text));
console.log(Object.fromEntries(texts.map((text, at) => [text, seen[at]])));
assert.deepEqual(seen, [1.002003, 1.03, 15 * 3600e3, 5400e3]);
JS
node run.mjs
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pytimeparse==1.1.10
venv/bin/python - <<'PY'
from pytimeparse import parse
seen = [parse(text) for text in ("1:02:03", "1,5 h", "1h30")]
print("pytimeparse", seen)
assert seen == [3723, None, None]
PY
