#!/usr/bin/env bash
# word-count counts no words in katakana, Hindi, Hebrew, Thai or Armenian
#
# Guessed: words of other scripts are counted by their blanks, Japanese by letters, as its description says
# Happens: コンピューター, हिन्दी में समाचार and שלום עולם are 0 words; hiragana is 1 word however long, Chinese characters
#   and Hangul are 1 each, Cyrillic, Greek and Arabic are right; "Việt" and "ḥadīth" are 2 words each
# Versions: word-count 0.3.1, Node 20
# Matters: a story in these scripts is listed as empty, or as read in 0 minutes
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund word-count@0.3.1 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import count from "word-count";
const texts = ["コンピューター", "ひらがな", "日本のニュース", "हिन्दी में समाचार", "שלום עולם", "ภาษาไทย", "հայերեն լեզու", "Tiếng Việt", "Новости дня", "한국어"];
const seen = texts.map((text) => count(text));
console.log(seen);
assert.deepEqual(seen, [0, 1, 3, 0, 0, 0, 0, 4, 2, 3]);
JS
node run.mjs
