"""Records in: telling them from posts, and the post each was made from, byte for byte."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import BinaryIO, Final, cast

from newskit.config.export import ExportConfig
from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.frozen import replace
from newskit.parsing import names_given_twice
from newskit.post import EncodingFacts, FrontMatterFormat, JsonValue, Post
from newskit.problem import Location, Problem
from newskit.read.article import PostFields, read_article
from newskit.read.compose import compose_post
from newskit.read.keys import keys_for, normal_key
from newskit.read.parse import parse_bytes, parse_text
from newskit.read.record_shapes import (
    LIST_FIELDS,
    RECORD_FIELDS,
    TEXT_FIELDS,
    as_record,
    is_shaped,
    items_of,
)
from newskit.read.source import unsafe_path
from newskit.version import RECORD_VERSION

# JSON Lines in: telling records from posts, and reading them line by line.

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
    return is_shaped(cast("dict[str, JsonValue]", record))


def parse_record(label: str, data: bytes, config: ReadConfig) -> Post | Problem:
    """Read a line of JSON Lines as the post it was made from; a bad one is a finding (NK100)."""
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


# Record fields back into front matter: only what the front matter does not say already.

# Record field → the key it is written under where the front matter has none for it.
_KEYS: Final = {
    "url": "canonical_url",
    "title": "title",
    "authors": "authors",
    "date_published": "date",
    "date_modified": "updated",
    "language": "lang",
    "summary": "summary",
    "categories": "categories",
    "tags": "tags",
    "source": "source",
    "source_url": "source_url",
    "publisher": "publisher",
    "license": "license",
}


def merge_fields(
    record: Mapping[str, JsonValue],
    values: Mapping[str, JsonValue],
    relative: str,
    derived: Mapping[str, JsonValue],
    config: ExportConfig,
) -> dict[str, JsonValue]:
    """Return front matter that says what `record` says.

    Args:
        record: the record; fields that are not in it are left alone.
        values: the front matter that the record holds as metadata.
        relative: path of the post, which may state date and language.
        derived: fields whose value was not stated (from the path, the heading, detected).
        config: the keys the record was made with.
    """
    merged = dict(values)
    article = read_article(values, relative, config)
    for name, key in _KEYS.items():
        wanted = record.get(name)
        if name == "authors" and not wanted:
            wanted = [record["byline"]] if record.get("byline") else wanted
        if name not in record or name in derived or _said(article, name) == (wanted or None):
            continue
        stated = _stating_key(values, name, key, config) if _said(article, name) else None
        _put(merged, stated or _own_key(merged, key), wanted)
    if record.get("draft") is True and not article.draft:
        merged["draft"] = True
    elif record.get("draft") is False and article.draft and "draft" in merged:
        merged["draft"] = False
    return merged


def _said(article: PostFields, name: str) -> JsonValue:
    value: str | tuple[str, ...] | None = getattr(article, name)
    return (list(value) or None) if isinstance(value, tuple) else value


def _stating_key(values: Mapping[str, JsonValue], name: str, key: str, config: ExportConfig) -> str:
    """Return the key of the front matter that states a field: where its value is looked for."""
    found = {normal_key(own): own for own in values}
    paths = (path for path in keys_for(config.preset, config.fields)[name] if len(path) == 1)
    return next((found[path[0]] for path in paths if path[0] in found), key)


def _own_key(merged: Mapping[str, JsonValue], key: str) -> str:
    """Return the key a field is written under, as the front matter spells it.

    Keys that could state the field are left alone where they do not: `source` may hold a URL, and
    then is a `source_url`, but its name is a source too.
    """
    wanted = normal_key(key)
    return next((own for own in merged if normal_key(own) == wanted), key)


def _put(merged: dict[str, JsonValue], key: str, wanted: JsonValue) -> None:
    """Write a field; a null takes the value away."""
    if wanted:
        merged[key] = wanted
    else:
        merged.pop(key, None)


_READ: Final = ReadConfig()
_EXPORT: Final = ExportConfig()
_YAML: Final = FrontMatterFormat.YAML


def load_record(data: bytes, config: ReadConfig = _READ) -> dict[str, JsonValue]:
    """Parse a line of JSON Lines and check the types of a record's fields.

    Takes the records of all profiles of `export jsonl`, and the other shapes that
    `newskit.read.record_shapes` knows.

    Raises:
        ReadError: when it is not a record: too large, no JSON object, a field of another type.
    """
    import orjson

    if len(data) > config.max_bytes:
        raise ReadError(f"the record is {len(data):,} bytes, more than {config.max_bytes:,}")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ReadError(f"the line is not JSON: {error.msg}, column {error.colno}") from error
    refuse_doubles(data, value)
    if not isinstance(value, dict):
        raise ReadError("the line is not a JSON object")
    written = cast("dict[str, JsonValue]", value)
    if items_of(written):
        raise ReadError("the line holds many posts", hint="newskit import jsonl writes them")
    unfolded = _unfold(written)
    record = as_record(unfolded)
    if record is None:
        _check(unfolded)
        raise ReadError(
            f"the record has no body under a key that is known: {', '.join(sorted(unfolded)[:9])}",
            hint="content_markdown, content_html and text are known, and what schema.org, ninjs, "
            "JSON Feed and trafilatura call it",
        )
    _check(record)
    return record


def refuse_doubles(data: bytes, value: object) -> None:
    """Refuse a record whose objects give a name twice: readers keep one value (RFC 8259, 4).

    Raises:
        ReadError: when one does.
    """
    if twice := names_given_twice(data, value):
        raise ReadError(
            f"the name is given twice: {', '.join(twice)}", hint="one of the values would be lost"
        )


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
    facts = mapping(mapping(record.get("metadata")).get("newskit"))
    relative = _relative(facts, record)
    data = source_bytes(record)
    if data is not None:
        exact = parse_bytes(path_label, data, config, relative=relative)
        if use_source and kind is None:
            return exact
        if _body(record) is None:
            record = {**record, "content_markdown": exact.body}
    text = _compose(record, facts, relative, export, kind)
    encoding = stated_encoding(mapping(facts.get("encoding")))
    post = parse_text(path_label, text, config, relative=relative, encoding=encoding)
    stated = facts.get("sha256")
    return replace(post, source_sha256=stated if isinstance(stated, str) else "")


def _unfold(record: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Bring the records of the profiles hf and dolma into the default shape."""
    import orjson

    metadata = record.get("metadata")
    if isinstance(metadata, str):
        try:
            metadata = orjson.loads(metadata)
        except orjson.JSONDecodeError as error:
            raise ReadError(f"metadata is not JSON: {error.msg}") from error
    if isinstance(metadata, dict) and isinstance(metadata.get("metadata"), dict):
        # Dolma: what stands beside the metadata is repeated there.
        outside = {"created", "added"}
        return {**{k: v for k, v in record.items() if k not in outside}, **metadata}
    return {**record, "metadata": metadata} if metadata is not None else record


def _check(record: dict[str, JsonValue]) -> None:
    for name in TEXT_FIELDS:
        if not isinstance(record.get(name), (str, type(None))):
            raise ReadError(f"{name} is not text")
    for name in LIST_FIELDS:
        items = record.get(name)
        if items is not None and not (
            isinstance(items, list) and all(isinstance(item, str) for item in items)
        ):
            raise ReadError(f"{name} is not a list of texts")
    if not isinstance(record.get("draft"), (bool, type(None))):
        raise ReadError("draft is neither true nor false")
    if not isinstance(record.get("metadata"), (dict, type(None))):
        raise ReadError("metadata is not an object")
    stated = mapping(mapping(record.get("metadata")).get("newskit")).get("record")
    if isinstance(stated, int) and stated > RECORD_VERSION:
        raise ReadError(
            f"a record of version {stated}; this newskit reads those up to {RECORD_VERSION}",
            hint="a newer newskit reads it",
        )


def _relative(facts: dict[str, JsonValue], record: dict[str, JsonValue]) -> str:
    """Return the path the post had, or one made of its identifier.

    Raises:
        ReadError: when the path leads out of the folder.
    """
    path = facts.get("path")
    if isinstance(raw := facts.get("path_bytes"), str):
        path = os.fsdecode(from_base64(raw, "path_bytes"))
    if path is None:
        identifier = str(record.get("id") or record.get("title") or "post")
        path = "".join(char if char.isalnum() or char in "-_." else "-" for char in identifier)
        path = f"{path.lstrip('.')[:100] or 'post'}.md"
    if not isinstance(path, str):
        raise ReadError("metadata.newskit.path is not text")
    if (reason := unsafe_path(path)) is not None:
        raise ReadError(reason, hint=f"the record asks for {path[:200]!r}")
    return path


def _compose(
    record: dict[str, JsonValue],
    facts: dict[str, JsonValue],
    relative: str,
    export: ExportConfig,
    kind: FrontMatterFormat | None,
) -> str:
    values = dict(mapping(record.get("metadata")))
    values.pop("newskit", None)
    if "front_matter_newskit" in facts:
        values["newskit"] = facts["front_matter_newskit"]
    for key, value in other_keys(record).items():
        values.setdefault(key, value)
    body = _body(record) or ""
    stated = mapping(facts.get("input_format")).get("front_matter")
    if kind is None:
        kind = _YAML
        if isinstance(stated, str) and stated in set(FrontMatterFormat):
            kind = FrontMatterFormat(stated)
    if isinstance(broken := facts.get("front_matter_text"), str):
        return broken + body
    newline = stated_encoding(mapping(facts.get("encoding"))).newline or "\n"
    derived = mapping(facts.get("derived"))
    try:
        return compose_post(
            merge_fields(record, values, relative, derived, export), body, kind, newline
        )
    except ValueError as error:
        raise ReadError(str(error)) from error


def other_keys(record: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return what a record says under keys that are not fields: it belongs in the front matter."""
    return {
        key: value
        for key, value in record.items()
        if key not in RECORD_FIELDS and value is not None
    }


def _body(record: dict[str, JsonValue]) -> str | None:
    bodies = (record.get(name) for name in ("content_markdown", "content_html", "text"))
    return next((body for body in bodies if isinstance(body, str)), None)


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
        ReadError: when it is not one.
    """
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ReadError(f"{name} is not base64") from error


def mapping(value: JsonValue) -> dict[str, JsonValue]:
    """Return an object of a record; an empty one where there is another value."""
    return value if isinstance(value, dict) else {}
