"""The files of one book, in order, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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

if TYPE_CHECKING:
    from newskit.config.epub import EpubConfig
    from newskit.epub.images.store import Picture
    from newskit.epub.plan import BookPage, Plan
    from newskit.epub.spool import Spool

__all__ = ["Materials", "volume_files"]

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


def _fill(page: BookPage, links: bytes, chapters: Chapters, materials: Materials) -> bytes:
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
