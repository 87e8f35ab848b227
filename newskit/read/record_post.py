"""A record back to the post it was made from: its exact bytes where it carries them."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

from newskit.config.export import ExportConfig
from newskit.config.read import ReadConfig
from newskit.errors import ReadError
from newskit.post import EncodingFacts, FrontMatterFormat, Post
from newskit.read.article.merge import merge_fields
from newskit.read.compose import compose_post
from newskit.read.parse import parse_bytes, parse_text
from newskit.read.safe_path import unsafe_path
from newskit.version import RECORD_VERSION

if TYPE_CHECKING:
    from newskit.post import JsonValue

__all__ = ["load_record", "record_to_post", "source_bytes"]

_READ: Final = ReadConfig()
_EXPORT: Final = ExportConfig()
_YAML: Final = FrontMatterFormat.YAML
_TEXTS: Final = (
    "id",
    "url",
    "title",
    "byline",
    "date_published",
    "date_modified",
    "language",
    "summary",
    "content_markdown",
    "content_html",
    "text",
    "source",
    "source_url",
    "publisher",
    "license",
)
_NEWLINES: Final = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
_LISTS: Final = ("authors", "categories", "tags")


def load_record(data: bytes, config: ReadConfig = _READ) -> dict[str, JsonValue]:
    """Parse a line of JSON Lines and check the types of a record's fields.

    Takes the records of the profiles ``newskit``, ``hf`` and ``dolma``.

    Raises:
        ReadError: when it is no record: too large, no JSON object, a field of another type.
    """
    import orjson

    if len(data) > config.max_bytes:
        raise ReadError(f"the record is {len(data):,} bytes, more than {config.max_bytes:,}")
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ReadError(f"the line is no JSON: {error.msg}, column {error.colno}") from error
    if not isinstance(value, dict):
        raise ReadError("the line is no JSON object")
    record = _unfold(cast("dict[str, JsonValue]", value))
    _check(record)
    return record


def record_to_post(
    record: dict[str, JsonValue],
    path_label: str,
    config: ReadConfig = _READ,
    export: ExportConfig = _EXPORT,
    *,
    kind: FrontMatterFormat | None = None,
    use_source: bool = True,
) -> Post:
    """Return the post that `record` was made from.

    With ``metadata.newskit.source`` it is the very file; else front matter is written from
    `metadata` and the fields it does not say, and the body is the Markdown, HTML or text.

    Args:
        record: as `load_record` returns it.
        path_label: the name findings carry.
        config: limits.
        export: the keys the record was made with.
        kind: the format to write front matter in; None for the one it was in.
        use_source: whether the exact file is taken where the record carries it.

    Raises:
        ReadError: when the record is damaged or its path leads out of the folder.
    """
    facts = _mapping(_mapping(record.get("metadata")).get("newskit"))
    relative = _relative(facts, record)
    data = source_bytes(record)
    if data is not None:
        exact = parse_bytes(path_label, data, config, relative=relative)
        if use_source and kind is None:
            return exact
        if _body(record) is None:
            record = {**record, "content_markdown": exact.body}
    text = _compose(record, facts, relative, export, kind)
    encoding = _encoding(_mapping(facts.get("encoding")))
    post = parse_text(path_label, text, config, relative=relative, encoding=encoding)
    stated = facts.get("sha256")
    return replace(post, source_sha256=stated if isinstance(stated, str) else "")


def source_bytes(record: dict[str, JsonValue]) -> bytes | None:
    """Return the bytes of the file that a record carries, or None when it carries none.

    Raises:
        ReadError: when what it carries is damaged.
    """
    facts = _mapping(_mapping(record.get("metadata")).get("newskit"))
    source = facts.get("source")
    return None if source is None else _source_bytes(_mapping(source), facts)


def _unfold(record: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Bring the records of the profiles hf and dolma into the default shape."""
    import orjson

    metadata = record.get("metadata")
    if isinstance(metadata, str):
        try:
            metadata = orjson.loads(metadata)
        except orjson.JSONDecodeError as error:
            raise ReadError(f"metadata is no JSON: {error.msg}") from error
    if isinstance(metadata, dict) and isinstance(metadata.get("metadata"), dict):
        return {**record, **metadata}
    return {**record, "metadata": metadata}


def _check(record: dict[str, JsonValue]) -> None:
    for name in _TEXTS:
        if not isinstance(record.get(name), (str, type(None))):
            raise ReadError(f"{name} is no text")
    for name in _LISTS:
        items = record.get(name)
        if items is not None and not (
            isinstance(items, list) and all(isinstance(item, str) for item in items)
        ):
            raise ReadError(f"{name} is no list of texts")
    if not isinstance(record.get("draft"), (bool, type(None))):
        raise ReadError("draft is neither true nor false")
    if not isinstance(record.get("metadata"), (dict, type(None))):
        raise ReadError("metadata is no object")
    stated = _mapping(_mapping(record.get("metadata")).get("newskit")).get("record")
    if isinstance(stated, int) and stated > RECORD_VERSION:
        raise ReadError(
            f"a record of version {stated}; this newskit reads those up to {RECORD_VERSION}",
            hint="a newer newskit reads it",
        )


def _mapping(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _relative(facts: dict[str, JsonValue], record: dict[str, JsonValue]) -> str:
    """Return the path the post had, or one made of its identifier.

    Raises:
        ReadError: when the path leads out of the folder.
    """
    path = facts.get("path")
    if isinstance(raw := facts.get("path_bytes"), str):
        path = os.fsdecode(_base64(raw, "path_bytes"))
    if path is None:
        identifier = str(record.get("id") or "post")
        path = "".join(char if char.isalnum() or char in "-_." else "-" for char in identifier)
        path = f"{path.lstrip('.')[:100] or 'post'}.md"
    if not isinstance(path, str):
        raise ReadError("metadata.newskit.path is no text")
    if (reason := unsafe_path(path)) is not None:
        raise ReadError(reason, hint=f"the record asks for {path[:200]!r}")
    return path


def _source_bytes(source: dict[str, JsonValue], facts: dict[str, JsonValue]) -> bytes:
    if isinstance(encoded := source.get("base64"), str):
        data = _base64(encoded, "source")
    elif isinstance(text := source.get("text"), str):
        data = _encoded(text, _mapping(facts.get("encoding")))
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
    encoding = _encoding(stated)
    try:
        return Post("", "", encoding=encoding).encode(text)
    except UnicodeEncodeError as error:
        raise ReadError(f"the source cannot be encoded in {encoding.name}") from error


def _encoding(stated: dict[str, JsonValue]) -> EncodingFacts:
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


def _base64(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ReadError(f"{name} is no base64") from error


def _compose(
    record: dict[str, JsonValue],
    facts: dict[str, JsonValue],
    relative: str,
    export: ExportConfig,
    kind: FrontMatterFormat | None,
) -> str:
    values = dict(_mapping(record.get("metadata")))
    values.pop("newskit", None)
    if "front_matter_newskit" in facts:
        values["newskit"] = facts["front_matter_newskit"]
    body = _body(record) or ""
    stated = _mapping(facts.get("input_format")).get("front_matter")
    if kind is None:
        kind = FrontMatterFormat(stated) if stated in set(FrontMatterFormat) else _YAML
    if isinstance(broken := facts.get("front_matter_text"), str):
        return broken + body
    newline = _encoding(_mapping(facts.get("encoding"))).newline or "\n"
    derived = _mapping(facts.get("derived"))
    try:
        return compose_post(
            merge_fields(record, values, relative, derived, export), body, kind, newline
        )
    except ValueError as error:
        raise ReadError(str(error)) from error


def _body(record: dict[str, JsonValue]) -> str | None:
    bodies = (record.get(name) for name in ("content_markdown", "content_html", "text"))
    return next((body for body in bodies if isinstance(body, str)), None)
