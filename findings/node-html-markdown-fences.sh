#!/usr/bin/env bash
# node-html-markdown closes a code block at the first ``` of the code
#
# Guessed: a longer fence, as turndown writes
# Happens: code that holds ``` on a line is put between fences of three: the block ends inside the
#   code, and the rest of the post is code
# Versions: node-html-markdown 2.0.0, turndown 7.2.5
# Matters: posts about Markdown are turned inside out from there on
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0 turndown@7.2.5 > npm.log 2>&1
cat > run.mjs <<'JS'
import { NodeHtmlMarkdown } from "node-html-markdown";
import TurndownService from "turndown";
const html = '<pre><code class="language-md">```\ncode\n```\n</code></pre>';
const [left, right] = [NodeHtmlMarkdown.translate(html), new TurndownService({ codeBlockStyle: "fenced" }).turndown(html)];
console.log(left + "\n" + right);
if (!left.startsWith("```md\n```\n") || !right.startsWith("````md")) throw new Error("changed");
JS
node run.mjs
