"""From prepared articles to books in a folder: what runs in the parent process.

Reads top to bottom: spool the pages, divide them into volumes, plan each, write what changed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from newskit.epub.content.language import normalise_language
from newskit.epub.cover import load_css
from newskit.epub.division import divide, parse_split
from newskit.epub.images.store import ImageStore, load_cover
from newskit.epub.links import without_chapters
from newskit.epub.output import EpubReport, Output
from newskit.epub.plan import make_plan, make_series
from newskit.epub.spool import Spool, SpoolEntry
from newskit.epub.volumes import Materials, volume_files
from newskit.errors import ConfigError
from newskit.files import temporary_folder
from newskit.read.fetch import Fetcher

if TYPE_CHECKING:
    from newskit.config.epub import EpubConfig
    from newskit.epub.article import PreparedArticle

__all__ = ["build"]


def build(
    articles: Iterable[PreparedArticle],
    target: Path,
    config: EpubConfig,
    *,
    fetcher: Fetcher | None = None,
    on_links: Callable[[PreparedArticle], None] | None = None,
) -> EpubReport:
    """Write articles as unpacked EPUB 3.3 books under `target`.

    With ``split`` none, `target` is the book and ``target.epub`` the packed one; otherwise each
    volume is a folder of its own in `target`. A volume appears whole or not at all; one whose
    bytes are there already is not touched. Memory holds the plan, pages wait on disk.

    Args:
        articles: prepared articles, in any order that is the same in every run.
        target: the folder to write.
        config: the options.
        fetcher: how images are downloaded; None for the web, without private addresses.
        on_links: called with each article that has links to posts its book does not hold; its
            changes are these links alone.

    Raises:
        ConfigError: when an option cannot be carried out.
        WriteError: when the books cannot be written; what was there before is still there.
    """
    divided = parse_split(config.split).kind != "none"
    _check_language(config.language)
    modified = _source_date_epoch()
    with temporary_folder(target) as work, Spool(work / "pages") as spool:
        # What cannot be carried out is found before the long work.
        output = Output(target, work, pack=config.pack, divided=divided)
        cover = load_cover(config.cover, _folder(work, "cover"))
        css = load_css(config.css)
        changes: Counter[str] = Counter()
        entries: list[SpoolEntry] = []
        images = ImageStore(config, _folder(work, "images"), fetcher or _fetcher(config))
        for article in articles:
            changes.update(change.kind for change in article.changes)
            entries.append(spool.add(images.admit(article)))
        images.settle()
        volumes = divide(entries, config)
        series = make_series(volumes, config)
        materials = Materials(config, spool, images.pictures, cover, css, modified)
        for number, volume in enumerate(volumes, 1):
            plan = make_plan(volume, number if volume.key else 0, series, config)
            for article in without_chapters(plan.pages()):
                changes.update(change.kind for change in article.changes)
                if on_links is not None:
                    on_links(article)
            output.add(volume.key, plan, partial(volume_files, plan, materials))
        reports, removed = output.finish()
    return EpubReport(
        volumes=reports,
        articles=len(entries),
        removed=removed,
        changes=MappingProxyType(dict(sorted(changes.items()))),
        images=len({picture.path for picture in images.pictures.values()}),
        missing=tuple(images.missing.items()),
    )


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
