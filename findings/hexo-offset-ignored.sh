#!/usr/bin/env bash
# Hexo ignores the offset of a date, unless it is quoted
#
# Guessed: an offset is an offset: both spellings are one instant
# Happens: `date: 2024-05-01T09:41:00Z` is moved by the offset of the machine that builds (in
#   Kolkata to 04:11 UTC, in New York to 13:41), and so are `+08:00` and `2024-05-01 09:41:00
#   +08:00`; in quotes, or as `+0800`, they are right
# Versions: hexo 8.1.2 with hexo-renderer-marked 7.0.1, Node 20
# Matters: dates that other tools wrote are hours off, by another number on each machine
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "hexo": {"version": ""}, "dependencies": {"hexo": "8.1.2", "hexo-renderer-marked": "7.0.1"}}' > package.json
npm install --silent --no-audit --no-fund > npm.log 2>&1
cat > hexo.mjs <<'JS'
import fs from "node:fs";
import { createRequire } from "node:module";
const Hexo = createRequire(import.meta.url)("hexo");
fs.mkdirSync("source/_posts", { recursive: true });
fs.writeFileSync("_config.yml", "title: t\n");
export async function post(text) {
  fs.rmSync("db.json", { force: true });
  fs.writeFileSync("source/_posts/p.md", text);
  const hexo = new Hexo(process.cwd(), { silent: true });
  await hexo.init();
  await hexo.load();
  const found = hexo.model("Post").toArray()[0];
  await hexo.exit();
  return found;
}
JS
cat > run.mjs <<'JS'
import { post } from "./hexo.mjs";
for (const date of ["2024-05-01T09:41:00Z", '"2024-05-01T09:41:00Z"', "2024-05-01 09:41:00 +0800", "2024-05-01 09:41:00 +08:00"])
  console.log(date, "=>", (await post(`---\ntitle: T\ndate: ${date}\n---\nText.\n`)).date.toISOString());
process.exit(0);
JS
for zone in Asia/Kolkata America/New_York; do
  echo "$zone"
  TZ=$zone node run.mjs | tee "${zone#*/}"
done
grep -qF '2024-05-01T09:41:00Z => 2024-05-01T04:11:00.000Z' Kolkata
grep -qF '2024-05-01T09:41:00Z => 2024-05-01T13:41:00.000Z' New_York
grep -qF '"2024-05-01T09:41:00Z" => 2024-05-01T09:41:00.000Z' Kolkata
grep -qF '+0800 => 2024-05-01T01:41:00.000Z' Kolkata
grep -qF '+08:00 => 2024-04-30T20:11:00.000Z' Kolkata
