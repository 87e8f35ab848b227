#!/usr/bin/env bash
# htmldate reads 2024年5月1日 as 1 January 2024
#
# Guessed: the day that is written, or nothing
# Happens: a page whose only date is "2024年5月1日" gets 2024-01-01: the year is found and the rest
#   made up; "1. Mai 2024" is read right
# Versions: htmldate 1.11.0
# Matters: archives of Chinese and Japanese news pile up on New Year's Day
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check htmldate==1.11.0 lxml_html_clean==0.4.3
venv/bin/python -W ignore - <<'PY'
import htmldate
def find(text):
    return htmldate.find_date(f"<!doctype html><html><head><title>T</title></head><body><article><h1>T</h1><p>{text}</p><p>Text of the article.</p></article></body></html>", original_date=True)
seen = find("2024年5月1日"), find("Veröffentlicht am 1. Mai 2024")
print(seen)
assert seen == ("2024-01-01", "2024-05-01")
PY
