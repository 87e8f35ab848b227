#!/usr/bin/env bash
# courlan drops a query without "=", so that all stories of an older site have one address
#
# Guessed: only trackers (utm_source, fbclid) go; a query that tells two pages apart stays
# Happens: `/story.php?4711` and `/story.php?4712` both become `/story.php`, `/?2024/05/mill` the home page; of two
#   such links extract_links, which crawlers take their addresses from, gives one. `?id=4711` stays
# Versions: courlan 1.4.0 (trafilatura's library for addresses)
# Matters: older content systems address articles so; a crawl of their archive fetches one page and takes it for all
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check courlan==1.4.0
venv/bin/python -W ignore - <<'PY'
from courlan import clean_url, extract_links
site = "https://example.org"
for path, expected in (
    ("/story.php?4711", "/story.php"),
    ("/story.php?4712", "/story.php"),
    ("/?2024/05/mill", "/"),
    ("/story.php?id=4711", "/story.php?id=4711"),
):
    seen = clean_url(site + path)
    print(path, seen)
    assert seen == site + expected
page = '<a href="/story.php?4711">Mill</a><a href="/story.php?4712">Oven</a>'
links = extract_links(page, url=site, external_bool=False)
print(links)
assert links == {site + "/story.php"}
PY
