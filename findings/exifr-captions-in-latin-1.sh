#!/usr/bin/env bash
# exifr reads captions that say they are UTF-8 as Latin-1
#
# Guessed: the character set that the fields themselves state, ESC % G for UTF-8, is heeded
# Happens: "Café in Łódź" is "CafÃ© in Å\x81Ã³dÅº", and the byline "Ann LÃ©e"; exifreader and node-iptc read both
#   right
# Versions: exifr 7.1.3, exifreader 4.46.0, node-iptc 1.0.5, Node 20
# Matters: agencies' photos have had their captions in UTF-8 for twenty years: captions and names of all languages but
#   English are broken
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund exifr@7.1.3 exifreader@4.46.0 node-iptc@1.0.5 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import exifr from "exifr";
import ExifReader from "exifreader";
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

const { Caption, Byline } = await exifr.parse(photo, { iptc: true });
const { iptc } = ExifReader.load(photo, { expanded: true });
const seen = [[Caption, Byline], [iptc["Caption/Abstract"].description, iptc["By-line"].description], [nodeIptc(photo).caption, nodeIptc(photo).by_line[0]]];
console.log(seen);
const wrong = (text) => Buffer.from(text).toString("latin1");
assert.deepEqual(seen, [[wrong("Café in Łódź"), wrong("Ann Lée")], ["Café in Łódź", "Ann Lée"], ["Café in Łódź", "Ann Lée"]]);
JS
node run.mjs
