#!/usr/bin/env bash
# subtitle shows the identifier of a WebVTT cue at the end of the cue before
#
# Guessed: an identifier is kept apart or dropped, as it is where it is a number; style blocks are skipped as notes
#   are
# Happens: where a later cue has a name, `answer`, the name becomes a paragraph of the text before; where the first
#   one has a name, and where a style block stands before the cues, the file is refused ("expected timestamp")
# Versions: subtitle 4.2.2, Node 20
# Matters: video platforms write such names into transcripts: the words of the interview have them in between, or
#   there is no transcript
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund subtitle@4.2.2 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { parseSync } from "subtitle";
const cue = (name, start, text) => `${name}00:00:0${start}.000 --> 00:00:0${start + 1}.000\n${text}\n\n`;
const texts = (...blocks) => {
  try {
    return parseSync(`WEBVTT\n\n${blocks.join("")}`).filter((node) => node.type === "cue").map((node) => node.data.text);
  } catch (error) {
    return error.message;
  }
};
const seen = [
  texts(cue("1\n", 1, "Why?"), "NOTE\nask Bo again\n\n", cue("2\n", 3, "Because.")),
  texts(cue("", 1, "Why?"), cue("answer\n", 3, "Because.")),
  texts(cue("question\n", 1, "Why?"), cue("answer\n", 3, "Because.")),
  texts("STYLE\n::cue { color: lime }\n\n", cue("", 1, "Why?")),
];
console.log(seen);
assert.deepEqual(seen, [
  ["Why?", "Because."],
  ["Why?\n\nanswer", "Because."],
  'expected timestamp at row 3, but received: "question"',
  'expected timestamp at row 3, but received: "STYLE"',
]);
JS
node run.mjs
