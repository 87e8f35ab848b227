#!/usr/bin/env bash
# extruct, microdata and microdata-node read no date from <time> that has it as its text
#
# Guessed: where there is no `datetime`, the value is the text, as the HTML standard says of <time>
# Happens: <time itemprop="datePublished">2024-05-01</time> has the value "", as if the page stated an empty date, in
#   all three
# Versions: extruct 0.18.0, microdata 0.8.0, microdata-node 2.0.0 (Node 20)
# Matters: the HTML standard's own examples write dates so: such pages seem to have none, and some other date is taken
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check extruct==0.18.0 microdata==0.8.0 lxml_html_clean==0.4.4
venv/bin/python -W ignore - <<'PY'
import extruct, microdata
def dates(time):
    page = f'<div itemscope itemtype="https://schema.org/NewsArticle">{time}</div>'
    item = extruct.extract(page, syntaxes=["microdata"])["microdata"][0]
    return item["properties"]["datePublished"], microdata.get_items(page)[0].datePublished
seen = [dates('<time itemprop="datePublished" datetime="2024-05-01">1 May</time>'), dates('<time itemprop="datePublished">2024-05-01</time>')]
print(seen)
assert seen == [("2024-05-01", "2024-05-01"), ("", "")]
PY
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund microdata-node@2.0.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import { toJson } from "microdata-node";
const page = '<div itemscope itemtype="https://schema.org/NewsArticle"><time itemprop="datePublished">2024-05-01</time></div>';
const { properties } = JSON.parse(JSON.stringify(toJson(page))).items[0];
console.log(properties);
assert.deepEqual(properties, { datePublished: [""] });
JS
node run.mjs
