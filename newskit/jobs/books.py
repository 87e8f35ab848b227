"""Posts to books: records with their bodies as HTML, prepared by workers, assembled here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from newskit.config.export import EpubConfig
from newskit.config.model import Config
from newskit.epub.article import PreparedArticle
from newskit.epub.output import EpubReport
from newskit.epub.prepare import prepare
from newskit.errors import UsageError
from newskit.frozen import dataclass
from newskit.jobs.export import install, record_for
from newskit.jobs.sources import lost_problem, weight
from newskit.problem import Problem
from newskit.read.source import Source
from newskit.run import work
from newskit.run.parallel import ordered_map
from newskit.run.work import Lost


@dataclass(frozen=True, slots=True)
class _Page:
    article: PreparedArticle | None
    problems: tuple[Problem, ...] = ()


def export_epub(  # noqa: PLR0913 (the parts of the job, all but three named by the caller)
    sources: Iterable[Source],
    target: Path,
    config: Config,
    *,
    strip: bool = True,
    jobs: int = 1,
    on_problem: Callable[[Problem], None],
    on_article: Callable[[PreparedArticle], None] | None = None,
) -> EpubReport:
    """Write the posts as EPUB folders below `target`, whole or not at all.

    Raises:
        WriteError: when the folder cannot be written.
        UsageError: when there is no post to make a book of.
    """
    from newskit.epub.book import build

    pages = _pages(sources, config, strip=strip, jobs=jobs)
    articles = _articles(pages, on_problem, on_article)
    first = next(articles, None)
    if first is None:
        raise UsageError(
            "there is no post to make a book of; nothing was written",
            hint="check the paths and patterns",
        )
    return build(chain([first], articles), target, config.epub, on_links=on_article)


def _pages(sources: Iterable[Source], config: Config, *, strip: bool, jobs: int) -> Iterator[_Page]:
    setup = partial(install, config, strip=strip, with_html=True)
    work = partial(_prepare_one, epub=config.epub)
    for outcome in ordered_map(work, sources, jobs, setup=setup, weigh=weight):
        if isinstance(outcome, Lost):
            yield _Page(None, (lost_problem(outcome.item, outcome.reason),))
        else:
            yield outcome


def _prepare_one(source: Source, epub: EpubConfig) -> _Page:
    from newskit.site.publishing import file_of, publishing_of

    record, problems = record_for(source)
    if record is None:
        return _Page(None, problems)
    with work.timed("prepare"):
        local = partial(file_of, source.path) if epub.local_images and source.generator else None
        site = publishing_of(os.path.dirname(source.path)) if source.generator else None  # noqa: PTH120
        name = site.publishing.name if site else ""
        return _Page(prepare(record, epub, local, name), problems)


def _articles(
    pages: Iterable[_Page],
    on_problem: Callable[[Problem], None],
    on_article: Callable[[PreparedArticle], None] | None,
) -> Iterator[PreparedArticle]:
    for page in pages:
        for problem in page.problems:
            on_problem(problem)
        if page.article is not None:
            if on_article is not None:
                on_article(page.article)
            yield page.article
