#!/usr/bin/env bash
# @iarna/toml refuses a time of day at the end of a line, unless a comment follows
#
# Guessed: `doors = 19:30:00` is read, as TOML 1.0 has local times
# Happens: the next line is "Unexpected character"; behind a comment, with a fraction of a second, and as the
#   last thing of the file the same time is read
# Versions: @iarna/toml 3.0.0, smol-toml 1.9.1 for comparison, Node 20
# Matters: events state their hour so; the error names the line below, and moves when keys are sorted
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund @iarna/toml@3.0.0 smol-toml@1.9.1 > npm.log 2>&1
cat > time.mjs <<'JS'
import assert from "node:assert";
import iarna from "@iarna/toml";
import * as smol from "smol-toml";
const read = (parser, text) => {
  try {
    return JSON.stringify(parser.parse(text));
  } catch (error) {
    return error.message.split("\n")[0];
  }
};
const post = (end) => `doors = 19:30:00${end}title = "Concert"\n`;
for (const end of ["\n", " # evening\n", ".0\n"]) console.log(JSON.stringify(post(end)), read(iarna, post(end)));
assert.match(read(iarna, post("\n")), /^Unexpected character.*row 2/);
assert.match(read(iarna, post(" # evening\n")), /"doors":"19:30:00.000","title":"Concert"/);
assert.match(read(iarna, post(".0\n")), /"doors":"19:30:00.000"/);
assert.match(read(iarna, 'title = "Concert"\ndoors = 19:30:00'), /"doors":"19:30:00.000"/);
assert.match(read(smol, post("\n")), /"doors":"19:30:00/);
JS
node time.mjs
