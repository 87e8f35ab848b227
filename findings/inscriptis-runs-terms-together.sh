#!/usr/bin/env bash
# inscriptis runs definition lists and summaries together, and counts every list from 1
#
# Guessed: a converter that is made to keep the layout puts a term and its meaning on lines of their own
# Happens: `<dl><dt>Mill</dt><dd>grinds</dd><dt>Oven</dt><dd>bakes</dd></dl>` becomes "MillgrindsOvenbakes", a
#   `<summary>` grows into the text behind it, and `<ol start="5">` begins with 1
# Versions: inscriptis 2.7.6
# Matters: a search for any of these words finds nothing, and "see item 6" leads to another item
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check inscriptis==2.7.6
venv/bin/python -W ignore - <<'PY'
from inscriptis import get_text
seen = [get_text(html) for html in (
    "<dl><dt>Mill</dt><dd>grinds</dd><dt>Oven</dt><dd>bakes</dd></dl>",
    "<details><summary>Weather</summary>Rain</details>",
    '<ol start="5"><li>Flour</li><li>Bread</li></ol>',
)]
print(seen)
assert seen == ["MillgrindsOvenbakes", "WeatherRain", " 1. Flour\n 2. Bread"]
PY
