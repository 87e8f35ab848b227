"""What a whole HTML page is called: its headline, its heading, `<title>`; without the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy
from newskit.read.page import stated
from newskit.read.page.stated import PageFact, StatedFacts
from newskit.read.page.wording import one_line, shortened

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SENTENCE: Final = 4
"""Words of at least four letters from which on a heading is no name of a site."""
_UNFILLED: Final = lazy(r"\$\{\w+\}|\{\{\s*\w|<%=?\s*\w")
"""A place that a template was to fill in."""
_ENTRY_TITLE: Final = ".entry-title, .post-title, .p-name"


class Titled(StatedFacts):
    """Looks up what a page is called.

    Attributes:
        whole: the text of its `<title>`.
        address: its canonical address; whoever knows it sets it.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        super().__init__(tree)
        head = tree.css_first("head title") or tree.css_first("title")
        self.whole = one_line(head.text()) if head else ""
        self.address: PageFact | None = None

    def _title(self, publisher: PageFact | None) -> PageFact | None:
        """Return what the page is called, without the name of its site."""
        heading = self._heading()
        fact = self._first(self._node_headline(heading), self._headline(), self._shared(heading))
        name = str(publisher.value) if publisher else ""
        if fact is not None and _UNFILLED.search(str(fact.value)):
            fact = None
        if fact is not None:
            value = shortened(str(fact.value), name, heading, host_of(self.address))
            if (
                heading
                and value != heading
                and heading.startswith(value.rstrip(" .…"))
                and value.endswith(("…", "..."))
            ):
                return PageFact(heading, "<h1>")
            return PageFact(value, fact.where)
        fact = self._meta(stated.TITLES[1:])
        if fact is not None:
            return PageFact(
                shortened(str(fact.value), name, heading, host_of(self.address)), fact.where
            )
        if heading and (_is_edge(heading, self.whole) or self._says_more(heading)):
            return PageFact(heading, "<h1>")
        if self.whole:
            value = shortened(self.whole, name, heading, host_of(self.address))
            return PageFact(_before_the_site(value), "<title>")
        fact = self._node_text("name")
        return fact or (PageFact(heading, "<h1>") if heading else None)

    def _edges(self, found: list[LexborNode]) -> list[str]:
        """Return those of several headings that `<title>` begins with, and are long."""
        texts = dict.fromkeys(self._text(node) for node in found)
        return [one for one in texts if len(one.split()) >= _SENTENCE and _is_edge(one, self.whole)]

    def _says_more(self, heading: str) -> bool:
        """Whether a heading is a sentence of which `<title>`, the site's, has no word."""
        words = set(re.findall(r"\w{4,}", heading.casefold()))
        return len(words) >= _SENTENCE and not any(one in self.whole.casefold() for one in words)

    def _node_headline(self, heading: str) -> PageFact | None:
        """Return the headline of JSON-LD; its name, where the headline only describes the page."""
        fact = self._node_text("headline")
        said = f"{heading} {self.whole}".casefold()
        if fact is None or not heading or str(fact.value).casefold() in said:
            return fact
        name = self._node_text("name")
        return name if name and str(name.value).casefold() == heading.casefold() else fact

    def _shared(self, heading: str) -> PageFact | None:
        """Return the title by which the page is shared; of several, the one of the heading."""
        values = [value for key, value, _ in self.metas if key == stated.TITLES[0]]
        if len(values) > 1 and heading in values:
            self.used.add((stated.TITLES[0], heading))
            return PageFact(heading, f"<meta {stated.TITLES[0]}>")
        return self._meta(stated.TITLES[:1])

    def _headline(self) -> PageFact | None:
        """Return the headline that microdata states; of several, the one of the page's title.

        Lists of other articles and the name of a section are marked up as headlines, too.
        """
        fact = self._prop("headline")
        texts = {one_line(self._text(node)) for node in self.tree.css('[itemprop~="headline"]')}
        if fact is None or len(texts - {""}) < 2:
            return fact
        said = " ".join([self.whole, *(value for key, value, _ in self.metas if key == "og:title")])
        named = [one for one in texts if one and one.casefold() in said.casefold()]
        return PageFact(max(named, key=len), fact.where) if named else None

    def _heading(self) -> str:
        """Return the only heading of the first rank; one that leads home is the site's name."""
        for selector in ("article h1", "main h1", "h1"):
            found = [node for node in self.tree.css(selector) if self._text(node)]
            # A page may hold its heading twice, for small screens and for wide ones.
            if len({self._text(node) for node in found}) == 1 and not _leads_home(found[0]):
                return self._text(found[0])
            if len(found) > 1 and len(edges := self._edges(found)) == 1:
                return edges[0]
        # An element of two of these classes is found twice.
        texts = dict.fromkeys(self._text(node) for node in self.tree.css(_ENTRY_TITLE))
        named = [one for one in texts if one and one in self.whole]
        return named[0] if len(named) == 1 else ""


def _before_the_site(title: str) -> str:
    """Return a `<title>` without its short last parts behind ``|``: the site and its sections."""
    first, bar, rest = title.partition(" | ")
    short = all(len(part.split()) <= _SENTENCE for part in rest.split(" | "))
    long = len(first.split()) >= _SENTENCE or (not first.isascii() and len(first) > _SENTENCE)
    return first if bar and short and long else title


def _is_edge(heading: str, whole: str) -> bool:
    """Whether a title begins with a heading, or ends with it behind the name of the site."""
    return whole.startswith(heading) or re.search(rf"\W\s{re.escape(heading)}$", whole) is not None


def _leads_home(heading: LexborNode) -> bool:
    """Whether a heading is a link to the start of a site, and nothing else."""
    links = heading.css("a[href]")
    path = (
        re.sub(r"^(?:https?:)?//[^/]+", "", links[0].attributes.get("href") or "") if links else "-"
    )
    return path.strip("./") in {"", "index.html"} and one_line(links[0].text()) == one_line(
        heading.text()
    )


def host_of(address: PageFact | None) -> str:
    """Return the host of an address in small letters; empty without one."""
    if address is None:
        return ""
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", str(address.value)).partition("/")[0].lower()
