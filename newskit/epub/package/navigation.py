"""The navigation document and the NCX for older readers.

EPUB 3.3, section 7 (https://www.w3.org/TR/epub-33/#sec-nav); NCX: OPF 2.0.1, section 2.4.1. Both
list what the spine holds, in its order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.epub.pages.frame import attribute, page, styles, text
from newskit.epub.pages.front import foreign_language

if TYPE_CHECKING:
    from newskit.config.epub import EpubConfig
    from newskit.epub.plan import BookPage, Day, Plan, Section


def nav_document(plan: Plan, config: EpubConfig) -> bytes:
    """Return ``nav.xhtml``: section, day, article; landmarks."""
    labels = plan.labels
    items = [_item("text/title.xhtml", plan.series.title)]
    for section in plan.sections:
        days = [_day_item(plan, section, day) for day in section.days]
        if section.file:
            inner = "".join(days)
            items.append(_item(f"text/{section.file}", section.name, f"<ol>\n{inner}</ol>\n"))
        else:
            items += days
    items.append(_item("text/dates.xhtml", labels.dates))
    landmarks = [
        ("cover", "text/cover.xhtml", labels.cover),
        ("titlepage", "text/title.xhtml", labels.title_page),
        ("toc", "nav.xhtml", labels.contents),
        ("bodymatter", f"text/{_first(plan)}", labels.news),
        ("index", "text/dates.xhtml", labels.dates),
    ]
    marks = "".join(
        f'<li><a epub:type="{kind}" href={attribute(target)}>{text(name)}</a></li>\n'
        for kind, target, name in landmarks
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>{text(labels.contents)}</h1>\n'
        f"<ol>\n{''.join(items)}</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden" '
        f"aria-label={attribute(labels.title_page)}>\n<ol>\n{marks}</ol>\n</nav>"
    )
    series = plan.series
    return page(
        title=labels.contents,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config, prefix=""),
        body=body.encode(),
        kind="nk-nav",
    )


def _first(plan: Plan) -> str:
    for section in plan.sections:
        if section.file:
            return section.file
    return next((item.file for item in plan.pages()), "title.xhtml")


def _day_item(plan: Plan, section: Section, day: Day) -> str:
    articles = "".join(_article_item(plan, item) for item in day.pages)
    if day.label == section.name:
        return articles
    return f"<li><span>{text(day.label)}</span>\n<ol>\n{articles}</ol>\n</li>\n"


def _article_item(plan: Plan, item: BookPage) -> str:
    language = foreign_language(plan, item)
    title = text(item.entry.article.title)
    return f"<li><a href={attribute(f'text/{item.file}')}{language}>{title}</a></li>\n"


def _item(target: str, name: str, inner: str = "") -> str:
    return f"<li><a href={attribute(target)}>{text(name)}</a>{inner}</li>\n"


def ncx(plan: Plan) -> bytes:
    """Return ``toc.ncx``; a day's entry leads to its first article."""
    points = _Points()
    points.leaf(plan.series.title, "text/title.xhtml")
    depth = 2
    for section in plan.sections:
        if section.file:
            points.open(section.name, f"text/{section.file}")
            depth = 3
        for day in section.days:
            named = day.label != section.name
            if named:
                points.open(day.label, f"text/{day.pages[0].file}")
            for item in day.pages:
                points.leaf(item.entry.article.title, f"text/{item.file}")
            if named:
                points.close()
        if section.file:
            points.close()
    points.leaf(plan.labels.dates, "text/dates.xhtml")
    start = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
        f"xml:lang={attribute(plan.series.language)}>\n<head>\n"
        f'<meta name="dtb:uid" content={attribute(plan.identifier)}/>\n'
        f'<meta name="dtb:depth" content="{depth}"/>\n'
        '<meta name="dtb:totalPageCount" content="0"/>\n'
        '<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
        f"<docTitle><text>{text(plan.title)}</text></docTitle>\n<navMap>\n"
    )
    return f"{start}{''.join(points.parts)}</navMap>\n</ncx>\n".encode()


class _Points:
    """Navigation points in document order; two that lead to one place share its number."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._number = 0
        self._orders: dict[str, int] = {}

    def open(self, name: str, target: str) -> None:
        self._number += 1
        order = self._orders.setdefault(target, len(self._orders) + 1)
        self.parts.append(
            f'<navPoint id="n{self._number}" playOrder="{order}">'
            f"<navLabel><text>{text(name)}</text></navLabel>"
            f"<content src={attribute(target)}/>\n"
        )

    def close(self) -> None:
        self.parts.append("</navPoint>\n")

    def leaf(self, name: str, target: str) -> None:
        self.open(name, target)
        self.close()
