"""The bytes of the file that a record carries, and the encoding it states."""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from newskit.errors import ReadError
from newskit.post import EncodingFacts, Post

if TYPE_CHECKING:
    from newskit.post import JsonValue

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
        ReadError: when it is not one.
    """
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ReadError(f"{name} is not base64") from error


def mapping(value: JsonValue) -> dict[str, JsonValue]:
    """Return an object of a record; an empty one where there is another value."""
    return value if isinstance(value, dict) else {}
