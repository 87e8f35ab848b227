"""JSON Lines in: telling records from posts, and reading them line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast

from newskit.config.read import ReadConfig
from newskit.errors import ReadError
from newskit.post import JsonValue, Post
from newskit.problem import Location, Problem

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
    if "id" in record and not _BODIES.isdisjoint(record):
        return True
    from newskit.read.record_shapes import is_shaped

    return is_shaped(cast("dict[str, JsonValue]", record))


def parse_record(label: str, data: bytes, config: ReadConfig) -> Post | Problem:
    """Read a line of JSON Lines as the post it was made from; a bad one is a finding (NK100)."""
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
