#!/usr/bin/env bash
# In Eleventy quotes decide whether a date stops the build
#
# Guessed: `2024-05-01 09:41:00` is a date with and without quotes
# Happens: without quotes YAML makes a date of it; in quotes, or without seconds, it is text that is
#   read as ISO 8601, which wants a `T`: the build stops. `2024-W18-3` and `2024-122` are fine
# Versions: @11ty/eleventy 3.1.8, Node 20
# Matters: tools that write front matter anew add or drop quotes
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
async function date(written) {
  try {
    return (await post(`---\ntitle: T\ndate: ${written}\n---\nText.\n`)).date.toISOString();
  } catch (error) {
    return "stops";
  }
}
const seen = [];
for (const written of ["2024-05-01 09:41:00", '"2024-05-01 09:41:00"', "2024-05-01 09:41", "2024-W18-3", "2024-122"]) {
  seen.push(await date(written));
  console.log(written, "=>", seen.at(-1));
}
const expected = ["2024-05-01T09:41:00.000Z", "stops", "stops", "2024-05-01T00:00:00.000Z", "2024-05-01T00:00:00.000Z"];
if (JSON.stringify(seen) !== JSON.stringify(expected)) throw new Error("changed");
process.exit(0);
JS
node run.mjs
