#!/usr/bin/env bash
# node-iptc dates a photo a month late, and ignores its offset
#
# Guessed: 20240501 with 233000+0200 is 1 May 2024, 21:30 UTC
# Happens: `date_time` is 1 June 2024, 23:30 UTC: the month is counted from 1 where JavaScript counts from 0, and the
#   offset is dropped. `date_created`, the text, is right. Its manual's sample has a month too many, too, and does not
#   say so
# Versions: node-iptc 1.0.5, Node 20
# Matters: pictures of an archive sorted by it are in the wrong month, all by the same, so that it is not seen
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund node-iptc@1.0.5 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import nodeIptc from "node-iptc";
// The smallest JPEG file with IPTC fields, the first of which says that the others are UTF-8
const field = (record, number, text) => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x1c, record, number, 0, bytes.length]), bytes]);
};
const fields = Buffer.concat([
  field(1, 90, "\u001b%G"), field(2, 120, "Café in Łódź"), field(2, 80, "Ann Lée"), field(2, 55, "20240501"), field(2, 60, "233000+0200"),
]);
const size = Buffer.alloc(4);
size.writeUInt32BE(fields.length);
const block = Buffer.concat([Buffer.from("Photoshop 3.0\0" + "8BIM\u0004\u0004\0\0", "latin1"), size, fields, Buffer.alloc(fields.length % 2)]);
const segment = Buffer.concat([Buffer.from([0xff, 0xed, 0, block.length + 2]), block]);
const photo = Buffer.concat([Buffer.from([0xff, 0xd8]), segment, Buffer.from([0xff, 0xd9])]);

const { date_created, time_created, date_time } = nodeIptc(photo);
console.log(date_created, time_created, date_time);
assert.deepEqual([date_created, time_created], ["20240501", "233000+0200"]);
assert.equal(date_time.toISOString(), "2024-06-01T23:30:00.000Z");
JS
node run.mjs
