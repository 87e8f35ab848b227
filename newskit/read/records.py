"""JSON Lines in: telling records from posts, and reading them line by line."""

from __future__ import annotations

import base64
import binascii
import gzip
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, TYPE_CHECKING, BinaryIO, Final, cast

from newskit.config.read import ReadConfig
from newskit.errors import ReadError
from newskit.post import EncodingFacts, Post
from newskit.problem import Location, Problem

if TYPE_CHECKING:
    from newskit.post import JsonValue

__all__ = [
    "decompressed",
    "from_base64",
    "is_record_line",
    "iter_record_lines",
    "mapping",
    "parse_record",
    "source_bytes",
    "stated_encoding",
]


# The bytes of the file that a record carries, and the encoding it states.


_NEWLINES: Final = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}


def source_bytes(record: dict[str, JsonValue]) -> bytes | None:
    """Return the bytes of the file that a record carries, or None when it carries none.

    Raises:
        ReadError: when what it carries is damaged.
    """
    facts = mapping(mapping(record.get("metadata")).get("newskit"))
    source = facts.get("source")
    return None if source is None else _source_bytes(mapping(source), facts)


def _source_bytes(source: dict[str, JsonValue], facts: dict[str, JsonValue]) -> bytes:
    if isinstance(encoded := source.get("base64"), str):
        data = from_base64(encoded, "source")
    elif isinstance(text := source.get("text"), str):
        data = _encoded(text, mapping(facts.get("encoding")))
    else:
        raise ReadError("metadata.newskit.source holds neither text nor base64")
    stated = facts.get("sha256")
    if isinstance(stated, str) and stated and sha256(data).hexdigest() != stated:
        raise ReadError(
            "the source does not have the SHA-256 that the record states",
            hint="drop metadata.newskit.source to take the edited fields, or sha256 to take it",
        )
    return data


def _encoded(text: str, stated: dict[str, JsonValue]) -> bytes:
    encoding = stated_encoding(stated)
    try:
        return Post("", "", encoding=encoding).encode(text)
    except UnicodeEncodeError as error:
        raise ReadError(f"the source cannot be encoded in {encoding.name}") from error


def stated_encoding(stated: dict[str, JsonValue]) -> EncodingFacts:
    """Return the encoding that a record states; UTF-8 when it states none.

    Raises:
        ReadError: when Python has no such text encoding.
    """
    name, how = stated.get("name", "utf-8"), stated.get("how", "utf-8")
    confidence = stated.get("confidence", 1.0)
    newline = _NEWLINES.get(str(stated.get("newline")), "")
    try:
        "".encode(str(name))
    except LookupError as error:
        raise ReadError(f"there is no encoding {name!r}") from error
    return EncodingFacts(
        str(name),
        bom=stated.get("bom") is True,
        how=str(how),
        confidence=float(confidence) if isinstance(confidence, (int, float)) else 1.0,
        newline=newline,
    )


def from_base64(text: str, name: str) -> bytes:
    """Return the bytes of a key in base64.

    Raises:
        ReadError: when it is none.
    """
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ReadError(f"{name} is no base64") from error


def mapping(value: JsonValue) -> dict[str, JsonValue]:
    """Return an object of a record; an empty one where there is another value."""
    return value if isinstance(value, dict) else {}


# With an id, any of these makes a JSON object a record; front matter has no body in it.
_BODIES = frozenset({"metadata", "text", "content_markdown", "content_html"})
_MAX_BYTES = ReadConfig().max_bytes


def is_record_line(line: bytes) -> bool:
    """Tell whether the first line of an input is a JSON Lines record, not the start of a post.

    JSON front matter that stands on one line is a record only when it has a record's keys.
    """
    import orjson

    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        return False
    try:
        value: object = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return False
    if not isinstance(value, dict):
        return False
    record = cast("dict[str, object]", value)
    return "id" in record and not _BODIES.isdisjoint(record)


def parse_record(label: str, data: bytes, config: ReadConfig) -> Post | Problem:
    """Read a line of JSON Lines as the post it was made from; a bad one becomes a finding (NK100).

    Args:
        label: the name findings carry, such as ``-:12``.
        data: the line.
        config: limits.
    """
    from newskit.read.record_post import load_record, record_to_post

    try:
        return record_to_post(load_record(data, config), label, config)
    except ReadError as error:
        return Problem("NK100", "unreadable", error.message, Location(label), hint=error.hint)


def iter_record_lines(
    stream: BinaryIO, first: bytes = b"", max_bytes: int = _MAX_BYTES
) -> Iterator[tuple[int, bytes]]:
    """Yield the 1-based number and the bytes of each line that is not blank.

    Of a line longer than `max_bytes` only the beginning comes, one byte more than allowed, so that
    it is refused without ever being held whole.
    """
    number = 0
    if first:
        number = 1
        yield number, first.removeprefix(b"\xef\xbb\xbf")
    while line := stream.readline(max_bytes + 1):
        number += 1
        if number == 1:  # RFC 8259, section 8.1: a reader may pass over a byte order mark
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.isspace():
            yield number, line
        while len(line) > max_bytes and not line.endswith(b"\n"):
            line = stream.readline(max_bytes + 1)


@contextmanager
def decompressed(file: BinaryIO, name: str) -> Generator[BinaryIO]:
    """Open a stream over what `file` holds, by the ending of its name (``.gz``, ``.zst``)."""
    if name.endswith((".gz", ".tgz")):
        with gzip.GzipFile(fileobj=file) as stream:
            yield cast("BinaryIO", stream)
    elif name.endswith(".zst"):
        with _zstd(file) as stream:
            yield stream
    else:
        yield file


def _zstd(raw: IO[bytes]) -> BinaryIO:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return cast("BinaryIO", zstd.ZstdFile(raw))
