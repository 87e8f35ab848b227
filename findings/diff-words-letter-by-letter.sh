#!/usr/bin/env bash
# diff's diffWords compares Russian, Greek and Hindi letter by letter
#
# Guessed: words are what stands between blanks and punctuation in every alphabet; Chinese needs a segmenter, as its
#   manual says
# Happens: "Городской совет одобрил закон" and "Городской суд отклонил закон" differ in "ов", "уд", "д", "бр" …: only
#   Latin letters make words. The same change in English or Polish is shown word by word
# Versions: diff 9.0.0, Node 20
# Matters: the shown changes of a corrected story are scraps of words; `intlSegmenter` mends it
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund diff@9.0.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { diffWords } from "diff";
const changed = (before, after, options) => diffWords(before, after, options)
  .filter((part) => part.added || part.removed).map((part) => part.value.trim());
const russian = ["Совет принял закон", "Совет отклонил закон"];
const seen = [
  changed("Council passed it", "Council refused it"), changed("Łódź miasto", "Łomża miasto"), changed(...russian),
  changed("Ο δήμαρχος", "Ο υπουργός"), changed(...russian, { intlSegmenter: new Intl.Segmenter("ru", { granularity: "word" }) }),
];
console.log(seen);
assert.deepEqual(seen[0], ["passed", "refused"]);
assert.deepEqual(seen[1], ["Łódź", "Łomża"]);
assert.ok(seen[2].length > 2 && !seen[2].includes("принял"));
assert.ok(seen[3].length > 2 && !seen[3].includes("δήμαρχος"));
assert.deepEqual(seen[4], ["принял", "отклонил"]);
JS
node run.mjs
