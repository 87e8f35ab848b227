"""What a whole HTML page states about itself, each fact with where it stands.

Looked at, the surest first: JSON-LD and microdata (schema.org), Open Graph (ogp.me), `<meta>`
(HTML, Dublin Core, Highwire), `<link>`, `<time>`, the byline, the heading, `<title>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from newskit.frozen import dataclass, field
from newskit.lazy import lazy, wordlist
from newskit.read.page import stated
from newskit.read.page.nearby import lines_by_the_heading
from newskit.read.page.stated import (
    PageFact,
    article_nodes,
    joined,
    kind_of,
    media_nodes,
    names_in,
    page_nodes,
    picture_in,
    text_in,
    texts_in,
)
from newskit.read.page.titles import Titled, host_of
from newskit.read.page.wording import (
    are_names,
    are_people,
    byline_in,
    date_in,
    date_of_line,
    dated,
    day_at_the_start,
    labelled_day,
    name_beside_a_day,
    names_of,
    one_line,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of a page.

    Attributes:
        taken: by front matter key, in the order they are written.
        left: what the head says besides.
    """

    taken: Mapping[str, PageFact] = field(default_factory=dict[str, PageFact])
    left: tuple[PageFact, ...] = ()


def read_page(text: str) -> PageFacts:
    """Return what a whole page states about itself."""
    from selectolax.lexbor import LexborHTMLParser

    return facts_of(LexborHTMLParser(text))


def facts_of(tree: LexborHTMLParser) -> PageFacts:
    """Return what a parsed page states about itself."""
    return _Page(tree).facts()


# Hugo's own template for Open Graph names no more than six tags (0.148).
_TAGS_OF_HUGO: Final = 6
_MOST_PARAGRAPHS: Final = 3
_LOOSE: Final = "class=…author"
"""Classes that quotations and portraits have too: only what looks like a name is taken."""
_LINKED: Final = "a link to an author"
_BYLINES: Final = (
    ('[itemprop~="author"] [itemprop~="name"]', "itemprop=author"),
    ('[itemprop~="author"]', "itemprop=author"),
    ('[rel~="author"]', "rel=author"),
    (".p-author", "class=p-author"),
    (".author.vcard .fn", "class=author"),
    (".vcard .fn", "class=vcard"),
    (".byline-name", "class=byline"),
    (".author-name", "class=author-name"),
    (".byline a", "class=byline"),
    (".author a", "class=author"),
    (".byline", "class=byline"),
    (".entry-author", "class=entry-author"),
    (".post-author", "class=post-author"),
    (".article-author", "class=article-author"),
    (".article__author", "class=article__author"),
    (".author", "class=author"),
    ('[class~="writtenby" i], [class~="written-by" i]', "class=written-by"),
    ("byline", "<byline>"),
    ('[class*="author-name" i], [class*="author_name" i]', "class=author-name"),
    ('[class*="authorname" i], [class*="byline__author" i]', "class=author-name"),
    ('[class$="-author" i], [class$="_author" i], [class*="date-author" i]', _LOOSE),
    (".submitted .username", "class=username"),
    ('a[href*="/author/"]', _LINKED),
    ('a[href*="/authors/"]', _LINKED),
    ('a[href*="/autor/"], a[href*="/autoren/"]', _LINKED),
    ('a[href*="/auteur/"], a[href*="/autore/"]', _LINKED),
    ('a[href*="/autores/"], a[href*="/redaktion/"]', _LINKED),
)
_ANY_BYLINE: Final = ", ".join(selector for selector, _ in _BYLINES)
_LIKELY: Final = {_LOOSE: are_names, _LINKED: are_people}
"""What has to look like a name to be one."""
_IN_CLASSES: Final = wordlist(
    "date datum time publi meta byline posted author submitted fecha info"
)
_DATED: Final = ", ".join(f'[class*="{word}" i]' for word in _IN_CLASSES) + (
    ', [id*="date" i], [data-testid*="date" i]'
)


# What some templates write where the language belongs.
_ENCODING: Final = lazy(r"utf-?\d|iso-?\d|windows-\d|cp\d", re.IGNORECASE)
# What stands around the name in a line of copyright.
_YEARS: Final = r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?\b"
_RIGHTS: Final = r"all rights reserved|alle rechte vorbehalten|tous droits réservés"
_BEFORE_NAME: Final = lazy(rf"(?:[\s.,;:|–—-]|\(c\)|©|copyright\b|{_YEARS})*+", re.IGNORECASE)
_BEHIND_NAME: Final = lazy(
    rf"(?:[\s.,;:|–—-]{{1,9}}(?:{_YEARS}|\(c\)|©|copyright\b|{_RIGHTS}))++[\s.]*$", re.IGNORECASE
)
_SIGN: Final = lazy(rf"\(c\)(?!\()|©|\bcopyright\b|{_RIGHTS}", re.IGNORECASE)
_SHORT_FORM: Final = lazy(r"\b(?:inc|ltd|co|corp|bros|s\.a|e\.v)\.$", re.IGNORECASE)


def _name_in(line: str) -> str:
    """Return the name in a line of copyright; a year in one without its signs is of the name."""
    name = _BEFORE_NAME.sub("", line, count=1)
    if _SIGN.search(line):
        name = _BEHIND_NAME.sub("", name)
    short = name.strip(" .,;|-–—")
    whole = f"{short}."
    return whole if _SHORT_FORM.search(whole) and whole in line else short


_WRITTEN_BY: Final = frozenset(wordlist("by von par por da av af door przez autor auteur 作者"))
"""Words of what plug-ins of WordPress call the author of a shared page in."""


class _Page(Titled):
    """A parsed page, and its facts one by one."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        super().__init__(tree)
        self.address = self._address()
        # What the address was taken from is named by its value.
        self.used.clear()
        self.articles = article_nodes(self.nodes, str(self.address.value) if self.address else "")
        # A page may be about a film or a document alone; within an article they are pictures of it.
        self.articles = self.articles or media_nodes(self.nodes, self.whole)
        self.pages = page_nodes(self.nodes)
        stated = self._language()
        self.language = str(stated.value) if stated else ""

    def facts(self) -> PageFacts:
        publisher = self._publisher()
        title = self._title(publisher)
        found: dict[str, PageFact | None] = {
            "title": title,
            "date": self._date(),
            "updated": self._first(
                self._meta_date(stated.DATE_MODIFIED),
                self._node_date("dateModified"),
                self._prop_date("dateModified"),
            ),
            "authors": self._authors(publisher),
            "description": self._description(title, publisher),
            "canonical_url": self.address,
            "lang": self._language(),
            "categories": self._first(
                self._meta(stated.SECTIONS),
                self._node_texts("articleSection"),
                self._prop("articleSection"),
            ),
            "tags": self._tags(),
            "image": self._picture(),
            "publisher": publisher,
        }
        taken = {key: fact for key, fact in found.items() if fact is not None}
        return PageFacts(taken, tuple(self._left(taken)))

    # One fact each.

    def _publisher(self) -> PageFact | None:
        """Who publishes the page: of a line of copyright, the name in it."""
        fact = self._meta(stated.PUBLISHERS)
        if fact is not None and fact.where == "<meta copyright>":
            name = _name_in(str(fact.value))
            fact = PageFact(name, fact.where) if name else None
        return self._first(fact, self._node_names("publisher"))

    def _description(self, *names: PageFact | None) -> PageFact | None:
        """What is said of the page where it is shared, whole where that is cut short.

        The name of the page or of its site describes nothing.
        """
        besides = {str(name.value).casefold() for name in names if name is not None}
        fact = self._meta(stated.DESCRIPTIONS, besides=besides)
        if fact is not None:
            start = str(fact.value).rstrip(" .…[]")
            for key, value, _ in self.metas:
                if key == "description" and len(value) > len(start) and value.startswith(start):
                    self.used.add((key, value))
                    return PageFact(value, "<meta description>")
        return self._first(
            fact, self._node_text("description", "abstract"), self._prop("description")
        )

    def _date(self) -> PageFact | None:
        return self._first(
            self._node_date("datePublished", "dateCreated", "uploadDate"),
            self._meta_date(stated.DATE_PUBLISHED),
            self._prop_date("datePublished", "dateCreated"),
            self._page_date(),
            self._time(),
            self._address_date(),
            self._written_date(),
        )

    def _page_date(self) -> PageFact | None:
        for node in self.pages:
            text = text_in(node, "datePublished")
            if found := dated(text, self.language):
                return PageFact(found, "JSON-LD WebPage.datePublished")
        return None

    def _time(self) -> PageFact | None:
        """The first `<time>` of the article, or the element that hAtom calls published."""
        for selector in (
            "time[pubdate]",
            "time.published",
            "time.entry-date",
            "time.dt-published",
            "abbr.published",
            "article header time",
            "article time",
            "main time",
            "header time",
            "time",
        ):
            for node in self.tree.css(selector):
                if self._is_beside(node):
                    continue
                value = (
                    node.attributes.get("datetime")
                    or node.attributes.get("title")
                    or self._text(node)
                )
                if found := dated(value, self.language):
                    return PageFact(found, f"<{node.tag}>")
        return None

    def _address_date(self) -> PageFact | None:
        if self.address is None:
            return None
        match = re.search(
            r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)",
            str(self.address.value),
        )
        if match is not None:
            day = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
            return PageFact(day, "the canonical address")
        match = re.search(
            r"[/~](0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])-((?:19|20)\d\d)(?=[/_-]|$)",
            str(self.address.value),
        )
        if match is None or self.language.lower() in {"", "en", "en-us"}:
            return None
        return PageFact(f"{match[3]}-{match[2]}-{match[1]}", "the canonical address")

    def _written_date(self) -> PageFact | None:
        """A date in an element whose class speaks of one, or in a short line by the heading."""
        for node in self.tree.css(_DATED):
            value = self._text(node, " ")
            if (
                0 < len(value) <= 120
                and not self._is_beside(node)
                and (found := date_in(value, self.language))
            ):
                return PageFact(found, "a date by its class")
        for line in self._lines():
            if found := date_of_line(line, self.language):
                return PageFact(found, "a date by the heading")
        return self._worded_date()

    def _worded_date(self) -> PageFact | None:
        """The day that the article begins with, or one that a word says to be its publication."""
        for node in self._paragraphs():
            if found := day_at_the_start(self._text(node, " "), self.language):
                return PageFact(found, "a day at the start of the article")
        body = self.tree.body
        found = labelled_day(self._text(body, " "), self.language) if body else None
        return PageFact(found, "a day that is labelled so") if found else None

    def _paragraphs(self) -> Iterator[LexborNode]:
        """The first paragraphs of the page that stand beside nothing."""
        left = _MOST_PARAGRAPHS
        for node in self.tree.css("h1 ~ p, h1 ~ * p, article p, main p"):
            if left and not self._is_beside(node):
                left -= 1
                yield node

    def _lines(self) -> Iterator[str]:
        """The short lines of text that stand next to the heading: forty behind, eight before."""
        if not hasattr(self, "_near"):
            self._near = list(lines_by_the_heading(self.tree))
        yield from self._near

    def _authors(self, publisher: PageFact | None) -> PageFact | None:
        stated = self._stated_authors()
        if stated is not None and not _is_site(stated.value, publisher, self.address):
            return stated
        # The name of the site is its publisher's; a person may stand by the heading.
        byline = self._byline() or self._written_byline()
        return byline or stated

    def _written_byline(self) -> PageFact | None:
        for line in self._lines():
            if names := byline_in(line) or name_beside_a_day(line):
                return PageFact(names, "a byline by the heading")
        return None

    def _stated_authors(self) -> PageFact | None:
        for node in self.articles:
            names = names_of(names_in(node.get("author") or node.get("creator"), self.nodes))
            if names:
                return PageFact(names, f"JSON-LD {kind_of(node)}.author")
        for name in stated.AUTHORS:
            values = [value for key, value, _ in self.metas if key == name]
            if name == "twitter:data1" and not any(
                key == "twitter:label1" and not _WRITTEN_BY.isdisjoint(value.lower().split())
                for key, value, _ in self.metas
            ):
                continue
            names = names_of(values)
            if names:
                self.used.update((name, value) for value in values)
                return PageFact(names, f"<meta {name}>")
        return None

    def _byline(self) -> PageFact | None:
        if self.tree.css_first(_ANY_BYLINE) is None:
            return None
        for selector, where in _BYLINES:
            found: list[str] = []
            for node in self.tree.css(selector):
                if self._is_beside(node):
                    continue
                text = node.attributes.get("content") or self._text(node, " ")
                if not text and where == "rel=author":  # a portrait alone
                    titled = names_of([node.attributes.get("title") or ""])
                    text = titled[0] if titled and are_people(titled) else ""
                if 0 < len(text) <= 70:
                    names = names_of([text])
                    likely = _LIKELY.get(where)
                    found += names if likely is None or likely(names) else ()
            if found:
                names = tuple(dict.fromkeys(found))
                # Many of them are a list of people, not a byline.
                return PageFact(names if len(names) <= 4 else names[:1], where)
        return None

    def _language(self) -> PageFact | None:
        root = self.tree.css_first("html")
        for name in ("lang", "xml:lang"):
            value = (root.attributes.get(name) or "").strip() if root else ""
            if value and not _ENCODING.match(value):
                return PageFact(value, f"<html {name}>")
        fact = self._first(self._meta(stated.LANGUAGES), self._node_text("inLanguage"))
        return PageFact(str(fact.value).replace("_", "-"), fact.where) if fact else None

    def _tags(self) -> PageFact | None:
        for name in stated.TAGS:
            values = [value for key, value, _ in self.metas if key == name]
            parts = (
                values
                if len(values) > 1
                else [part for value in values for part in re.split(r"[,;，、]", value)]
            )
            tags = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
            if tags:
                self.used.update((name, value) for value in values)
                listed = self._listed_tags(tags) if len(tags) == _TAGS_OF_HUGO else None
                return listed or PageFact(tags, f"<meta {name}>")
            if name == "og:article:tag":
                for node in self.articles:
                    words = texts_in(node.get("keywords"))
                    parts = (
                        words
                        if len(words) > 1
                        else [part for word in words for part in re.split(r"[,;，、]", word)]
                    )
                    tags = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
                    if tags:
                        return PageFact(tags, f"JSON-LD {kind_of(node)}.keywords")
        tags = tuple(
            dict.fromkeys(
                self._text(node)
                for node in self.tree.css('a[rel~="tag"]')
                if not self._is_beside(node)
            )
        )
        return PageFact(tuple(tag for tag in tags if tag), "rel=tag") if any(tags) else None

    def _listed_tags(self, some: tuple[str, ...]) -> PageFact | None:
        """Return the list of links to tags that begins with `some`, which a template cut short."""
        wanted = [tag.casefold() for tag in some]
        groups: dict[int, list[str]] = {}
        for node in self.tree.css('a[href*="/tag/"], a[href*="/tags/"]'):
            outer = node.parent.parent if node.parent and node.parent.tag == "li" else node.parent
            if outer is not None and (text := self._text(node).lstrip("#")):
                groups.setdefault(outer.mem_id, []).append(text)
        for tags in groups.values():
            if [tag.casefold() for tag in tags[: len(wanted)]] == wanted:
                return PageFact(tuple(dict.fromkeys(tags)), "links to tags")
        return None

    def _picture(self) -> PageFact | None:
        fact = self._meta(stated.PICTURES)
        if fact is not None:
            return fact
        for node in self.articles:
            for key in ("image", "thumbnailUrl"):
                text = picture_in(node.get(key))
                if text:
                    return PageFact(text, f"JSON-LD {kind_of(node)}.{key}")
        link = self.tree.css_first('link[rel="image_src"]')
        return (
            PageFact(link.attributes["href"] or "", "<link image_src>")
            if link and link.attributes.get("href")
            else None
        )

    def _address(self) -> PageFact | None:
        base = self.tree.css_first("base[href]")
        below = (base.attributes.get("href") or "").strip() if base else ""
        for node in self.tree.css('link[rel~="canonical"]'):
            value = joined(below, (node.attributes.get("href") or "").strip())
            if re.match(r"(?:https?:)?//", value):
                return PageFact(value, "<link canonical>")
        fact = self._meta(stated.ADDRESSES, pattern=re.compile(r"https?://"))
        if fact is not None:
            return fact
        for article in article_nodes(self.nodes, ""):
            text = text_in(article, "url", "mainEntityOfPage")
            if re.match(r"https?://", text):
                return PageFact(text, "JSON-LD url")
        return None

    def _left(self, taken: Mapping[str, PageFact]) -> Iterator[PageFact]:
        """What `<meta>` and `<title>` say that no fact taken holds."""
        said = {
            text
            for fact in taken.values()
            for text in ((fact.value,) if isinstance(fact.value, str) else fact.value)
        }
        for key, value, _ in self.metas:
            if (key, value) not in self.used and value not in said:
                said.add(value)
                yield PageFact(value, f"<meta {key}>")
        title = self.tree.css_first("title")
        whole = one_line(title.text()) if title else ""
        if whole and whole not in said:
            yield PageFact(whole, "<title>")


def _is_site(
    value: str | tuple[str, ...], publisher: PageFact | None, address: PageFact | None
) -> bool:
    """Tell whether the authors are the site: it alone, or it first (``Mill Press, Hull``)."""
    names = (value,) if isinstance(value, str) else value
    if not 0 < len(names) <= 2:
        return False
    name = re.sub(r"\W+", "", names[0]).lower()
    host = host_of(address)
    labels = re.sub(r"\W+", "", host), re.sub(r"\W+", "", host.rpartition(".")[0])
    said = re.sub(r"\W+", "", str(publisher.value)).lower() if publisher else ""
    return bool(name) and (
        name in labels
        or name == said
        or name in {"redaktion", "redaction", "redacción", "redazione", "redactie"}
    )
