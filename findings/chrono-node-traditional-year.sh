#!/usr/bin/env bash
# chrono-node's traditional Chinese parser reads 二〇二四年 as the year 24
#
# Guessed: years in Chinese numerals are read by both of its Chinese parsers, or by none
# Happens: 二〇二四年五月一日 is 2024 in `zh.hans` and the year 24 in `zh.hant`, which does not know the
#   zero 〇 and begins behind it; 二〇一〇年十月十日 has lost its year there and falls into the current
#   one. With the zero 零 both agree
# Versions: chrono-node 2.10.3, Node 20
# Matters: 〇 is the usual zero of years in Taiwan's and Hong Kong's newspapers: their dates are two
#   thousand years off, or this year's, and no error says so
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund chrono-node@2.10.3 > npm.log 2>&1
cat > dates.mjs <<'JS'
import assert from "node:assert";
import * as chrono from "chrono-node";
const now = new Date("2026-01-15T12:00:00Z");
const year = (parser, text) => parser.parse(text, now)[0].start.get("year");
const seen = ["二〇二四年五月一日", "二〇一〇年十月十日", "二零二四年五月一日"].map((text) => [
  text, year(chrono.zh.hans, text), year(chrono.zh.hant, text),
]);
console.log(seen);
assert.deepEqual(seen.map(([, ...years]) => years), [[2024, 24], [2010, 2026], [2024, 2024]]);
JS
node dates.mjs
