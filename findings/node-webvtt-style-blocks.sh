#!/usr/bin/env bash
# node-webvtt refuses WebVTT files with a style block, or with two more blank lines
#
# Guessed: style blocks are skipped as notes are; any number of blank lines stands between blocks, as the format says
# Happens: "Cue identifier needs to be followed by timestamp" for STYLE and REGION, "Invalid cue timestamp" for three
#   blank lines between blocks and for tabs round the arrow. Notes are skipped, and a cue without text is dropped
#   without a word
# Versions: node-webvtt 1.9.4, Node 20
# Matters: subtitles that browsers show, in colour, cannot be read for the transcript of the page, unless with
#   `strict: false`, which reads broken ones, too
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund node-webvtt@1.9.4 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import webvtt from "node-webvtt";
const cue = "00:01.000 --> 00:02.000\nHello\n";
const read = (text) => {
  try {
    return webvtt.parse(`WEBVTT\n\n${text}`).cues.map((found) => found.text);
  } catch (error) {
    return error.message;
  }
};
const seen = [
  `NOTE to do\n\n${cue}`, `STYLE\n::cue { color: lime }\n\n${cue}`, `REGION\nid:left\n\n${cue}`, `\n${cue}`,
  `\n\n${cue}`, cue.replaceAll(" ", "\t"), `00:00.000 --> 00:01.000\n\n${cue}`,
].map(read);
console.log(seen);
const name = "Cue identifier needs to be followed by timestamp (cue #0)";
const time = "Invalid cue timestamp (cue #0)";
assert.deepEqual(seen, [["Hello"], name, name, ["Hello"], time, time, ["Hello"]]);
JS
node run.mjs
