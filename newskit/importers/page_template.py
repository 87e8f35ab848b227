"""The template of a site's pages: which element holds what only this page says.

Text that stands on many pages belongs to the template (menus, footers); text of one page is its
article. The element that holds nearly all of the second and little of the first, and that most
pages have once, is the place of the article. Pages without it may have another such element.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final, TypeAlias

from newskit.frozen import NamedTuple
from newskit.read.page.nearby import is_beside, is_marked_beside
from newskit.read.page.wording import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SAMPLE: Final = 60
"""How many pages of a site are looked at."""
_FEWEST: Final = 4
_SMALL: Final = 8
_SEPARATOR: Final = re.compile(r"\s+[-–—|·•»:«]\s+|\s*[|»]\s*|(?<=\w):\s+")
_MOST_TEMPLATES: Final = 4
_PRESENT: Final = 0.3
_COVERED: Final = 0.7
_LEAST_OWN: Final = 0.3
_PARAGRAPHS: Final = "p, li, pre"
_BOXES: Final = frozenset(("article", "main", "div", "section", "td", "table", "body"))
_BARE: Final = frozenset(("article", "main"))
_SILENT: Final = frozenset(("script", "style", "noscript", "template", "nav", "footer", "aside"))
_PROSE: Final = re.compile(
    r"(?:\S+\s+){3}\S|[^\x00-\u2fff]{8}"
)  # four words, or eight signs of CJK
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_-]*")


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """Where the articles of a site stand.

    Attributes:
        selectors: CSS selectors, the commonest first; each is found once on its pages.
        title_ends: what most titles begin or end with.
        standing: paragraphs and items of lists that stand on many pages.
    """

    selectors: tuple[str, ...] = ()
    title_ends: tuple[str, ...] = ()
    standing: frozenset[str] = frozenset()

    def bare(self, title: str) -> str:
        """Return a title without the name of the site."""
        for end in self.title_ends:
            shorter = title.removesuffix(end).removeprefix(end).strip()
            if shorter and shorter != title:
                return shorter
        return title

    def place(self, tree: LexborHTMLParser) -> LexborNode | None:
        """Return the element of a page's article.

        None where no selector is found once, or where most of what only this page says stands
        outside of it: a tag that is closed in the wrong place ends an element early.
        """
        for selector in self.selectors:
            found = tree.css(selector)
            if len(found) == 1 and self._own(found[0]) >= _LEAST_OWN * self._own(tree.body):
                return found[0]
        return None

    def _own(self, node: LexborNode | None) -> int:
        """Return how long the paragraphs are that only few pages have."""
        if node is None:
            return 0
        texts = [one_line(one.text()) for one in node.css(_PARAGRAPHS) if not is_beside(one)]
        return sum(len(text) for text in texts if text not in self.standing)


class _Text(NamedTuple):
    """A piece of text, the boxes it stands in, by their selectors, and whether it is prose."""

    text: str
    boxes: tuple[str, ...]
    is_prose: bool


_Page: TypeAlias = tuple[list[_Text], Counter[str]]


def learn_template(trees: Iterable[LexborHTMLParser]) -> PageTemplate:
    """Return the template of some pages of a site; without selectors where they share none."""
    titles: list[str] = []
    pages: list[_Page] = []
    standing: Counter[str] = Counter()
    for tree in trees:
        standing.update({one_line(one.text()) for one in tree.css(_PARAGRAPHS)})
        head = tree.css_first("title")
        titles.append(one_line(head.text()) if head is not None else "")
        pages.append(_page(tree, titles[-1]))
    number = len(pages)
    known = Counter(text for texts, _ in pages for text in {one.text for one in texts})
    found: list[str] = []
    while len(pages) >= _FEWEST and len(found) < _MOST_TEMPLATES:
        best = _best(pages, known, number)
        if not best:
            break
        found.append(best)
        pages = [page for page in pages if page[1][best] != 1]
    often = frozenset(text for text, count in standing.items() if count > _few(number))
    return PageTemplate(tuple(found), _shared_ends(titles), often)


def _shared_ends(titles: Sequence[str]) -> tuple[str, ...]:
    """Return what most titles begin or end with: the name of the site, with its separator."""
    ends: Counter[str] = Counter()
    for title in titles:
        marks = list(_SEPARATOR.finditer(title))
        if marks:
            ends.update({title[: marks[0].end()], title[marks[-1].start() :]})
    most = max(_FEWEST, len(titles) // 2)
    return tuple(end for end, count in ends.most_common(2) if count >= most)


def _page(tree: LexborHTMLParser, title: str) -> _Page:
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
                texts.append(_Text(text, boxes, text not in title and bool(_PROSE.search(text))))
            continue
        if node.tag in _SILENT or (node.tag != "body" and is_marked_beside(node)):
            continue
        for selector in _selectors(node):
            counts[selector] += 1
            boxes = (*boxes, selector)
        child = node.child
        while child is not None:
            if not (child.tag or "-").startswith("-") or child.tag == "-text":
                stack.append((child, boxes))
            child = child.next
    return texts, counts


def _selectors(node: LexborNode) -> Iterator[str]:
    """Yield what may name an element on every page of its kind."""
    tag = node.tag or ""
    if tag not in _BOXES:
        return
    attributes = node.attributes
    name = (attributes.get("id") or "").strip()
    if _NAME.fullmatch(name):
        yield f"{tag}#{name}"
    classes = [one for one in (attributes.get("class") or "").split() if _NAME.fullmatch(one)]
    if classes:
        yield f"{tag}.{'.'.join(classes[:3])}"
    if tag in _BARE:
        yield tag


def _few(number: int) -> int:
    """Return on how many of a number of pages a text of one article may stand."""
    return 1 if number < _SMALL else max(2, number // 10)


def _best(pages: Sequence[_Page], known: Counter[str], number: int) -> str:
    """Return the box that holds the articles of most pages best; `number` pages made `known`."""
    few = _few(number)
    many = max(few + 1, number // 4)
    covered: defaultdict[str, list[float]] = defaultdict(list)
    own: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for texts, counts in pages:
        inside: Counter[str] = Counter()
        whole = 0
        for text, boxes, is_prose in texts:
            unique = known[text] <= few
            size.update(dict.fromkeys(boxes, len(text)))
            if unique and not is_prose:
                continue  # dates, names and titles stand in other places than the article too
            whole += len(text) * unique
            if few < known[text] < many:
                continue  # an article and the lists that repeat it
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
    # Of boxes that hold the same the smallest is taken: it leaves title and date outside.
    return max(scores, key=lambda box: (round(scores[box], 2), -size[box]), default="")
