#!/usr/bin/env bash
# @sindresorhus/slugify parts a word after its first letter where that becomes two
#
# Guessed: Æsop becomes aesop, Þórður thordur and Ψωμί psomi
# Happens: a-esop, t-hordur and p-somi: the capital becomes AE, TH or PS, and then capitals before small letters are
#   taken for the seams of a camelCase name. Ärger and Щука, which become Ae and Sch, stay whole
# Versions: @sindresorhus/slugify 3.0.1, Node 20
# Matters: headlines in Icelandic, Danish, French and Greek have addresses whose first word is cut in two;
#   `decamelize: false` keeps it
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund @sindresorhus/slugify@3.0.1 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import slugify from "@sindresorhus/slugify";
const titles = ["Æsop", "Œuvre", "Þórður", "Ξένος", "Ψωμί", "Θεός", "Ärger", "Щука"];
const seen = titles.map((title) => slugify(title));
console.log(seen);
assert.deepEqual(seen, ["a-esop", "o-euvre", "t-hordur", "k-senos", "p-somi", "t-heos", "aerger", "schuka"]);
assert.equal(slugify("Þórður", { decamelize: false }), "thordur");
JS
node run.mjs
