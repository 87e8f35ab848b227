#!/usr/bin/env bash
# any-date-parser ignores the offset of a feed's date, and reads an ISO date by the machine's zone
#
# Guessed: "+0900" is honoured in every form that it reads, and the machine's zone has no say
# Happens: on a machine in UTC "2024-05-01T09:00:00+09:00" is midnight UTC, as it should be, and "Wed, 01
#   May 2024 09:00:00 +0900" is nine o'clock UTC: the offset of an RFC 2822 date is read and not used.
#   With TZ=Asia/Tokyo the ISO date is nine hours too early
# Versions: any-date-parser 2.2.4, Node 20
# Matters: dates of one archive, from feeds and from front matter, come out hours apart, and others
#   on the next machine
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund any-date-parser@2.2.4 > npm.log 2>&1
cat > dates.mjs <<'JS'
import parser from "any-date-parser";
const dates = ["2024-05-01T09:00:00+09:00", "Wed, 01 May 2024 09:00:00 +0900"];
console.log(dates.map((text) => parser.fromString(text).toISOString()).join(" "));
JS
for zone in UTC Asia/Tokyo; do echo "$zone: $(TZ=$zone node dates.mjs)"; done | tee seen
cat > expected <<'TXT'
UTC: 2024-05-01T00:00:00.000Z 2024-05-01T09:00:00.000Z
Asia/Tokyo: 2024-04-30T15:00:00.000Z 2024-05-01T00:00:00.000Z
TXT
diff expected seen
