"""Headings of a body under the article's own: none skipped, none empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.epub.content.elements import HEADINGS
from newskit.epub.content.structure import has_content

if TYPE_CHECKING:
    from newskit.epub.content.types import Element

__all__ = ["order_headings"]

# HTML, sections 4.4.9, 4.9.2 and 4.9.10: no headings in these.
_NO_HEADINGS = ("dt", "th", "caption")


def order_headings(root: Element) -> None:
    """Renumber the headings below the page's `h1` so that no level is skipped.

    A heading is one level below the nearest one before it that the post ranks higher. An empty
    one becomes a `div`, and so does one where no heading may stand.
    """
    open_levels: list[int] = []
    for heading in list(root.iter(*sorted(HEADINGS))):
        if not has_content(heading):
            heading.tag = "div"
            continue
        if next(heading.iterancestors(*_NO_HEADINGS), None) is not None:
            heading.tag = "div"
            heading.set("class", " ".join(filter(None, ("nk-strong", heading.get("class", "")))))
            continue
        level = int(str(heading.tag)[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        heading.tag = f"h{min(len(open_levels) + 1, 6)}"
