#!/usr/bin/env bash
# wacz lists no pages of a WARC file without requests, and warcit dates the front page by the day of the import
#
# Guessed: --detect-pages lists the pages in HTML; the address / has the date of index.html, which is its page
# Happens: of a response with a page there is no list of pages, unless another request names that page as its Referer;
#   there is no error. warcit, which writes no requests, makes of an index.html of 2004 a record of 2004 and for the
#   address / a revisit dated now; a Chinese name with a blank is half escaped
# Versions: wacz 0.6.0, warcit 0.4.0, warcio 1.8.1
# Matters: web archives made of old folders open with an empty list of pages, and with a front page that did not exist
#   before today
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check warcit==0.4.0 wacz==0.6.0 warcio==1.8.1 'setuptools<81'
venv/bin/python -W ignore - <<'PY'
import os, subprocess, zipfile
from io import BytesIO
from pathlib import Path
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
PAGE = b"<html><head><title>Mill</title></head><body>Open</body></html>"
SITE = "https://mill.example"
def record(writer, kind, address, first, headers):
    head = StatusAndHeaders(first, headers, protocol="HTTP/1.0", is_http_request=kind == "request")
    return writer.create_warc_record(address, kind, payload=BytesIO(PAGE if kind == "response" else b""), http_headers=head)
def pages(name):
    subprocess.run(["venv/bin/wacz", "create", "-o", f"{name}.wacz", "--detect-pages", f"{name}.warc"], check=True, capture_output=True)
    return [entry for entry in zipfile.ZipFile(f"{name}.wacz").namelist() if entry.startswith("pages/")]
for name in ("plain", "referred"):
    with open(f"{name}.warc", "wb") as file:
        writer = WARCWriter(file, gzip=False)
        writer.write_record(record(writer, "response", f"{SITE}/", "200 OK", [("Content-Type", "text/html")]))
        if name == "referred":
            writer.write_request_response_pair(
                record(writer, "request", f"{SITE}/a", "GET /a HTTP/1.0", [("Referer", f"{SITE}/")]),
                record(writer, "response", f"{SITE}/a", "200 OK", [("Content-Type", "text/html")]))
Path("site").mkdir()
for name in ("site/index.html", "site/新 馆.html"):
    Path(name).write_bytes(PAGE)
    os.utime(name, (1083405600, 1083405600))
subprocess.run(["venv/bin/warcit", "--no-gzip", "-n", "folder.warc", f"{SITE}/", "site/"], check=True, capture_output=True)
seen = {name: pages(name) for name in ("plain", "referred", "folder")}
with open("folder.warc", "rb") as file:
    dates = {part.rec_headers["WARC-Target-URI"]: (part.rec_type, part.rec_headers["WARC-Date"]) for part in ArchiveIterator(file)}
print(seen, dates)
assert seen == {"plain": [], "referred": ["pages/pages.jsonl"], "folder": []}
assert dates[f"{SITE}/index.html"] == ("resource", "2004-05-01T10:00:00Z")
assert dates[f"{SITE}/"][0] == "revisit" and dates[f"{SITE}/"][1] > "2024"
assert f"{SITE}/新%20馆.html" in dates
PY
