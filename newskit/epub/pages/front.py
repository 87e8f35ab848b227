"""Cover and title page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.epub.content.text import one_line
from newskit.epub.labels import labels_for
from newskit.epub.pages.frame import attribute, page, styles, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newskit.config.epub import EpubConfig
    from newskit.epub.plan import BookPage, Plan, Section

# Pages that list posts: one for each section, one for all dates; the links between posts.


def section_page(plan: Plan, section: Section, config: EpubConfig) -> bytes:
    """Return the page that opens a section."""
    series = plan.series
    days = "\n".join(
        f"<h2>{text(day.label)}</h2>\n{_links(plan, day.pages)}"
        if day.label != section.name
        else _links(plan, day.pages)
        for day in section.days
    )
    body = (
        f'<section epub:type="chapter" role="doc-chapter">\n<h1>{text(section.name)}</h1>\n'
        f"{days}\n</section>"
    )
    return page(
        title=section.name,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config),
        body=body.encode(),
        kind="nk-section",
    )


def dates_page(plan: Plan, config: EpubConfig) -> bytes:
    """Return the index of dates: every day of the book with its posts."""
    series = plan.series
    title = plan.labels.dates
    found: dict[str, tuple[str, list[BookPage]]] = {}
    for section in plan.sections:
        for day in section.days:
            found.setdefault(day.day, (day.label, []))[1].extend(day.pages)
    parts = [
        f"<h2>{text(label)}</h2>\n{_links(plan, pages)}"
        for _, (label, pages) in sorted(found.items(), key=lambda item: item[0] or "~")
    ]
    body = (
        f'<section epub:type="index" role="doc-index">\n<h1>{text(title)}</h1>\n'
        + "\n".join(parts)
        + "\n</section>"
    )
    return page(
        title=title,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config),
        body=body.encode(),
        kind="nk-dates",
    )


def neighbour_links(
    before: BookPage | None, current: BookPage, after: BookPage | None, section: str
) -> bytes:
    """Return the links to the post before, the section and the post after.

    Args:
        before: the post before, if any.
        current: the post whose page it is; its language decides the words.
        after: the post after, if any.
        section: file of the section page; empty when there is none.
    """
    labels = labels_for(current.entry.article.language)
    items: list[str] = []
    if before is not None:
        items.append(_neighbour("prev", labels.labelled(labels.previous), before))
    if section:
        name = text(current.section)
        items.append(f'<a class="nk-up" href={attribute(section)}><bdi>{name}</bdi></a>')
    if after is not None:
        items.append(_neighbour("next", labels.labelled(labels.next), after))
    if not items:
        return b""
    listed = "".join(f"<li>{item}</li>\n" for item in items)
    label = attribute(f"{labels.previous}, {labels.next}")
    return f'<nav class="nk-links" aria-label={label}>\n<ul>\n{listed}</ul>\n</nav>'.encode()


def _neighbour(kind: str, label: str, page: BookPage) -> str:
    words = f'<span class="nk-label">{text(label)}</span>'
    title = text(page.entry.article.title)
    return f'<a class="nk-{kind}" href={attribute(page.file)}>{words}<bdi>{title}</bdi></a>'


def _links(plan: Plan, pages: Iterable[BookPage]) -> str:
    items = "".join(
        f"<li><a href={attribute(item.file)}{foreign_language(plan, item)}>"
        f"{text(item.entry.article.title)}</a></li>\n"
        for item in pages
    )
    return f'<ul class="nk-list">\n{items}</ul>'


def foreign_language(plan: Plan, item: BookPage) -> str:
    """Return the language attributes of a title, where it is not that of the book."""
    article = item.entry.article
    if article.language == plan.series.language:
        return ""
    tag = attribute(article.language)
    return f' lang={tag} xml:lang={tag} dir="{article.direction}"'


def cover_page(plan: Plan, config: EpubConfig, image: str) -> bytes:
    """Return the page that shows the cover; `image` is its file name in the package."""
    series = plan.series
    body = (
        f'<section epub:type="cover" aria-label={attribute(plan.labels.cover)}>\n'
        f"<img src={attribute(f'../{image}')} alt={attribute(plan.title)}/>\n</section>"
    )
    return page(
        title=plan.labels.cover,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config),
        body=body.encode(),
        kind="nk-cover",
    )


def title_page(plan: Plan, config: EpubConfig) -> bytes:
    """Return the page with title, period, count and what the options state."""
    series = plan.series
    lines = [f"<h1>{text(series.title)}</h1>"]
    if plan.period:
        lines.append(f'<p class="nk-period">{text(plan.period)}</p>')
    count = sum(1 for _ in plan.pages())
    lines.append(f'<p class="nk-count">{text(plan.labels.count(count))}</p>')
    stated = (config.creator, series.publisher, config.description, config.rights)
    lines += [
        f"<p>{text(value)}</p>"
        for value in dict.fromkeys(map(one_line, stated))
        if value and value != series.title
    ]
    body = '<section epub:type="titlepage">\n' + "\n".join(lines) + "\n</section>"
    return page(
        title=plan.title,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config),
        body=body.encode(),
        kind="nk-title",
    )
