#!/usr/bin/env bash
# html-to-md keeps the tags it has no Markdown for, without any of their attributes
#
# Guessed: such elements stay as they are, or their text does
# Happens: <time datetime="…"> is <time>, <abbr title="…"> is <abbr>, a <video src="…"> with text in it <video>: the
#   day, the long form and the address are gone; an empty <video> and an <iframe> leave no trace; and the
#   text `&lt;b&gt;` becomes the tag <b>
# Versions: html-to-md 0.8.8, Node 20
# Matters: films, dates and expansions of a converted archive look kept and are empty
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund html-to-md@0.8.8 > npm.log 2>&1
cat > convert.mjs <<'JS'
import assert from "node:assert";
import convert from "html-to-md";
const seen = [
  '<p><abbr title="World Health Organization">WHO</abbr> on <time datetime="2024-05-01">Wednesday</time></p>',
  '<p>Film:</p><video src="/mill.mp4">The mill</video><iframe src="https://video.example/1"></iframe>',
  "<p>Write &lt;b&gt; for bold</p>",
].map((html) => convert(html));
console.log(seen);
assert.equal(seen[0], "<abbr>WHO</abbr> on <time>Wednesday</time>");
assert.ok(seen[1].includes("<video>The mill</video>") && !/mill\.mp4|video\.example/.test(seen[1]));
assert.equal(seen[2], "Write <b> for bold");
JS
node convert.mjs
