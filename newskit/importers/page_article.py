"""One page of a site to an article: its facts, its main part with links mended, what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from newskit.files import Taken
from newskit.importers.article import Article
from newskit.importers.mirror import Index, SiteFile, plain_title
from newskit.importers.page_template import PageTemplate
from newskit.importers.target import asset_name, joined_address, parts_of, slug_in
from newskit.post import JsonValue
from newskit.read.decode import decode, decode_as
from newskit.read.page.facts import PageFacts, facts_of
from newskit.read.page.fill import fill
from newskit.read.page.nearby import around, find_article
from newskit.read.page.stated import PageFact
from newskit.read.page.wording import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LINKS: Final = ("href", "src", "poster", "data", "data-src", "cite")
_SETS: Final = ("srcset", "data-srcset")
_COMMENTS: Final = (
    "#comments, #respond, #disqus_thread, .comments-area, .comment-respond, .commentlist"
)
_HEADINGS: Final = "h1, h2"
_LIST_CLASSES: Final = frozenset(
    {"archive", "blog", "category", "tag", "author", "date", "search-results", "paged"}
)
_ONE_CLASSES: Final = frozenset({"single", "singular", "page", "single-post"})
_LIST_PATH: Final = re.compile(
    r"^/?(?:index\.\w+)?$|(?:^|/)(?:page/\d+|(?:tags?|categor(?:y|ies)|authors?|archives?|topics?)(?:/[^/]*)?"
    r"|(?:19|20)\d\d(?:/\d\d){0,2})/?(?:index\.\w+)?$"
)
_FEWEST_LINKS: Final = 5
_LINK_SHARE: Final = 0.5
_LINK_SHARE_OF_LISTS: Final = 0.1  # where the address is that of a list; entries have excerpts


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page that was read.

    Attributes:
        article: what becomes of it.
        text: the text of its article, on one line.
        listed: why it is a list of other pages; empty for an article.
        shown: the files that its article shows.
    """

    article: Article
    text: str = ""
    listed: str = ""
    shown: tuple[SiteFile, ...] = ()


@dataclass(slots=True)
class Known:
    """What the reading of one page tells that of the next: texts that were reported already."""

    index: Index
    template: PageTemplate
    reported: Taken = field(default_factory=Taken)


def parsed(data: bytes, charset: str) -> LexborHTMLParser:
    """Return the tree of a page."""
    from selectolax.lexbor import LexborHTMLParser

    found = decode(data)
    if charset and found.facts.how not in {"utf-8", "bom"}:
        found = decode_as(data, charset) or found
    return LexborHTMLParser(found.text.encode("utf-8", "replace").decode("utf-8"))


def read_page_of(held: SiteFile, tree: LexborHTMLParser, known: Known) -> SavedPage:
    """Return what a page of a site becomes."""
    facts = facts_of(tree)
    values = fill(None, facts)
    node = known.template.place(tree) or find_article(tree)
    if node is None:
        return SavedPage(Article(held.label, url=held.url))
    listed = _listed(held, tree, node, known.index, facts)
    left = _left(held, tree, node, facts, known)
    title = known.template.bare(str(values.get("title") or ""))
    values["title"] = title
    _tidy(node, title)
    shown = tuple(_mend(node, held, known.index))
    text = line_of(node)
    body = re.sub(r"(<pre\b[^>]*>)\n", r"\1\n\n", _inner(node))  # HTML drops the first line feed
    kind = _kind(tree, facts)
    article = _article(held, values, kind, body, left, known.index)
    return SavedPage(article, text, listed, shown)


def _kind(tree: LexborHTMLParser, facts: PageFacts) -> str:
    """Return ``post`` for what has a date or is called an article, ``page`` for the rest."""
    classes = _body_classes(tree)
    if "page" in classes and "single-post" not in classes:
        return "page"
    dated = "date" in facts.taken or "single-post" in classes
    return "post" if dated or _is_stated_article(tree, facts) else "page"


def _article(
    held: SiteFile,
    values: dict[str, JsonValue],
    kind: str,
    body: str,
    left: dict[str, JsonValue],
    index: Index,
) -> Article:
    said = str(values.get("canonical_url") or "")
    url = said if said and index.at(said) is None else held.url
    picture = str(values.get("image") or "")
    published = str(values.get("date") or "")
    extra: dict[str, JsonValue] = {}
    if values.get("publisher"):
        extra["publisher"] = values["publisher"]
    return Article(
        held.label,
        body=body.strip() + "\n" if body.strip() else "",
        kind=kind,
        title=str(values.get("title") or ""),
        slug=slug_in(parts_of(url).path),
        url=url,
        redirects=_redirects(held, url, index),
        published=published,
        modified=str(values.get("updated") or ""),
        authors=_texts(values.get("authors")),
        categories=tuple((one,) for one in _texts(values.get("categories"))),
        tags=_texts(values.get("tags")),
        summary=str(values.get("description") or ""),
        image=_mended(picture, held, index)[0] if picture else "",
        language=str(values.get("lang") or ""),
        extra=extra,
        left=left,
    )


def _texts(value: JsonValue) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _redirects(held: SiteFile, url: str, index: Index) -> tuple[str, ...]:
    """Return the other addresses of a page: where it was found, and its copies'."""
    others = [held.url] if held.url != url else []
    others += index.other_addresses(held)
    own = unquote(_path_and_query(url))
    paths = dict.fromkeys(map(_path_and_query, others))
    return tuple(path for path in paths if unquote(path) != own)


def _path_and_query(url: str) -> str:
    parts = parts_of(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


# What the article is without.


def _tidy(node: LexborNode, title: str) -> None:
    """Take out the heading that is the title, comments and menus; the caller has reported them."""
    plain = plain_title(title)
    heading = next(iter(node.css(_HEADINGS)), None)
    if heading is not None and plain and plain_title(heading.text()) == plain:
        heading.decompose()
    for other in node.css(f"{_COMMENTS}, nav"):
        if other.mem_id != node.mem_id:
            other.decompose()


def _inner(node: LexborNode) -> str:
    """Return the HTML inside an element."""
    return node.inner_html or ""


def line_of(node: LexborNode) -> str:
    """Return the text of an element, on one line."""
    return " ".join(node.text(separator=" ").split())


def _left(
    held: SiteFile, tree: LexborHTMLParser, node: LexborNode, facts: PageFacts, known: Known
) -> dict[str, JsonValue]:
    """Return what stands around the article; what was reported of another page is left out."""
    texts: list[str] = []
    addresses: list[str] = []
    inside = [one for one in node.css(f"{_COMMENTS}, nav") if one.mem_id != node.mem_id]
    for one in (*around(tree, [node]), *inside):
        texts.append(one_line(one.text(separator=" ")))
        if (one.tag or "-").startswith("-"):
            continue
        for name in ("href", "src"):
            addresses += [
                link.attributes.get(name) or ""
                for link in one.css(f"[{name}]")
                if link.tag not in {"script", "link"}
            ]
    said = [f"{fact.where}: {_value(fact)}" for fact in facts.left]
    left: dict[str, JsonValue] = {}
    for name, found in (("head", said), ("around", texts), ("addresses", addresses)):
        new = [text for text in found if text and known.reported.add(f"{name} {text}")]
        if new:
            left[name] = list(new)
    if held.captured:
        left["captured"] = held.captured
    return left


def _value(fact: PageFact) -> str:
    return fact.value if isinstance(fact.value, str) else ", ".join(fact.value)


# Lists of other pages.


def _listed(
    held: SiteFile, tree: LexborHTMLParser, node: LexborNode, index: Index, facts: PageFacts
) -> str:
    """Say why a page is a list of others; empty where it is an article."""
    classes = _body_classes(tree)
    if classes & _ONE_CLASSES or _is_stated_article(tree, facts):
        return ""
    entries = _entries(held, tree, index)
    if entries >= 2:
        return "a list of other pages: several articles, each with a link to its own"
    targets: set[int] = set()
    linked = 0
    for link in node.css("a[href]"):
        found = index.target(held, link.attributes.get("href") or "")
        if found is not None and found.is_page and found.number != held.number:
            targets.add(found.number)
            linked += len(one_line(link.text()))
    if classes & _LIST_CLASSES and (targets or entries):
        return "a list of other pages: its template shows that"
    parts = parts_of(held.url)
    size = len(one_line(node.text()))
    listing = entries or (len(targets) >= 2 and linked >= _LINK_SHARE_OF_LISTS * size)
    if listing and _LIST_PATH.search(parts.path) and not parts.query:
        return "a list of other pages: its address shows that"
    if len(targets) >= _FEWEST_LINKS and linked >= _LINK_SHARE * size:
        return "a list of other pages: most of its text is links to them"
    return ""


def _body_classes(tree: LexborHTMLParser) -> set[str]:
    body = tree.body
    return set((body.attributes.get("class") or "").split()) if body is not None else set()


def _is_stated_article(tree: LexborHTMLParser, facts: PageFacts) -> bool:
    """Tell whether the head says that a page is one article."""
    kind = tree.css_first('meta[property="og:type"]')
    if kind is not None and (kind.attributes.get("content") or "").lower() == "article":
        return True
    title = facts.taken.get("title")
    return title is not None and title.where.startswith("JSON-LD") and "headline" in title.where


def _entries(held: SiteFile, tree: LexborHTMLParser, index: Index) -> int:
    """Count the articles on a page whose heading is a link to another page."""
    found: set[int] = set()
    for entry in tree.css("article, .hentry, .h-entry, .post, .entry"):
        link = entry.css_first("h1 a[href], h2 a[href], h3 a[href]")
        target = index.target(held, link.attributes.get("href") or "") if link else None
        if target is not None and target.is_page and target.number != held.number:
            found.add(target.number)
    return len(found)


# Links.


def _mend(node: LexborNode, held: SiteFile, index: Index) -> Iterator[SiteFile]:
    """Make links work from anywhere on the site; yield the files that are shown or linked."""
    for one in node.css(", ".join(f"[{name}]" for name in (*_LINKS, *_SETS))):
        attributes = one.attributes
        for name in _LINKS:
            value = attributes.get(name)
            if value and (name != "data" or one.tag == "object"):
                new, target = _mended(value, held, index)
                if target is not None and not target.is_page:
                    yield target
                if new != value:
                    one.attrs[name] = new
        for name in _SETS:
            if value := attributes.get(name):
                found = [_candidate(part, held, index) for part in re.split(r",\s+", value)]
                yield from (target for _, target in found if target is not None)
                one.attrs[name] = ", ".join(part for part, _ in found)


def _candidate(part: str, held: SiteFile, index: Index) -> tuple[str, SiteFile | None]:
    """Mend one candidate of a `srcset`: an address, and a width or a density behind it."""
    address, blank, rest = part.strip().partition(" ")
    new, target = _mended(address, held, index)
    return f"{new}{blank}{rest}", target


def _mended(address: str, held: SiteFile, index: Index) -> tuple[str, SiteFile | None]:
    """Return where an address leads on the new site, and the file it leads to."""
    address = address.strip()
    if index.is_elsewhere(address):
        return address, None
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)
    if not address or address.startswith("#") or (scheme and scheme[1].lower() not in _WEB):
        return address, None
    target = index.target(held, address)
    fragment = address.partition("#")[2]
    behind = f"#{fragment}" if fragment else ""
    if target is None:
        return (
            (address, None) if scheme or address.startswith("//") else (_whole(address, held), None)
        )
    if not target.is_page:
        name = asset_name(target.url, target.media, index.host)
        return f"/{quote(name)}{behind}", target
    host = parts_of(target.url).netloc.lower().removeprefix("www.")
    if host == index.host:
        return f"{_path_and_query(target.url)}{behind}", target
    return f"{target.url}{behind}", target


_WEB: Final = frozenset({"http", "https", "cid"})
"""Schemes of files that may be at hand; ``cid:`` names one of the same message (RFC 2392)."""


def _whole(address: str, held: SiteFile) -> str:
    """Return a relative address from the site's root, or as it is where the page has no address."""
    joined = joined_address(held.url, address)
    return joined if joined.startswith(("http://", "https://", "/")) else address
