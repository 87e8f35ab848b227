#!/usr/bin/env bash
# @metalsmith/permalinks stops the build at a title in Japanese or Chinese
#
# Guessed: the characters stay in the address, as in Hugo and Eleventy, or the file keeps its name
# Happens: with the pattern ":date/:title" 東京の図書館 leaves an empty slug, so ":title" stays in the address and is
#   refused for its colon; Новости becomes "novosti" and مطحنة "mthnh"
# Versions: metalsmith 2.7.0, @metalsmith/permalinks 3.2.0, Node 20
# Matters: one such post and nothing is published; the message names neither the title nor the language
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund metalsmith@2.7.0 @metalsmith/permalinks@3.2.0 > npm.log 2>&1
mkdir src
cat > run.mjs <<'JS'
import assert from "node:assert";
import { writeFileSync } from "node:fs";
import permalinks from "@metalsmith/permalinks";
import Metalsmith from "metalsmith";
const build = async (title) => {
  writeFileSync("src/a.html", `---\ntitle: ${title}\ndate: 2024-05-01\n---\nText`);
  const plugin = permalinks({ pattern: ":date/:title", date: "YYYY" });
  const site = Metalsmith(process.cwd()).source("src").destination("built").use(plugin);
  return site.build().then((files) => Object.keys(files)[0], (error) => error.message);
};
const seen = [await build("東京の図書館"), await build("Новости"), await build("مطحنة")];
console.log(seen);
assert.match(seen[0], /"2024\/:title".*invalid filepath characters/);
assert.deepEqual(seen.slice(1), ["2024/novosti/index.html", "2024/mthnh/index.html"]);
JS
node run.mjs
