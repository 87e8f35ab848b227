#!/usr/bin/env bash
# url-normalize and courlan take a slash out of the address that a web archive's address ends in
#
# Guessed: an empty segment of a path is part of it, as RFC 3986 has it (section 3.3), so `https://` inside stays
# Happens: `https://web.archive.org/web/2020/https://mill.example/a` becomes `…/2020/https:/mill.example/a` in both;
#   w3lib's canonicalize_url leaves it. url-normalize also makes a site of the file `feed.xml`: `https://feed.xml/`
# Versions: url-normalize 3.1.0, courlan 1.4.0, w3lib 2.5.0
# Matters: links to archived pages are what stays of old news; normalized so, they are found by neither the archive's
#   index nor a search for the page they hold
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check url-normalize==3.1.0 courlan==1.4.0 w3lib==2.5.0
venv/bin/python -W ignore - <<'PY'
from courlan import clean_url
from url_normalize import url_normalize
from w3lib.url import canonicalize_url
kept = "https://web.archive.org/web/2020/https://mill.example/a"
cut = "https://web.archive.org/web/2020/https:/mill.example/a"
seen = [read(kept) for read in (url_normalize, clean_url, canonicalize_url)]
print(seen)
assert seen == [cut, cut, kept]
print(url_normalize("feed.xml"))
assert url_normalize("feed.xml") == "https://feed.xml/"
PY
