#!/usr/bin/env bash
# slug and slugify write the digit 3 for the Greek letter Ξ, and slugify an 8 for Θ
#
# Guessed: Greek is romanized: Ξένος is xenos or ksenos
# Happens: both write 3enos; slugify writes 8essaloniki's beginning so, too (8essalonikh). η is h and ω is w, so
#   Σήμερα is shmera. slug, which romanizes Hebrew, leaves out every shin: שלום is lvm
# Versions: slug 12.0.1, slugify 1.6.9, Node 20
# Matters: addresses read as if they held numbers, and lists sorted by address put such posts before all others
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund slug@12.0.1 slugify@1.6.9 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import slug from "slug";
import slugify from "slugify";
const titles = ["Ξένος", "Θεσσαλονίκη", "σήμερα", "ώρα", "שלום"];
const seen = titles.map((title) => [slug(title), slugify(title)]);
console.log(seen);
assert.deepEqual(seen, [["3enos", "3enos"], ["thessalonikh", "8essalonikh"], ["shmera", "shmera"], ["wra", "wra"], ["lvm", ""]]);
assert.equal(slug("Ξένος", { locale: "el" }), "3enos");
JS
node run.mjs
