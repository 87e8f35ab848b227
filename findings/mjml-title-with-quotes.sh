#!/usr/bin/env bash
# mjml cuts the name of a newsletter for screen readers at a quotation mark in its title
#
# Guessed: the text of <mj-title> is escaped where it becomes an attribute
# Happens: `The "new" mill` is copied into `aria-label="The "new" mill"`: the label is "The ", and validation
#   finds no error. The alternative text of an image, if its attribute is in single quotes, is cut so, too
# Versions: mjml 5.4.1, parse5 8.0.1, Node 20
# Matters: headlines quote: the issue's title is right in the window and cut for those who have it read to them
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund mjml@5.4.1 parse5@8.0.1 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import mjml2html from "mjml";
import { parse } from "parse5";
const { html, errors } = await mjml2html(`<mjml><mj-head><mj-title>The "new" mill</mj-title></mj-head><mj-body><mj-section>
<mj-column><mj-image src="mill.png" alt='The "new" mill'/></mj-column></mj-section></mj-body></mjml>`);
const seen = [];
const walk = (node) => {
  for (const { name, value } of node.attrs ?? []) if (name === "aria-label" || name === "alt") seen.push([node.tagName, value]);
  if (node.tagName === "title") seen.push(["title", node.childNodes[0].value]);
  (node.childNodes ?? []).forEach(walk);
};
walk(parse(html));
console.log(errors, seen, html.match(/aria-label.{25}/)[0]);
assert.deepEqual(errors, []);
assert.deepEqual(seen, [["title", 'The "new" mill'], ["div", "The "], ["img", "The "]]);
JS
node run.mjs
