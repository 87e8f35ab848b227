#!/usr/bin/env bash
# fastwarc keeps the angle brackets that Wget writes round addresses
#
# Guessed: the address comes without them, as from warcio
# Happens: `WARC-Target-URI: <http://x.example/a>`, as WARC 1.0's grammar has it and Wget writes, is
#   "<http://x.example/a>"
# Versions: fastwarc 2.0.0, warcio 1.8.1
# Matters: addresses of one crawl do not match those of another, and links to nothing are written
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
http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x"
left = next(iter(Fast(record("<http://x.example/a>", http)))).headers.get("WARC-Target-URI")
right = next(iter(ArchiveIterator(record("<http://x.example/a>", http)))).rec_headers.get_header("WARC-Target-URI")
print(left, right)
assert (left, right) == ("<http://x.example/a>", "http://x.example/a")
PY
