#!/usr/bin/env bash
# In Hexo a quoted day is another moment than the same day without quotes
#
# Guessed: quotes do not matter for a bare day
# Happens: `date: 2024-05-01` is midnight of the machine's zone, `date: "2024-05-01"` midnight UTC:
#   west of Greenwich the quoted post belongs to 30 April, in its address too
# Versions: hexo 8.1.2 with hexo-renderer-marked 7.0.1, Node 20
# Matters: a formatter that adds quotes moves posts to another day and breaks their addresses
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
for (const date of ["2024-05-01", '"2024-05-01"']) {
  const found = await post(`---\ntitle: T\ndate: ${date}\n---\nText.\n`);
  console.log(date, "=>", found.date.toISOString(), found.path);
}
process.exit(0);
JS
TZ=America/New_York node run.mjs | tee out
grep -qF '2024-05-01 => 2024-05-01T04:00:00.000Z 2024/05/01/p/' out
grep -qF '"2024-05-01" => 2024-05-01T00:00:00.000Z 2024/04/30/p/' out
