"""The template of a site's pages: which element holds what only this page says.

Text that stands on many pages belongs to the template (menus, footers); text of one page is its
article. The element that holds nearly all of the second and little of the first, and that most
pages have once, is the place of the article. Pages without it may have another such element.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from newskit.read.page.nearby import is_marked_beside
from newskit.read.page.wording import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["SAMPLE", "Template", "learn_template"]

SAMPLE: Final = 60
"""How many pages of a site are looked at."""
_FEWEST: Final = 4
_MOST_TEMPLATES: Final = 4
_PRESENT: Final = 0.3
_COVERED: Final = 0.7
_BOXES: Final = frozenset(("article", "main", "div", "section", "td", "table", "body"))
_BARE: Final = frozenset(("article", "main"))
_SILENT: Final = frozenset(("script", "style", "noscript", "template", "nav", "footer", "aside"))
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_-]*")


@dataclass(frozen=True, slots=True)
class Template:
    """Where the articles of a site stand.

    Attributes:
        selectors: CSS selectors, the commonest first; each is found once on its pages.
    """

    selectors: tuple[str, ...] = ()

    def place(self, tree: LexborHTMLParser) -> LexborNode | None:
        """Return the element of a page's article; None where no selector is found once."""
        for selector in self.selectors:
            found = tree.css(selector)
            if len(found) == 1:
                return found[0]
        return None


class _Text(NamedTuple):
    """A piece of text, and the boxes it stands in, by their selectors."""

    text: str
    boxes: tuple[str, ...]


_Page: TypeAlias = tuple[list[_Text], Counter[str]]


def learn_template(trees: Iterable[LexborHTMLParser]) -> Template:
    """Return the template of some pages of a site; without selectors where they share none."""
    pages = [_page(tree) for tree in trees]
    known = Counter(text for texts, _ in pages for text in {one.text for one in texts})
    found: list[str] = []
    while len(pages) >= _FEWEST and len(found) < _MOST_TEMPLATES:
        best = _best(pages, known)
        if not best:
            break
        found.append(best)
        pages = [page for page in pages if page[1][best] != 1]
    return Template(tuple(found))


def _page(tree: LexborHTMLParser) -> _Page:
    """Return the texts of a page that stand beside no article, and how often each box occurs."""
    texts: list[_Text] = []
    counts: Counter[str] = Counter()
    if tree.body is None:
        return texts, counts
    stack: list[tuple[LexborNode, tuple[str, ...]]] = [(tree.body, ())]
    while stack:
        node, boxes = stack.pop()
        if node.tag == "-text":
            text = one_line(node.text(deep=False))
            if text:
                texts.append(_Text(text, boxes))
            continue
        if node.tag in _SILENT or (node.tag != "body" and is_marked_beside(node)):
            continue
        if selector := _selector(node):
            counts[selector] += 1
            boxes = (*boxes, selector)
        child = node.child
        while child is not None:
            if not (child.tag or "-").startswith("-") or child.tag == "-text":
                stack.append((child, boxes))
            child = child.next
    return texts, counts


def _selector(node: LexborNode) -> str:
    """Return what names an element on every page of its kind; empty where nothing does."""
    tag = node.tag or ""
    if tag not in _BOXES:
        return ""
    attributes = node.attributes
    name = (attributes.get("id") or "").strip()
    if _NAME.fullmatch(name):
        return f"{tag}#{name}"
    classes = [one for one in (attributes.get("class") or "").split() if _NAME.fullmatch(one)]
    if classes:
        return f"{tag}.{'.'.join(classes[:3])}"
    return tag if tag in _BARE else ""


def _best(pages: Sequence[_Page], known: Counter[str]) -> str:
    often = 1 if len(pages) < 20 else 2
    covered: defaultdict[str, list[float]] = defaultdict(list)
    own: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    for texts, counts in pages:
        inside: Counter[str] = Counter()
        whole = 0
        for text, boxes in texts:
            unique = known[text] <= often
            whole += len(text) * unique
            for box in boxes:
                (inside if unique else shared)[box] += len(text)
        own.update(inside)
        for box, count in counts.items():
            if count == 1 and whole:
                covered[box].append(inside[box] / whole)
    scores = {
        box: median(shares) - 0.7 * shared[box] / (own[box] + shared[box])
        for box, shares in covered.items()
        if len(shares) >= max(_FEWEST, _PRESENT * len(pages))
        and own[box]
        and median(shares) >= _COVERED
    }
    # Of boxes that hold the same the innermost is taken, which stands last.
    return max(scores, key=lambda box: (round(scores[box], 3), -shared[box]), default="")
