"""The pages of a site to articles: parts of one text joined, copies reported, files that are shown.

A folder of saved pages and a crawl are read alike; each gives its files, see
`newskit.importers.mirror.Collection`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newskit.errors import ReadError
from newskit.files import Taken
from newskit.importers.article import Article, Asset, Item, Passed
from newskit.importers.mirror import Collection, Index, Redirect, SiteFile, address_key
from newskit.importers.page_article import Known, SavedPage, line_of, parsed, read_page_of
from newskit.importers.page_template import SAMPLE, PageTemplate, learn_template
from newskit.importers.target import asset_name, parts_of
from newskit.post import JsonValue

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_COPY: Final = re.compile(
    r"(?:^|[/?&._-])(?:print(?:er|able|[_-]?version|[_-]?friendly)?|amp|replytocom|share|format|output"
    r"|pdf|mobile|lite)(?:[=/&._-]|$)",
    re.IGNORECASE,
)
# The number of a part behind an address: /x/2/, /x/page/2, /x?page=2, /x-2.html, /x_2.html.
_PART: Final = re.compile(
    r"(?P<head>.*?)(?:/page/|/p/|[?&](?:page|p|paged|start)=|[/_-]p?)(?P<number>[1-9]\d{0,2})"
    r"(?P<tail>/?|\.\w+)$"
)
_BY_DATE: Final = re.compile(r"/(?:19|20)\d\d(?:/\d\d)?$")
_INDEX_NAME: Final = re.compile(r"(?<=/)index\.\w+$")
_MOST_PARTS: Final = 200
_ENDING: Final = re.compile(r"\.(?:x?html?|php|aspx?)$", re.IGNORECASE)
_SAME: Final = 0.95
_SHORT: Final = 60
_SHOWN: Final = ("image/", "audio/", "video/", "application/pdf", "application/epub", "font/")
_FEEDS: Final = ("rss", "atom", "feed")


def articles_of(collection: Collection) -> Iterator[Item]:
    """Yield every file of a crawl or a mirror: an article, a file, or why it is neither."""
    index = Index()
    try:
        found = False
        for entry in collection.entries():
            found = True
            if isinstance(entry, SiteFile):
                index.add(entry)
            elif isinstance(entry, Redirect):
                index.add_redirect(entry)
                yield entry.row
            else:
                yield entry
        if found:
            index.finish()
            yield from _Reading(collection, index).items()
    finally:
        index.close()


@dataclass(slots=True)
class _Reading:
    collection: Collection
    index: Index
    joined: set[int] = field(default_factory=set[int])
    seen: dict[int, str] = field(default_factory=dict[int, str])
    shown: Taken = field(default_factory=Taken)

    def items(self) -> Iterator[Item]:
        template = learn_template(self._sample())
        known = Known(self.index, template)
        if template.selectors:
            details: dict[str, JsonValue] = {"selectors": list(template.selectors)}
            yield Passed("template", "template", "where the articles of the pages stand", details)
        later: list[int] = []
        for held in self.index.pages():
            if self._waits(held):
                later.append(held.number)
            else:
                yield from self._page(held, known)
        for number in later:
            waiting = self.index.get(number)
            if waiting is not None and number not in self.joined:
                copy = self._copied(waiting)
                yield from self._page(waiting, known) if copy is None else (copy,)
        for held in self.index.others():
            yield self._other(held)

    def _sample(self) -> Iterator[LexborHTMLParser]:
        for held in self.index.pages(SAMPLE):
            if (tree := self._tree(held)) is not None:
                yield tree

    def _tree(self, held: SiteFile) -> LexborHTMLParser | None:
        try:
            return parsed(self.collection.load(held), held.charset)
        except ReadError:
            return None

    def _page(self, held: SiteFile, known: Known) -> Iterator[Item]:
        try:
            tree = parsed(self.collection.load(held), held.charset)
        except ReadError as error:
            yield Passed(held.label, "page", error.message, {"url": held.url}, fault=True)
            return
        page = read_page_of(held, tree, known)
        details: dict[str, JsonValue] = {"url": held.url, "title": page.article.title}
        if page.listed:
            details |= {"text": page.text, **page.article.left}
            yield Passed(held.label, "page", page.listed, details)
            return
        if not page.text and not page.shown:
            yield Passed(held.label, "page", "has no text", {**details, **page.article.left})
            return
        key = hash(page.text.casefold())
        # What stands around it and on no page before: an article that was not found.
        outside = page.article.left.get("around")
        besides = sum(map(len, map(str, outside))) if isinstance(outside, list) else 0
        if len(page.text) >= _SHORT and key in self.seen and besides < len(page.text):
            reason = f"a copy: the same words as {self.seen[key]}"
            yield Passed(held.label, "page", reason, {**details, **page.article.left})
            return
        self.seen[key] = held.label
        self._note(page)
        yield from self._joined(page, held, known)

    def _note(self, page: SavedPage) -> None:
        for one in page.shown:
            self.shown.add(str(one.number))

    # Texts in several parts.

    def _joined(self, page: SavedPage, held: SiteFile, known: Known) -> Iterator[Item]:
        article, rows = page.article, list[Passed]()
        for number, part in self._parts(held):
            tree = self._tree(part)
            more = read_page_of(part, tree, known) if tree is not None else None
            if more is None or more.listed:
                break
            self.joined.add(part.number)
            self._note(more)
            article = _with_part(article, more.article)
            reason = f"part {number} of {held.label}, which it is joined to"
            details: dict[str, JsonValue] = {"url": part.url, **more.article.left}
            rows.append(Passed(part.label, "page", reason, details))
        yield article
        yield from rows

    def _parts(self, held: SiteFile) -> Iterator[tuple[int, SiteFile]]:
        """Yield the parts behind the first one, as far as none is missing."""
        for number in range(2, _MOST_PARTS):
            found = (self.index.at(address) for address in _numbered(held.url, number))
            part = next((one for one in found if one and one.title == held.title), None)
            if not held.title or part is None or part.number == held.number:
                return
            yield number, part

    def _waits(self, held: SiteFile) -> bool:
        """Tell whether a page may be a part or a copy of another, which is read before it."""
        if held.number in self.joined:
            return True
        if held.canonical and address_key(held.canonical) != address_key(held.url):
            return self.index.at(held.canonical) is not None
        if _COPY.search(_below_host(held.url)):
            return True
        first = self.index.at(_first_part(held.url)) if held.title else None
        return first is not None and first.title == held.title and first.number != held.number

    # Copies.

    def _copied(self, held: SiteFile) -> Passed | None:
        """Return the row of a copy of another page; None where it says much that that does not."""
        original = self._original(held)
        trees = (self._tree(held), self._tree(original)) if original else (None, None)
        if original is None or trees[0] is None or trees[1] is None:
            return None
        body = trees[1].body
        there = frozenset(_words(line_of(body) if body is not None else ""))
        known = Known(self.index, PageTemplate())
        said = list(_words(read_page_of(held, trees[0], known).text))
        missing = [word for word in said if word not in there]
        if not said or len(missing) > (1 - _SAME) * len(said):
            return None
        details: dict[str, JsonValue] = {"url": held.url}
        if missing:
            details["words"] = " ".join(dict.fromkeys(missing))
        return Passed(held.label, "page", f"a copy of {original.label}", details)

    def _original(self, held: SiteFile) -> SiteFile | None:
        if held.canonical and (found := self.index.at(held.canonical)) is not None:
            return found if found.number != held.number else None
        for one in self.index.titled(held.title) if held.title else ():
            if one.number != held.number and not _COPY.search(_below_host(one.url)):
                return one
        return None

    # What is not a page.

    def _other(self, held: SiteFile) -> Item:
        details: dict[str, JsonValue] = {"url": held.url, "type": held.media}
        if str(held.number) in self.shown:
            try:
                data = self.collection.load(held)
            except ReadError as error:
                return Passed(held.label, "file", error.message, details, fault=True)
            name = asset_name(held.url, held.media, self.index.host)
            return Asset(held.label, name, held.url, data, {"type": held.media}, served=True)
        if any(one in held.media for one in _FEEDS):
            reason = "a feed; `newskit import feed` reads it"
        elif held.media.startswith(_SHOWN):
            reason = "no article shows it"
        else:
            reason = "is not a page: it serves the pages' looks or programs"
        return Passed(held.label, "file", reason, details)


def _with_part(article: Article, more: Article) -> Article:
    return dataclasses.replace(
        article,
        body=f"{article.body.rstrip()}\n\n{more.body}",
        redirects=(*article.redirects, *_address(more)),
        tags=tuple(dict.fromkeys((*article.tags, *more.tags))),
    )


def _address(article: Article) -> tuple[str, ...]:
    parts = parts_of(article.url)
    return (f"{parts.path}?{parts.query}" if parts.query else parts.path,)


def _numbered(url: str, number: int) -> Iterator[str]:
    """Yield where part `number` of the text at an address may lie."""
    base, _, query = url.partition("?")
    if query:
        yield f"{url}&page={number}"
        return
    base = _INDEX_NAME.sub("", base).rstrip("/")
    ending = _ENDING.search(base)
    tail = ending[0] if ending else ""
    stem = base.removesuffix(tail)
    if _BY_DATE.search(stem):
        return  # an archive by dates: its months and days are not parts
    for middle in ("/", "/page/", "/page", "-", "_", "-p", "?page=", "?p=", "?paged="):
        yield f"{stem}{middle}{number}{'' if middle.startswith(('/', '?')) else tail}"
    if tail:
        yield from (f"{stem}/{number}{tail}", f"{base}?page={number}")


def _first_part(url: str) -> str:
    """Return where the first part lies of a text that an address may be a later part of."""
    match = _PART.match(url)
    if match is None or int(match["number"]) < 2:
        return ""
    tail = match["tail"] if match["tail"].startswith(".") else ""
    base = f"{match['head']}{tail}"
    return "" if _BY_DATE.search(match["head"]) else base


def _below_host(url: str) -> str:
    parts = parts_of(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _words(text: str) -> Iterator[str]:
    yield from re.findall(r"\w+", text.lower())
