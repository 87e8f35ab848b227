#!/usr/bin/env bash
# jsonfeed-to-rss drops the summary for its own, states a copyright, and links to the other site
#
# Guessed: `summary` is the description, `url` the link, and nothing is stated that the feed does not say
# Happens: the description is the content without its tags, "openSaturday" in one word and entities escaped
#   twice; a French feed is "en-us"; "© (this year) Ann Lee" stands in it; `external_url`, what a post is
#   about, becomes its link, and the post's own address is left as a guid that is no permalink
# Versions: jsonfeed-to-rss 3.0.8, Node 20
# Matters: excerpts, language, licence and address of every post are other ones after the conversion
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund jsonfeed-to-rss@3.0.8 > npm.log 2>&1
cat > convert.mjs <<'JS'
import assert from "node:assert";
import jsonfeedToRss from "jsonfeed-to-rss";
const rss = jsonfeedToRss({
  version: "https://jsonfeed.org/version/1", title: "Moulin", language: "fr",
  home_page_url: "https://mill.example/", feed_url: "https://mill.example/feed.json", author: { name: "Ann Lee" },
  items: [{
    id: "tag:mill.example,2024:1", url: "https://mill.example/1", external_url: "https://other.example/x",
    title: "Open", summary: "What changes in May.", content_html: "<p>Salt &amp; grain open</p><p>Saturday</p>",
    date_published: "2024-05-01T09:00:00+02:00",
  }],
});
console.log(rss);
assert.ok(rss.includes("<description>Salt &amp;amp; grain openSaturday</description>"));
assert.ok(!rss.includes("What changes in May.") && rss.includes("<language>en-us</language>"));
assert.match(rss, /<copyright>© 20\d\d Ann Lee<\/copyright>/);
assert.ok(rss.includes("<link>https://other.example/x</link>") && !rss.includes("https://mill.example/1"));
JS
node convert.mjs
