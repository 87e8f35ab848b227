"""From prepared articles to books in a folder: what runs in the parent process.

Reads top to bottom: spool the pages, divide them into volumes, plan each, write what changed.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType

from newskit.config.export import EpubConfig
from newskit.epub.article import PreparedArticle, Spool, SpoolEntry
from newskit.epub.content.values import normalise_language
from newskit.epub.images import ImageStore, Picture, load_cover
from newskit.epub.links import Chapters, without_chapters
from newskit.epub.output import EpubReport, Output
from newskit.epub.package import CONTAINER, MIMETYPE, Resource, nav_document, ncx, package_document
from newskit.epub.pages import (
    OWN_STYLE,
    STYLE,
    VERTICAL_STYLES,
    cover_page,
    dates_page,
    draw_cover,
    load_css,
    neighbour_links,
    picture_markup,
    section_page,
    title_page,
)
from newskit.epub.plan import BookPage, Plan, Volume, divide, make_series, parse_split, plan_volume
from newskit.errors import ConfigError
from newskit.files import temporary_folder
from newskit.read.remote import Fetcher

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


def build(
    articles: Iterable[PreparedArticle],
    target: Path,
    config: EpubConfig,
    *,
    fetcher: Fetcher | None = None,
    on_links: Callable[[PreparedArticle], None] | None = None,
) -> EpubReport:
    """Write articles as unpacked EPUB 3.3 books under `target`; memory holds the plan alone.

    With ``split`` none, `target` is the book and ``target.epub`` the packed one; otherwise each
    volume is a folder in `target`. A volume appears whole, and not where it is there already.

    Args:
        articles: in any order that is the same in every run.
        target: the folder to write.
        config: the options.
        fetcher: downloads images; None for the web, without private addresses.
        on_links: called with articles that have links to posts their book lacks, as changes.

    Raises:
        ConfigError: when an option cannot be carried out.
        WriteError: when they cannot be written; what was there before is still there.
    """
    _check_language(config.language)
    modified = _source_date_epoch()
    divided = parse_split(config.split).kind != "none"
    changes: Counter[str] = Counter()
    with temporary_folder(target) as work, Spool(work / "pages") as spool:
        # What cannot be carried out is found before the long work.
        output = Output(target, work, pack=config.pack, divided=divided)
        cover, css = load_cover(config.cover, _folder(work, "cover")), load_css(config.css)
        images = ImageStore(config, _folder(work, "images"), fetcher or _fetcher(config))
        entries = list(_admitted(articles, images, spool, changes))
        images.settle()
        materials = Materials(config, spool, images.pictures, cover, css, modified)
        for key, plan in _planned(divide(entries, config), config):
            for article in without_chapters(plan.pages()):
                changes.update(change.kind for change in article.changes)
                (on_links or _pass)(article)
            output.add(key, plan, partial(volume_files, plan, materials))
        reports, removed = output.finish()
    sums = MappingProxyType(dict(sorted(changes.items())))
    different, missing = len({one.path for one in images.pictures.values()}), images.missing.items()
    return EpubReport(reports, len(entries), removed, sums, different, tuple(missing))


def _admitted(
    articles: Iterable[PreparedArticle], images: ImageStore, spool: Spool, changes: Counter[str]
) -> Iterator[SpoolEntry]:
    for article in articles:
        changes.update(change.kind for change in article.changes)
        yield spool.add(images.admit(article))


def _pass(_article: PreparedArticle) -> None:
    """Say nothing of links."""


def _planned(volumes: tuple[Volume, ...], config: EpubConfig) -> Iterator[tuple[str, Plan]]:
    series = make_series(volumes, config)
    for number, volume in enumerate(volumes, 1):
        yield volume.key, plan_volume(volume, number if volume.key else 0, series, config)


def _check_language(tag: str) -> None:
    if tag and not normalise_language(tag):
        raise ConfigError(
            f"language: {tag!r} cannot be stated in a book",
            hint="write a language of ISO 639, with script or region: en, pt-BR, zh-Hans",
        )


def _folder(work: Path, name: str) -> Path:
    folder = work / name
    folder.mkdir()
    return folder


def _fetcher(config: EpubConfig) -> Fetcher:
    return Fetcher(config.fetch_timeout, config.fetch_retries, config.max_image_bytes)


def _source_date_epoch() -> str:
    """Read the instant of https://reproducible-builds.org/specs/source-date-epoch/."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not value:
        return ""
    try:
        instant = datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(f"SOURCE_DATE_EPOCH: {value!r} is not a number of seconds") from error
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
