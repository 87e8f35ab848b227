#!/usr/bin/env bash
# feed-extractor calls the day of an entry's last change the day it was published
#
# Guessed: `published` is what the feed calls `published`
# Happens: of an Atom entry with `published` 1 May and `updated` 3 June the field `published` is 3 June;
#   the first of May is nowhere in the result
# Versions: @extractus/feed-extractor 8.0.3, Node 20
# Matters: an archive made of such feeds puts every corrected article at the date of its correction
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund @extractus/feed-extractor@8.0.3 > npm.log 2>&1
cat > feed.mjs <<'JS'
import assert from "node:assert";
import { extractFromXml } from "@extractus/feed-extractor";
const feed = extractFromXml(`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Mill</title><id>tag:mill.example,2024:1</id>
<link href="https://mill.example/"/><updated>2024-06-03T00:00:00Z</updated>
<entry><title>Open</title><id>tag:mill.example,2024:2</id><link href="https://mill.example/open"/>
<published>2024-05-01T00:00:00Z</published><updated>2024-06-03T00:00:00Z</updated>
<summary>The mill is open again.</summary></entry></feed>`);
console.log(feed.entries[0]);
assert.equal(feed.entries[0].published, "2024-06-03T00:00:00.000Z");
assert.ok(!JSON.stringify(feed).includes("2024-05-01"));
JS
node feed.mjs
