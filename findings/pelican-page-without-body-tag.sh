#!/usr/bin/env bash
# Pelican publishes an HTML post without its text where the tag <body> is left out
#
# Guessed: the text behind </head> is the post, as in every browser: the tags of body may be left out
#   (HTML, section 13.1.2.4)
# Happens: the post appears with title and date, and empty; nothing is said. With <body> written the
#   text is there
# Versions: pelican 4.12.0
# Matters: whoever makes posts for Pelican's HTML reader, by hand or by minifying pages, must write the
#   tags that HTML does not need; `newskit import --for pelican` does
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "pelican==4.12.0"
mkdir content
head='<html><head><title>Rain</title><meta name="date" content="2024-05-01"></head>'
printf '%s\n<p>It rained.</p>\n</html>\n' "$head" > content/without.html
printf '%s\n<body><p>It shone.</p></body></html>\n' "${head/Rain/Sun}" > content/with.html
printf 'SITENAME = "S"\nPATH = "content"\nTIMEZONE = "UTC"\n' > settings.py
venv/bin/pelican content -o out -s settings.py > log 2>&1
cat log
grep -q 'Processed 2 articles' log
if grep -q 'without.html\|ERROR' log; then exit 1; fi
grep -q 'Rain' out/rain.html
grep -q 'It shone' out/sun.html
if grep -q 'It rained' out/rain.html; then exit 1; fi
