#!/usr/bin/env bash
# Eleventy splits `tags: news, open day` at the comma and keeps the blank
#
# Guessed: one tag, or two trimmed ones
# Happens: the tags are "news" and " open day": the second is a collection of its own beside "open
#   day"
# Versions: @11ty/eleventy 3.1.8, Node 20
# Matters: posts are missing from the page of their tag
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund @11ty/eleventy@3.1.8 > npm.log 2>&1
cat > run.mjs <<'JS'
import fs from "node:fs";
import { pathToFileURL } from "node:url";
const { default: Eleventy } = await import(pathToFileURL("node_modules/@11ty/eleventy/src/Eleventy.js"));
let count = 0;
async function post(text) {
  const folder = `in${count++}`;
  fs.mkdirSync(folder);
  fs.writeFileSync(`${folder}/p.md`, text);
  let seen = [];
  const site = new Eleventy(folder, "out", { quietMode: true, source: "script", config(c) {
    c.setQuietMode(true);
    c.addCollection("all posts", (api) => (seen = api.getAll()));
  } });
  site.setDryRun(true);
  site.disableLogger();
  await site.toJSON();
  return seen[0];
}
const { data } = await post("---\ntitle: T\ntags: news, open day\n---\nText.\n");
console.log(JSON.stringify(data.tags));
if (JSON.stringify(data.tags) !== '["news"," open day"]') throw new Error("changed");
process.exit(0);
JS
node run.mjs
