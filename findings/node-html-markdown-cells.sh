#!/usr/bin/env bash
# node-html-markdown joins the words on both sides of a <br> in a table cell
#
# Guessed: a blank, or <br> kept
# Happens: `<td>Monday<br>Friday</td>` is `| MondayFriday |`; two lists in a row become one,
#   numbered on
# Versions: node-html-markdown 2.0.0
# Matters: opening hours, prices and addresses run together
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import { NodeHtmlMarkdown } from "node-html-markdown";
const cell = NodeHtmlMarkdown.translate("<table><tr><th>Open</th></tr><tr><td>Monday<br>Friday</td></tr></table>");
const lists = NodeHtmlMarkdown.translate("<ol><li>a</li></ol><ol><li>b</li></ol>");
console.log(cell + "\n" + lists);
if (!cell.includes("MondayFriday") || lists !== "1. a\n1. b") throw new Error("changed");
JS
node run.mjs
