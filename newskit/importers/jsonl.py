"""Records of JSON Lines back to posts; a bad one is refused with its line number."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newskit.config.export import ExportConfig
from newskit.config.read import ReadConfig
from newskit.errors import ReadError
from newskit.importers.base import ImportedPost, Refused
from newskit.importers.names import name_for
from newskit.read.decode import reads_back
from newskit.read.record_post import load_record, record_to_post
from newskit.read.record_source import source_bytes
from newskit.read.source import unsafe_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newskit.post import FrontMatterFormat, JsonValue, Post
    from newskit.read.files import Source

__all__ = ["JsonlImport", "import_records"]


@dataclass(frozen=True, slots=True)
class JsonlImport:
    """How records become posts.

    Attributes:
        name: pattern of the file names, see `newskit.importers.names`.
        front_matter: the format to write front matter in; None for the one it was in.
        use_source: whether the exact file is taken where a record carries it.
        read: limits.
        export: the keys the records were made with.
    """

    name: str = "{path}"
    front_matter: FrontMatterFormat | None = None
    use_source: bool = True
    read: ReadConfig = field(default_factory=ReadConfig)
    export: ExportConfig = field(default_factory=ExportConfig)


def import_records(
    sources: Iterable[Source], options: JsonlImport
) -> Iterator[ImportedPost | Refused]:
    """Yield a post or a refusal for each line, in order.

    Identifiers and file names may occur once. Memory holds only those.

    Args:
        sources: lines of JSON Lines, as `newskit.read.files.iter_sources` yields them.
        options: how records become posts.
    """
    seen: dict[str, str] = {}
    for source in sources:
        try:
            yield _import_one(source, options, seen)
        except ReadError as error:
            yield Refused(source.label, error.message, error.hint)


def _import_one(source: Source, options: JsonlImport, seen: dict[str, str]) -> ImportedPost:
    if source.error:
        raise ReadError(source.error)
    if not source.is_record or source.data is None:
        raise ReadError("this is no JSON Lines record", hint="a record is an object with an id")
    record = load_record(source.data, options.read)
    _refuse_twice(source.data)
    post, data = _post_of(record, source.label, options)
    name = name_for(options.name, record, _path_of(record, post.relative, options))
    if (reason := unsafe_path(name)) is not None:
        raise ReadError(reason, hint=f"the record asks for {name[:200]!r}")
    identifier = record.get("id")
    for kind, key in (("id", identifier), ("file name", name)):
        if key is not None and (first := seen.get(f"{kind} {key}")) is not None:
            raise ReadError(f"the {kind} {key} is that of {first}")
    seen[f"file name {name}"] = source.label
    if identifier is not None:
        seen[f"id {identifier}"] = source.label
    return ImportedPost(name, data, source.label)


def _refuse_twice(data: bytes) -> None:
    """Refuse a record that gives a name twice: every reader keeps one value and drops the other.

    Raises:
        ReadError: with the name (RFC 8259, section 4: names should be unique).
    """

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(found)
        if len(made) < len(found):
            names = [name for name, _ in found]
            twice = next(name for name in names if names.count(name) > 1)
            raise ReadError(f"the name {twice!r} is given twice", hint="keep one of the two values")
        return made

    json.loads(data, object_pairs_hook=pairs)


def _path_of(record: dict[str, JsonValue], relative: str, options: JsonlImport) -> str:
    """Return the path of the post, ending in ``.md`` where its HTML has become Markdown."""
    exact = options.use_source and options.front_matter is None
    if not isinstance(record.get("content_markdown"), str) or (exact and source_bytes(record)):
        return relative
    stem, dot, ending = relative.rpartition(".")
    return f"{stem}.md" if dot and ending.lower() in {"html", "htm"} else relative


def _post_of(record: dict[str, JsonValue], label: str, options: JsonlImport) -> tuple[Post, bytes]:
    exact = source_bytes(record) if options.use_source else None
    post = record_to_post(
        record,
        label,
        options.read,
        options.export,
        kind=options.front_matter,
        use_source=options.use_source,
    )
    if exact is not None and options.front_matter is None:
        return post, exact
    return post, _encoded(post)


def _encoded(post: Post) -> bytes:
    """Converted text may hold what the old encoding cannot say, or lack what it was known by."""
    try:
        data = post.encode(post.text)
    except UnicodeEncodeError:
        data = b""
    if data and reads_back(data, post.text, post.encoding):
        return data
    return post.text.encode("utf-8", "surrogateescape")
