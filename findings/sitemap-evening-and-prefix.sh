#!/usr/bin/env bash
# sitemap dates an evening's story by the next day, and reads no news under another prefix
#
# Guessed: a date alone is the day that was stated; a namespace counts, not its prefix
# Happens: with lastmodDateOnly, 2024-05-01T23:30:00-05:00 is written as 2024-05-02, a day that is UTC's; without
#   it, the day 2024-05-01 is written as midnight UTC. A news sitemap whose prefix is `n` for `news` is read
#   without title, date and publication, with a line about unknown tags on the screen
# Versions: sitemap 9.0.1, Node 20
# Matters: evening stories of America move by a day; a news sitemap of another writer is a list of bare addresses
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund sitemap@9.0.1 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { Readable } from "node:stream";
import { SitemapStream, parseSitemap, streamToPromise } from "sitemap";
async function written(lastmod, lastmodDateOnly) {
  const stream = new SitemapStream({ hostname: "https://mill.example/", lastmodDateOnly });
  stream.end({ url: "/1", lastmod });
  return String(await streamToPromise(stream)).match(/<lastmod>(.*)<\/lastmod>/)[1];
}
const dates = [await written("2024-05-01T23:30:00-05:00", true), await written("2024-05-01", false)];
const map = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://mill.example/1</loc><news:news>
  <news:publication><news:name>Mill</news:name><news:language>en</news:language></news:publication>
  <news:publication_date>2024-05-01</news:publication_date><news:title>Open</news:title></news:news></url></urlset>`;
const read = async (text) => (await parseSitemap(Readable.from([text])))[0].news?.title;
const titles = [await read(map), await read(map.replaceAll("news:", "n:").replace("xmlns:news", "xmlns:n"))];
console.log(dates, titles);
assert.deepEqual(dates, ["2024-05-02", "2024-05-01T00:00:00.000Z"]);
assert.deepEqual(titles, ["Open", undefined]);
JS
node run.mjs
