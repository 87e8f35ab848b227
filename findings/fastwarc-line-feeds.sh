#!/usr/bin/env bash
# fastwarc takes the whole page for the status line where HTTP headers end in bare line feeds
#
# Guessed: headers with LF alone are read, as RFC 9112 allows and warcio does
# Happens: the status line holds headers and body, there are no headers, and the body is empty
# Versions: fastwarc 2.0.0, warcio 1.8.1
# Matters: old servers and CGI scripts sent such headers: the pages are there and read as empty
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastwarc==2.0.0 warcio==1.8.1
venv/bin/python -W ignore - <<'PY'
import io
def record(uri, http):
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nWARC-Date: 2024-05-01T09:41:00Z\r\nWARC-Target-URI: {uri}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    return io.BytesIO(head.encode() + http + b"\r\n\r\n")

from fastwarc.warc import ArchiveIterator as Fast
from warcio.archiveiterator import ArchiveIterator
http = b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>The page"
fast = next(iter(Fast(record("http://x.example/a", http))))
body = fast.reader.read()
print("fastwarc", repr(fast.http_headers.status_line), list(fast.http_headers.items()), body)
warc = next(iter(ArchiveIterator(record("http://x.example/a", http))))
print("warcio", warc.http_headers.statusline, warc.content_stream().read())
assert body == b"" and "The page" in fast.http_headers.status_line
PY
