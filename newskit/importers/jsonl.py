"""Records of JSON Lines back to posts; a bad one is refused with its line number."""

from __future__ import annotations

import glob
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from newskit.config.export import ExportConfig
from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.frozen import replace
from newskit.importers.port import ImportedPost, Refused
from newskit.importers.target import harmless_name, name_for
from newskit.post import FrontMatterFormat, JsonValue, Post
from newskit.read.decode import reads_back
from newskit.read.record_post import (
    load_record,
    other_keys,
    record_to_post,
    refuse_doubles,
    source_bytes,
)
from newskit.read.record_shapes import items_of
from newskit.read.source import Source, unsafe_path
from newskit.records.outputs import read_rows


@dataclass(frozen=True, slots=True)
class JsonlImport:
    """How records become posts.

    Attributes:
        name: pattern of the file names, see `newskit.importers.target`.
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
    """
    seen: dict[str, str] = {}
    for source in sources:
        try:
            for part in _parts(source):
                yield from _import_part(part, options, seen)
        except ReadError as error:
            yield Refused(source.label, error.message, error.hint)
        except Exception as error:  # noqa: BLE001 (one record of 100,000 must not cost the others)
            reason = f"newskit has met a bug of its own: {type(error).__name__}: {error}"
            yield Refused(source.label, reason, "please report it with the record")


def _parts(source: Source) -> Iterator[Source]:
    """Yield the records of a line: one, or the items of a JSON Feed and the nodes of a graph."""
    if source.error:
        raise ReadError(source.error.removeprefix(f"{source.path}: "))
    if not source.is_record or source.data is None:
        raise ReadError(
            "this is not a record of JSON Lines", hint="a record is an object with an id"
        )
    import orjson

    try:
        value: Any = orjson.loads(source.data)
    except orjson.JSONDecodeError:
        value = None
    record = cast("dict[str, JsonValue]", value) if isinstance(value, dict) else {}
    items = items_of(record)
    if not items:
        yield source
        return
    refuse_doubles(source.data, record)
    for item in items:
        yield replace(source, data=orjson.dumps(item))


def _import_part(
    source: Source, options: JsonlImport, seen: dict[str, str]
) -> Iterator[ImportedPost | Refused]:
    try:
        yield _import_one(source, options, seen)
    except ReadError as error:
        yield Refused(source.label, error.message, error.hint)


def _import_one(source: Source, options: JsonlImport, seen: dict[str, str]) -> ImportedPost:
    record = load_record(source.data or b"", options.read)
    post, data = _post_of(record, source.label, options)
    name = name_for(options.name, record, _path_of(record, post.relative, options))
    if (reason := unsafe_path(name)) is not None:
        raise ReadError(reason, hint=f"the record asks for {name[:200]!r}")
    kept = _kept(record, post)
    identifier = record.get("id")
    if identifier is not None:
        if (first := seen.get(f"id {identifier}")) is not None:
            raise ReadError(f"the id {identifier} is that of {first}")
        seen[f"id {identifier}"] = source.label
    final = _free(harmless_name(name, options.read), seen)
    seen[_known(final)] = source.label
    return ImportedPost(final, data, source.label, kept, "" if final == name else name)


def _known(name: str) -> str:
    """What a name is known by: not by capitals or forms of Unicode, as on some file systems."""
    return f"file name {unicodedata.normalize('NFC', name).casefold()}"


def _free(name: str, seen: dict[str, str]) -> str:
    """Return a name that no other record has, with a number where it is taken."""
    stem, dot, ending = name.rpartition(".")
    free, number = name, 1
    while _known(free) in seen:
        number += 1
        free = f"{stem}-{number}{dot}{ending}"
    return free


def _kept(record: dict[str, JsonValue], post: Post) -> tuple[str, ...]:
    """Return the keys that stand in the front matter as they were.

    Raises:
        ReadError: when one of them does not: the record would lose it.
    """
    others = other_keys(record)
    values = post.front_matter.values
    lost = [key for key, value in others.items() if values.get(key) != value]
    if lost:
        raise ReadError(
            f"the front matter already says something else under {', '.join(lost)}",
            hint="metadata and the record itself must agree",
        )
    return tuple(others)


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


# Rows of Parquet files to records, which the importer of JSON Lines takes.


def row_sources(paths: Iterable[str]) -> Iterator[Source]:
    """Yield a source for each row of Parquet files, in order; memory holds a few rows.

    Args:
        paths: files, folders of ``.parquet`` files, patterns, or ``-`` for standard input.

    Raises:
        ReadError: when there is no such file.
        UsageError: when pyarrow is not installed.
    """
    for name in paths:
        if name == "-":
            yield from _piped()
            continue
        for path in _files(name):
            yield from _rows(path, str(path))


def _piped() -> Iterator[Source]:
    """Yield the rows of standard input, kept in a file: Parquet is read from its end."""
    import shutil
    import sys
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="newskit-") as folder:
        place = Path(folder, "piped.parquet")
        with place.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out)
        yield from _rows(place, "-")


def _files(name: str) -> list[Path]:
    from pathlib import Path

    path = Path(name)
    if path.is_dir():
        found = sorted(path.rglob("*.parquet"))
    elif path.exists():
        found = [path]
    else:
        found = [Path(one) for one in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207
    if not found:
        raise ReadError(f"{name}: no such Parquet file", hint="check the path or the pattern")
    return found


def _rows(path: Path, label: str) -> Iterator[Source]:
    import orjson

    line = 0
    try:
        for line, row in enumerate(read_rows(path), start=1):
            data = orjson.dumps(row, default=str)
            yield Source(label, path.name, data, line)
    except (OSError, ValueError) as error:
        yield Source(label, path.name, line=line + 1, error=f"cannot be read: {error}")
