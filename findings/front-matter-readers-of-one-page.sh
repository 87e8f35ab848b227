#!/usr/bin/env bash
# Two front matter readers of JavaScript read other values from one post
#
# Guessed: vfile-matter and gray-matter differ in the words for true and false at most
# Happens: of eight values, five differ: `010` is 10 or 8, `22:30` the text or 1350, `1_000` the
#   text or 1000, a date a text or a Date, and `<<` a key or a merge
# Versions: vfile-matter 5.0.1 (yaml 2.9.1), gray-matter 4.0.3 (js-yaml 3.14), Node 20
# Matters: Docusaurus and VitePress use gray-matter, MDX and remark pipelines vfile-matter, often
#   over the same folder
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund vfile-matter@5.0.1 vfile yaml@2.9.1 gray-matter@4.0.3 > npm.log 2>&1
cat > run.mjs <<'JS'
import { VFile } from "vfile";
import { matter } from "vfile-matter";
import gray from "gray-matter";
const written = { octal: "010", time: "22:30", grouped: "1_000", date: "2024-05-01", no: "no", exponent: "1e3", version: "1.10" };
const text = `---\nbase: &base {kind: news}\n<<: *base\n${Object.entries(written).map(([k, v]) => `${k}: ${v}`).join("\n")}\n---\n`;
const file = new VFile(text);
matter(file);
const [left, right] = [file.data.matter, gray(text).data];
for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) console.log(key, JSON.stringify(left[key]), "|", JSON.stringify(right[key]));
const same = (a, b) => { if (a !== b) throw new Error(`changed: ${a} is not ${b}`); };
same(left.octal, 10), same(right.octal, 8);
same(left.time, "22:30"), same(right.time, 1350);
same(left.grouped, "1_000"), same(right.grouped, 1000);
same(typeof left.date, "string"), same(right.date instanceof Date, true);
same(left.kind, undefined), same(right.kind, "news");
JS
node run.mjs
