#!/usr/bin/env bash
# limax, which knows Japanese, makes the slug "no" of every title with の and no other kana
#
# Guessed: Japanese is romanized, as its description says, or Chinese readings stand for the characters
# Happens: 東京の図書館 and 大阪の公園 both become "no": as soon as there is kana, only that is written and the Chinese
#   characters are dropped. With lang "ja" 東京 has an empty slug; without it, it is read in Chinese, with tones
# Versions: limax 4.2.3, Node 20
# Matters: addresses made of titles collide: of all posts named so one is left
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund limax@4.2.3 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import limax from "limax";
const seen = ["東京の図書館", "大阪の公園", "図書館へようこそ", "東京"].map((title) => limax(title));
seen.push(limax("東京", { lang: "ja" }));
console.log(seen);
assert.deepEqual(seen, ["no", "no", "heyoukoso", "dong1-jing1", ""]);
JS
node run.mjs
