#!/usr/bin/env bash
# feed-parser and podcast-partytime make tags of the tags that a post writes about
#
# Guessed: content is what stands in CDATA, or what is left after XML's one decoding
# Happens: `<code>&lt;b&gt;</code>` in content:encoded, which shows "<b>", comes back as `<code><b></code>`, in CDATA
#   and without it; `&amp;amp;` becomes `&amp;`. feedsmith gives it as it stands
# Versions: @rowanmanning/feed-parser 2.1.5, podcast-partytime 5.0.0, feedsmith 3.0.1, Node 20
# Matters: words in angle brackets vanish from what is shown, and what follows is bold: posts about HTML, and sums
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund @rowanmanning/feed-parser@2.1.5 podcast-partytime@5.0.0 feedsmith@3.0.1 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { parseFeed } from "@rowanmanning/feed-parser";
import * as partytime from "podcast-partytime";
import * as feedsmith from "feedsmith";
const html = "<p>Use <code>&lt;b&gt;</code> &amp;amp; more</p>";
const tags = "<p>Use <code><b></code> &amp; more</p>";
for (const stands of [`<![CDATA[${html}]]>`, html.replace(/&/g, "&amp;").replace(/</g, "&lt;")]) {
  const xml = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
    <channel><title>Mill</title><link>https://mill.example</link><description>News</description><item>
    <title>Bold</title><guid>1</guid><enclosure url="https://mill.example/a.mp3" length="1" type="audio/mpeg"/>
    <content:encoded>${stands}</content:encoded></item></channel></rss>`;
  const seen = [
    parseFeed(xml).items[0].content,
    partytime.parseFeed(xml).items[0].content,
    feedsmith.parseFeed(xml).feed.items[0].content.encoded,
  ];
  console.log(seen);
  assert.deepEqual(seen, [tags, tags, html]);
}
JS
node run.mjs
