"""Cover and title page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.epub.content.text import one_line
from newskit.epub.pages.frame import attribute, page, styles, text

if TYPE_CHECKING:
    from newskit.config.epub import EpubConfig
    from newskit.epub.plan import Plan

__all__ = ["cover_page", "title_page"]


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
