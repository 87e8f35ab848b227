"""Which posts go into which volume."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.epub.cover import draw_cover
from newskit.epub.links import Chapters
from newskit.epub.package.navigation import nav_document, ncx
from newskit.epub.package.opf import CONTAINER, MIMETYPE, Resource, package_document
from newskit.epub.pages.frame import OWN_STYLE, STYLE, VERTICAL_STYLES, picture_markup
from newskit.epub.pages.front import (
    cover_page,
    dates_page,
    neighbour_links,
    section_page,
    title_page,
)
from newskit.errors import ConfigError

if TYPE_CHECKING:
    from newskit.config.epub import EpubConfig
    from newskit.epub.images.store import Picture
    from newskit.epub.plan import Page, Plan
    from newskit.epub.spool import Entry, Spool

__all__ = ["Materials", "Split", "Volume", "divide", "parse_split", "volume_files"]


# The files of one book, in order, one at a time.


_OPEN_PLACE = re.compile(
    rb"<\?nk (?:links\?>|image (?P<image>[0-9]+)\?>|link (?P<link>[0-9]+)\?><a\b(?P<rest>[^<>]*)>)"
)
_ADDRESS = re.compile(rb' (?:data-)?href="[^"]*"')
_OWN = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Materials:
    """What all volumes are made from.

    Attributes:
        config: the options.
        spool: where the pages are.
        pictures: the picture of each image that became part of a book, by post and source.
        cover: the user's cover; None for a drawn one.
        css: the user's style sheet; empty without one.
        modified: instant to state in every book; empty for that of its newest post.
    """

    config: EpubConfig
    spool: Spool
    pictures: Mapping[tuple[str, str], Picture]
    cover: Picture | None
    css: bytes
    modified: str


def volume_files(plan: Plan, materials: Materials) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of every file, ``mimetype`` first."""
    config = materials.config
    pictures = _pictures(plan, materials)
    styles = dict(_styles(materials))
    cover = materials.cover.path if materials.cover else "cover.svg"
    cover_type = materials.cover.media_type if materials.cover else "image/svg+xml"
    resources = [Resource(cover, cover_type)]
    resources += [Resource(path, "text/css") for path in styles]
    resources += [
        Resource(picture.path, picture.media_type, described)
        for picture, described in pictures.values()
    ]
    yield "mimetype", MIMETYPE
    yield "META-INF/container.xml", CONTAINER
    yield "EPUB/package.opf", package_document(plan, config, cover, resources, materials.modified)
    yield "EPUB/nav.xhtml", nav_document(plan, config)
    yield "EPUB/toc.ncx", ncx(plan)
    yield f"EPUB/{cover}", materials.cover.read() if materials.cover else draw_cover(plan)
    for path, data in styles.items():
        yield f"EPUB/{path}", data
    yield "EPUB/text/cover.xhtml", cover_page(plan, config, cover)
    yield "EPUB/text/title.xhtml", title_page(plan, config)
    for name, data in _articles(plan, materials):
        yield f"EPUB/text/{name}", data
    yield "EPUB/text/dates.xhtml", dates_page(plan, config)
    for picture, _ in pictures.values():
        yield f"EPUB/{picture.path}", picture.read()


def _styles(materials: Materials) -> Iterator[tuple[str, bytes]]:
    yield STYLE, (_OWN / STYLE).read_bytes()
    if materials.config.vertical:
        for path in VERTICAL_STYLES.values():
            yield path, (_OWN / path).read_bytes()
    if materials.css:
        yield OWN_STYLE, materials.css


def _pictures(plan: Plan, materials: Materials) -> dict[str, tuple[Picture, bool]]:
    """The pictures of a book by path, and whether all their places have a text alternative."""
    found: dict[str, tuple[Picture, bool]] = {}
    for page in plan.pages():
        article = page.entry.article
        for slot in article.images:
            picture = materials.pictures.get((article.path, slot.source))
            if picture is not None:
                described = found.get(picture.path, (picture, True))[1]
                found[picture.path] = (picture, described and bool(slot.alt))
    return dict(sorted(found.items()))


def _articles(plan: Plan, materials: Materials) -> Iterator[tuple[str, bytes]]:
    pages = list(plan.pages())
    chapters = Chapters(pages)
    number = 0
    for section in plan.sections:
        if section.file:
            yield section.file, section_page(plan, section, materials.config)
        for day in section.days:
            for page in day.pages:
                before = pages[number - 1] if number else None
                after = pages[number + 1] if number + 1 < len(pages) else None
                links = neighbour_links(before, page, after, section.file)
                number += 1
                yield page.file, _fill(page, links, chapters, materials)


def _fill(page: Page, links: bytes, chapters: Chapters, materials: Materials) -> bytes:
    article = page.entry.article

    def place(match: re.Match[bytes]) -> bytes:
        if match["link"] is not None:
            target = chapters.find(article.links[int(match["link"])])
            rest = match["rest"]
            if target:
                rest = b' href="%b"%b' % (target.encode(), _ADDRESS.sub(b"", rest))
            return b"<a%b>" % rest
        if match["image"] is None:
            return links
        slot = article.images[int(match["image"])]
        return picture_markup(slot, materials.pictures.get((article.path, slot.source)))

    return _OPEN_PLACE.sub(place, materials.spool.page(page.entry))


_SIZES = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_COUNT = re.compile(r"count:([1-9][0-9]{0,8})")
_SIZE = re.compile(r"size:([1-9][0-9]{0,11})([KMG]?)B?", re.IGNORECASE)
# Not allowed in a file name on some system, or awkward in a shell.
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f/\\:*?\"<>|'`$;&#%!~^(){}\[\]]+")
_NAME_BYTES = 80


@dataclass(frozen=True, slots=True)
class Split:
    """How volumes are made: `kind`, and the posts or bytes in each where that is the measure."""

    kind: str
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Volume:
    """The posts of one book.

    Attributes:
        key: its folder name; empty when there is only one book.
        period: month, day, year or category it holds; empty otherwise.
        part: 1, 2 … when the period had to be divided; 0 otherwise.
        entries: its posts by date.
    """

    key: str
    period: str
    part: int
    entries: tuple[Entry, ...]


def parse_split(value: str) -> Split:
    """Read the ``split`` option.

    Raises:
        ConfigError: when it is none of month, day, year, category, count:N, size:M and none.
    """
    value = value.strip()
    if value in {"month", "day", "year", "category", "none"}:
        return Split(value)
    count = _COUNT.fullmatch(value)
    if count:
        return Split("count", int(count.group(1)))
    size = _SIZE.fullmatch(value)
    if size:
        return Split("size", int(size.group(1)) * _SIZES[size.group(2).upper()])
    raise ConfigError(
        f"split: {value!r} is not a way to split",
        hint="one of: month, day, year, category, count:N, size:N[K|M|G], none",
    )


def divide(entries: Iterable[Entry], config: EpubConfig) -> tuple[Volume, ...]:
    """Divide posts into volumes, oldest first; without posts there is one empty volume.

    Raises:
        ConfigError: when the ``split`` option cannot be read.
    """
    split = parse_split(config.split)
    ordered = sorted(entries, key=_date_order)
    if split.kind == "none":
        return (Volume("", "", 0, tuple(ordered)),)
    if split.kind in {"count", "size"}:
        count = split.limit if split.kind == "count" else 0
        size = split.limit if split.kind == "size" else 0
        chunks = list(_chunks(ordered, count, size)) or [()]
        return tuple(
            Volume(f"part-{number:03d}", "", number, chunk)
            for number, chunk in enumerate(chunks, 1)
        )
    groups: dict[str, list[Entry]] = {}
    for entry in ordered:
        groups.setdefault(_period(entry, split.kind), []).append(entry)
    if split.kind == "category":
        groups = dict(sorted(groups.items(), key=lambda item: (not item[0], item[0])))
    return tuple(_named(groups or {"": []}, config, split))


def _date_order(entry: Entry) -> tuple[str, str]:
    # Undated posts come after all dated ones.
    return (entry.article.day or "~", entry.article.order)


def _period(entry: Entry, kind: str) -> str:
    if kind == "category":
        return entry.article.category
    return entry.article.day[: {"year": 4, "month": 7, "day": 10}[kind]]


def _named(groups: dict[str, list[Entry]], config: EpubConfig, split: Split) -> Iterator[Volume]:
    taken: set[str] = set()
    for period, entries in groups.items():
        chunks = list(_chunks(entries, config.max_articles, config.max_bytes)) or [()]
        missing = "uncategorised" if split.kind == "category" else "undated"
        stem = _folder_name(period) or missing
        for number, chunk in enumerate(chunks, 1):
            part = number if len(chunks) > 1 else 0
            key = _unique(f"{stem}-part-{part}" if part else stem, taken)
            yield Volume(key, period, part, chunk)


def _chunks(entries: Sequence[Entry], count: int, size: int) -> Iterator[tuple[Entry, ...]]:
    chunk: list[Entry] = []
    total = 0
    for entry in entries:
        full = (count and len(chunk) >= count) or (size and total + entry.length > size)
        if chunk and full:
            yield tuple(chunk)
            chunk, total = [], 0
        chunk.append(entry)
        total += entry.length
    if chunk:
        yield tuple(chunk)


def _folder_name(period: str) -> str:
    name = _UNFIT.sub("-", unicodedata.normalize("NFC", period)).strip("-. ")
    return name.encode()[:_NAME_BYTES].decode("utf-8", "ignore").rstrip("-. ")


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    # Some file systems do not tell upper from lower case.
    while unique.casefold() in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(unique.casefold())
    return unique
