"""A stored HTTP answer: its status and type; its body, chunks joined and compression undone.

RFC 9112, section 7.1, and RFC 9110, section 8.4.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# warcio has no types.

from __future__ import annotations

import io
import re
import zlib
from email.message import Message
from importlib import import_module
from typing import IO, Any, Final, cast

from newskit.config.model import ReadConfig
from newskit.errors import ReadError, UsageError
from newskit.read.decompress import expanded

_CHUNK: Final = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_RATIO: Final = 1000
_MAGIC: Final = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}


def status_of(record: Any) -> int:
    """Return the status of the answer; 200 for a resource, which no server answered with."""
    if record.http_headers is None:
        return 200 if record.rec_type == "resource" else 0
    code = str(record.http_headers.get_statuscode() or "")
    return int(code) if code.isdecimal() else 0


def media_of(record: Any) -> tuple[str, str]:
    """Return media type and charset, of the answer or else of the record."""
    headers = record.http_headers
    said = headers.get_header("Content-Type") if headers is not None else record.content_type
    message = Message()
    message["Content-Type"] = re.sub(r"[\r\n]+", " ", said or "")
    if not said:
        return "", ""
    charset = message.get_param("charset")
    return message.get_content_type(), charset.strip("\"' ") if isinstance(charset, str) else ""


def payload_of(record: Any, most: int) -> tuple[bytes, str]:
    """Return the body of a record, its encodings undone, and what is missing of it.

    Raises:
        ReadError: when it is damaged or too large.
    """
    size = record.payload_length if record.http_headers is not None else record.length or 0
    if size > most:
        raise ReadError(f"is more than {most:,} bytes")
    data: bytes = record.raw_stream.read(most + 1)
    fault = ""
    if len(data) < size:
        fault = f"is cut off: {len(data):,} of {size:,} bytes are there"
    elif cut := record.rec_headers.get_header("WARC-Truncated"):
        fault = f"the crawler took a part of it only: {cut}"
    headers = record.http_headers
    if headers is not None:
        transfer = headers.get_header("Transfer-Encoding") or ""
        data = body_of(data, transfer, headers.get_header("Content-Encoding") or "", most)
    return data, fault


def body_of(data: bytes, transfer: str, encodings: str, most: int) -> bytes:
    """Return what a server meant by the bytes it sent.

    Crawlers store an answer as it came, or undo chunks and compression and keep the headers that
    speak of them; what is no longer chunked or compressed stays as it is.

    Args:
        data: the bytes behind the headers.
        transfer: the header Transfer-Encoding.
        encodings: the header Content-Encoding: names, in the order in which they were applied.
        most: the largest body that is read, in bytes.

    Raises:
        ReadError: when it is damaged, or larger than `most`.
        UsageError: when a package for its compression is not installed.
    """
    if "chunked" in transfer.lower():
        data = _joined(data)
    for name in reversed([one.strip().lower() for one in encodings.split(",") if one.strip()]):
        data = _undone(data, name, most)
    return data


def _joined(data: bytes) -> bytes:
    """Join chunks; bytes that do not begin with the length of one are not chunks."""
    out: list[bytes] = []
    place = 0
    while (match := _CHUNK.match(data, place)) is not None:
        size = int(match[1], 16)
        if not size:
            return b"".join(out)
        end = match.end() + size
        if end > len(data) and not out:
            return data
        out.append(data[match.end() : end])
        place = end
    # The last chunk may have been cut off; text without chunks has no first chunk either.
    return b"".join(out) if out else data


def _undone(data: bytes, name: str, most: int) -> bytes:
    if name in {"gzip", "x-gzip"}:
        return _expanded(data, "gzip", most)
    if name == "zstd":
        return _expanded(data, "zstd", most)
    if name == "deflate":
        return _inflated(data, most)
    if name == "br":
        return _brotli(data, most)
    return data


def _expanded(data: bytes, kind: str, most: int) -> bytes:
    if not data.startswith(_MAGIC[kind]):
        return data
    stream = expanded(io.BytesIO(data), f".{'gz' if kind == 'gzip' else 'zst'}", _CONFIG)
    reader = io.BufferedReader(cast("io.RawIOBase", stream), 1 << 16)
    body = _bounded(reader, most)
    if stream is not None and stream.fault and not body:
        raise ReadError(f"its body cannot be unpacked: {stream.fault}")
    return body


_CONFIG: Final = ReadConfig(max_expansion=_RATIO)


def _bounded(reader: IO[bytes], most: int) -> bytes:
    body = reader.read(most + 1)
    if len(body) > most:
        raise ReadError(f"its body expands to more than {most:,} bytes")
    return body


def _inflated(data: bytes, most: int) -> bytes:
    """Undo `deflate`: with the header of zlib as the standard says, or without, as some send it."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflater = zlib.decompressobj(bits)
        try:
            body = inflater.decompress(data, most + 1)
        except zlib.error:
            continue
        if len(body) > most:
            raise ReadError(f"its body expands to more than {most:,} bytes")
        return body
    return data


def _brotli(data: bytes, most: int) -> bytes:
    try:
        brotli: Any = import_module("brotli")
    except ImportError as error:
        raise UsageError(
            "a page is compressed with Brotli", hint="pip install 'newskit[warc]'"
        ) from error
    decoder = brotli.Decompressor()
    try:
        body: bytes = decoder.process(data, output_buffer_limit=most + 1)
    except brotli.error:
        return data  # undone by the crawler, as most do
    if len(body) > most:
        raise ReadError(f"its body expands to more than {most:,} bytes")
    return body or data
