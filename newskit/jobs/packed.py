"""Documents in one file that is no archive of posts: a book (EPUB), a feed (JSON Feed)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from newskit.read.source import Source

if TYPE_CHECKING:
    from newskit.config.read import ReadConfig
    from newskit.post import JsonValue

__all__ = ["is_packed", "packed_sources"]

_PAGES = (".xhtml", ".html", ".htm")


def is_packed(path: str) -> bool:
    """Tell by its ending whether a file may hold documents in a way `packed_sources` reads."""
    return path.lower().endswith((".epub", ".json")) and Path(path).is_file()


def packed_sources(path: str, config: ReadConfig) -> Iterator[Source]:
    """Yield the pages of an EPUB (OCF 3.3, 4.3) or the items of a JSON Feed (1.1).

    A JSON file that is neither comes as it is: it may be a post.

    Raises:
        ReadError: when it cannot be opened, or is no whole archive.
    """
    if path.lower().endswith(".epub"):
        yield from _pages(path, config)
    else:
        yield from _items(path, config)


def _pages(path: str, config: ReadConfig) -> Iterator[Source]:
    from newskit.importers.containers import Limits, ZipArchive

    archive = ZipArchive(path, Path(path), Limits(member_bytes=config.max_bytes))
    for part in archive.parts():
        if part.name.lower().endswith(_PAGES):
            error = f"{part.label}: {part.error}" if part.error else ""
            yield Source(part.label, part.name, part.data, error=error)


def _items(path: str, config: ReadConfig) -> Iterator[Source]:
    import orjson

    from newskit.read.record_shapes import items_of

    place = Path(path)
    data = place.read_bytes() if place.stat().st_size <= config.max_bytes else b""
    try:
        value: object = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        value = None
    found = items_of(cast("dict[str, JsonValue]", value)) if isinstance(value, dict) else []
    if not found:
        yield Source(path, place.name, named=True)
    for number, item in enumerate(found, 1):
        yield Source(path, place.name, orjson.dumps(item), number)
