#!/usr/bin/env bash
# Miller writes JSON that no reader takes where a cell of a CSV file is "1.", and drops the column title beside title.de
#
# Guessed: JSON's numbers are written as JSON writes them, other cells as texts; both columns are in the JSON
# Happens: "1.", .5, 0xff and 0b11 of a CSV file stand in the JSON without quotes, as they are; 007 and 1_000 are
#   texts. title and title.de become {"title": {"de": …}} without the first, or the first alone, as the order of
#   columns has it
# Versions: miller 6.6.0 (Debian 12)
# Matters: tables of results are full of "1." and "2.", and exports in two languages of title and title.de
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq miller=6.6.0-2+b3
for package in *.deb; do dpkg-deb -x "$package" root; done
printf 'place,share,code\n1.,.5,0xff\n' > results.csv
printf 'title,title.de\nMill,Mühle\n' > titles.csv
printf 'title.de,title\nMühle,Mill\n' > turned.csv
for table in results titles turned; do
    root/usr/bin/mlr --icsv --ojson cat "$table.csv" > "$table.json"
    cat "$table.json"
done
python3 - <<'PY'
import json
text = open("results.json").read()
assert '"place": 1.,' in text and '"share": .5,' in text and '"code": 0xff' in text
try:
    json.loads(text)
    raise SystemExit("it is JSON")
except json.JSONDecodeError as error:
    print(error)
seen = [json.load(open(f"{name}.json")) for name in ("titles", "turned")]
print(seen)
assert seen == [[{"title": {"de": "Mühle"}}], [{"title": "Mill"}]]
PY
