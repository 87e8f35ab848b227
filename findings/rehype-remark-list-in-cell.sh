#!/usr/bin/env bash
# rehype-remark breaks a table whose cell holds a list, and drops its caption
#
# Guessed: what a cell of Markdown cannot hold is written in one line, or the table as HTML; the caption is a
#   paragraph
# Happens: the items of the list are on lines of their own, so that the table ends in the middle of the cell and the
#   rest of the row is a list; the caption is nowhere. A line break in a cell is a blank
# Versions: rehype-remark 10.0.1, remark-gfm 4.0.1, rehype-parse 9.0.1, remark-stringify 11.0.0, Node 20
# Matters: programmes and rosters, which are tables with lists, become another table and a list of the second half
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund rehype-remark@10.0.1 remark-gfm@4.0.1 rehype-parse@9.0.1 remark-stringify@11.0.0 remark-parse@11.0.0 unified@11.0.5 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
const page = `<table><caption>Opening hours</caption><tr><th>Day</th><th>What</th></tr>
<tr><td>Monday</td><td><ul><li>bread</li><li>cake</li></ul></td></tr><tr><td>Friday</td><td>rolls</td></tr></table>`;
const converter = unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkGfm).use(remarkStringify);
const text = String(converter.processSync(page));
const { children } = unified().use(remarkParse).use(remarkGfm).parse(text);
console.log(text, children.map((node) => node.type));
assert.ok(!text.includes("Opening hours"));
assert.match(text, /\| \* bread\n\* cake +\|/);
assert.deepEqual(children.map((node) => node.type), ["table", "list"]);
JS
node run.mjs
