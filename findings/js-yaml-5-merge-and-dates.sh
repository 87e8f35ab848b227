#!/usr/bin/env bash
# js-yaml 5 reads neither merge keys nor dates unless asked
#
# Guessed: load() reads as before, minus the YAML 1.1 words
# Happens: `<<` is a key named "<<" and `2024-05-01` a text; release 4 merged and made a Date
# Versions: js-yaml 5.5.0, 4.1.0
# Matters: a site that shares keys by `<<` loses them with an update of one dependency
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund js-yaml@5.5.0 js-yaml-4@npm:js-yaml@4.1.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import { load } from "js-yaml";
import four from "js-yaml-4";
const text = "base: &base {layout: post}\npost:\n  <<: *base\n  date: 2024-05-01\n";
const [now, then] = [load(text).post, four.load(text).post];
console.log("5:", JSON.stringify(now), "4:", JSON.stringify(then));
if (now.layout !== undefined || !("<<" in now) || typeof now.date !== "string") throw new Error("changed");
if (then.layout !== "post" || !(then.date instanceof Date)) throw new Error("changed");
JS
node run.mjs
