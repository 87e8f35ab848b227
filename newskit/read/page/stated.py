"""Where a whole HTML page states facts: `<meta>`, JSON-LD, microdata; and what was looked at."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urljoin

from newskit.frozen import dataclass
from newskit.lazy import lazy, wordlist
from newskit.read.page.nearby import around_the_heading, is_beside
from newskit.read.page.wording import dated, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


# The names that pages give their `<meta>` elements, by fact, the surest first.
#
# From Open Graph and its `article` vocabulary, Dublin Core, Highwire Press (citation), Parse.ly,
# Sailthru, Cxense, rNews and what publishers use beside them; compared in small letters.

DATE_PUBLISHED: Final = wordlist(
    """
    article:published_time og:article:published_time datepublished date_published dc.date.issued
    dcterms.issued dc.date.created dcterms.created dc.date dcterms.date dc.date.publication
    dc.created dc.issued citation_publication_date citation_date citation_online_date
    parsely-pub-date sailthru.date pubdate pub_date publishdate publish-date publish_date
    publication_date publication-date article.published article_date_original article.created
    published_time_telegram rnews:datepublished cxenseparse:recs:publishtime
    cxenseparse:publishtime og:published_time og:pubdate og:release_date article:publish_date
    article:publication_date originalpublicationdate ptime pdate
    shareaholic:article_published_time vr:published_time published date created creation_date
    timestamp displaydate prism.publicationdate lastupdate:published video:release_date
    og:video:release_date music:release_date book:release_date
    """
)
DATE_MODIFIED: Final = wordlist(
    """
    article:modified_time og:article:modified_time og:updated_time article:updated_time
    datemodified dc.date.modified dcterms.modified dc.modified lastmod last-modified lastmodified
    modified revised updated article:updated date.updated
    """
)
AUTHORS: Final = wordlist(
    """
    citation_author parsely-author author dc.creator dcterms.creator dc.creator.author dc.author
    byl byline sailthru.author article:author_name article:author:name rnews:author authors
    creator article.author vr:author shareaholic:article_author_name cxenseparse:author og:author
    og:article:author article:author book:author twitter:data1
    """
)
TITLES: Final = wordlist(
    """
    og:title citation_title parsely-title sailthru.title rnews:headline dc.title dcterms.title
    twitter:title title headline fb_title cxenseparse:title
    """
)
DESCRIPTIONS: Final = wordlist(
    """
    og:description description dc.description dcterms.abstract dcterms.description
    dc.description.abstract abstract twitter:description sailthru.description citation_abstract
    """
)
SECTIONS: Final = wordlist(
    """
    article:section og:article:section parsely-section cxenseparse:category section category
    dc.type.section sailthru.section
    """
)
TAGS: Final = wordlist(
    """
    article:tag og:article:tag parsely-tags keywords news_keywords citation_keywords dc.subject
    dcterms.subject sailthru.tags dc.keywords rnews:keywords tags
    """
)
LANGUAGES: Final = wordlist(
    """
    content-language language dc.language dcterms.language citation_language og:locale lang
    """
)
PICTURES: Final = wordlist(
    """
    og:image:secure_url og:image og:image:url twitter:image twitter:image:src parsely-image-url
    sailthru.image.full thumbnail image
    """
)
PUBLISHERS: Final = wordlist(
    """
    og:site_name citation_journal_title dc.publisher dcterms.publisher publisher application-name
    copyright
    """
)
ADDRESSES: Final = (
    "og:url",
    "parsely-link",
    "citation_public_url",
    "twitter:url",
    "cxenseparse:url",
)

_MOST_TEXT: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class PageFact:
    """A value and where it stands, in words (``<meta property="og:title">``)."""

    value: str | tuple[str, ...]
    where: str


class StatedFacts:
    """Looks facts up in a parsed page.

    Attributes:
        tree: the page.
        metas: name in small letters, content and naming attribute of each `<meta>`.
        nodes: the nodes of JSON-LD.
        articles: those that are the article; whoever knows its address sets them.
        language: of the page, for dates in words; likewise.
        used: name and content of the `<meta>` that facts were taken from.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.tree = tree
        self._looked_at = 0
        self.metas = list(_metas(tree))
        scripts = [
            node.text()
            for node in tree.css("script[type]")
            if "ld+json" in (node.attributes.get("type") or "").lower()
        ]
        self.nodes = nodes_of(scripts)
        self.articles: list[Node] = []
        self.language = ""
        self.used: set[tuple[str, str]] = set()
        self._around = around_the_heading(tree)

    def _is_beside(self, node: LexborNode) -> bool:
        return is_beside(node, own_footer=True, around=self._around)

    def _text(self, node: LexborNode, separator: str = "") -> str:
        """Return the text of an element on one line; empty once very much has been looked at."""
        if self._looked_at > _MOST_TEXT:
            return ""
        text = one_line(node.text(separator=separator))
        self._looked_at += len(text)
        return text

    def _first(self, *facts: PageFact | None) -> PageFact | None:
        return next((fact for fact in facts if fact is not None and fact.value), None)

    def _meta(
        self,
        names: Sequence[str],
        pattern: re.Pattern[str] | None = None,
        besides: Container[str] = (),
    ) -> PageFact | None:
        for name in names:
            for key, value, _ in self.metas:
                if key != name or not value or value.casefold() in besides:
                    continue
                if pattern is None or pattern.match(value):
                    self.used.add((key, value))
                    return PageFact(value, f"<meta {name}>")
        return None

    def _meta_date(self, names: Sequence[str]) -> PageFact | None:
        for name in names:
            for key, value, _ in self.metas:
                if key == name and (found := dated(value, self.language)):
                    self.used.add((key, value))
                    return PageFact(found, f"<meta {name}>")
        return None

    def _node_text(self, *keys: str) -> PageFact | None:
        for node in self.articles:
            for key in keys:
                if text := text_in(node, key):
                    return PageFact(text, f"JSON-LD {kind_of(node)}.{key}")
        return None

    def _node_texts(self, key: str) -> PageFact | None:
        """Return every text of the first article that has any."""
        for node in self.articles:
            if found := tuple(dict.fromkeys(texts_in(node.get(key)))):
                return PageFact(found, f"JSON-LD {kind_of(node)}.{key}")
        return None

    def _node_names(self, key: str) -> PageFact | None:
        for node in self.articles:
            names = names_in(node.get(key), self.nodes)
            if names:
                return PageFact(names[0], f"JSON-LD {kind_of(node)}.{key}")
        return None

    def _node_date(self, *keys: str) -> PageFact | None:
        for node in self.articles:
            for key in keys:
                text = text_in(node, key)
                if found := dated(text, self.language):
                    return PageFact(found, f"JSON-LD {kind_of(node)}.{key}")
        return None

    def _prop(self, *names: str, own_footer: bool = False) -> PageFact | None:
        for name in names:
            for node in self.tree.css(f'[itemprop~="{name}"]'):
                value = (
                    node.attributes.get("content")
                    or node.attributes.get("datetime")
                    or self._text(node)
                )
                if value and not is_beside(node, own_footer=own_footer, around=self._around):
                    return PageFact(one_line(value), f"itemprop={name}")
        return None

    def _prop_date(self, *names: str) -> PageFact | None:
        fact = self._prop(*names, own_footer=True)
        found = dated(str(fact.value), self.language) if fact else None
        return PageFact(found, fact.where) if fact and found else None


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str, str]]:
    """Yield name in small letters, content and the attribute that names it."""
    for node in tree.css("meta"):
        attributes = node.attributes
        content = one_line(attributes.get("content") or "")
        if not content:
            continue
        for name in ("property", "name", "itemprop", "http-equiv"):
            for key in (attributes.get(name) or "").lower().split():
                yield key, content, name


def kind_of(node: Node) -> str:
    """Return the first type of a node of JSON-LD; empty without any."""
    return next(iter(types_of(node)), "")


# JSON-LD of a page, node by node (schema.org, JSON-LD 1.1): the node that is the article.


Node = Mapping[str, object]
_ARTICLE: Final = lazy(
    r"(?:.*Article|.*Posting|Report|Review|Recipe|HowTo|CreativeWork|.*Release|Book|Chapter)$"
)
_MEDIA: Final = lazy(r"(?:.*Object|.*Document|.*Episode|MusicRecording|MusicAlbum|Movie)$")
_STRONG: Final = lazy(r"(?:.*Article|.*Posting)$")
_PAGE: Final = frozenset(("WebPage", "ItemPage", "AboutPage", "MedicalWebPage"))
_WRAPPING: Final = lazy(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING: Final = lazy(r",(\s*[}\]])")
_DEPTH: Final = 12
_MOST: Final = 2000


def nodes_of(scripts: Sequence[str]) -> list[Node]:
    """Return every node of the scripts, outermost first; what is not JSON gives none."""
    found: list[Node] = []
    for script in scripts:
        data = _loaded(script)
        if data is not None:
            _collect(data, found)
    return found


def article_nodes(nodes: Sequence[Node], address: str) -> list[Node]:
    """Return the nodes that are articles, the one of this page's address first."""
    articles = [node for node in nodes if any(_ARTICLE.match(kind) for kind in types_of(node))]

    def rank(node: Node) -> tuple[bool, bool, bool]:
        own = address and _same(address, _addresses(node))
        strong = any(_STRONG.match(kind) for kind in types_of(node))
        return (not own, not strong, not (node.get("headline") or node.get("name")))

    return sorted(articles, key=rank)


def media_nodes(nodes: Sequence[Node], title: str) -> list[Node]:
    """Return the nodes that are a film, a recording or a document which the page's title names."""
    title = title.casefold()
    return [
        node
        for node in nodes
        if any(_MEDIA.match(kind) for kind in types_of(node))
        and (name := text_in(node, "name").casefold())
        and name in title
    ]


def page_nodes(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes that are the page itself, whose dates may stand for the article's."""
    return [node for node in nodes if _PAGE.intersection(types_of(node))]


def types_of(node: Node) -> list[str]:
    """Return the types of a node without their vocabulary."""
    kinds = node.get("@type")
    listed = cast("list[object]", kinds) if isinstance(kinds, list) else [kinds]
    return [str(kind).rpartition("/")[2] for kind in listed if isinstance(kind, str)]


def text_in(node: Node, *keys: str) -> str:
    """Return the first text of a node under one of the keys; empty without any."""
    for key in keys:
        for text in texts_in(node.get(key)):
            return text
    return ""


def texts_in(value: object) -> list[str]:
    """Return the texts in a value: itself, its items, or the name, address or @value of nodes."""
    if isinstance(value, str):
        text = " ".join(html.unescape(value).split())
        return [text] if text else []
    if isinstance(value, list):
        return [text for item in cast("list[object]", value) for text in texts_in(item)]
    if isinstance(value, Mapping):
        node = cast("Node", value)
        for key in ("@value", "name", "url", "@id"):
            if key in node and (found := texts_in(node[key])):
                return found
    return []


def names_in(value: object, nodes: Sequence[Node]) -> list[str]:
    """Return the names of persons or organisations; a reference by ``@id`` is looked up."""
    if isinstance(value, str):
        return [" ".join(html.unescape(value).split())] if value.strip() else []
    if isinstance(value, list):
        return [name for item in cast("list[object]", value) for name in names_in(item, nodes)]
    if not isinstance(value, Mapping):
        return []
    node = cast("Node", value)
    if node.get("name"):
        return texts_in(node["name"])
    given = [text for key in ("givenName", "familyName") for text in texts_in(node.get(key))]
    if given:
        return [" ".join(given)]
    identity = node.get("@id")
    for other in nodes:
        if identity and other is not node and other.get("@id") == identity and other.get("name"):
            return texts_in(other["name"])
    return []


def _loaded(script: str) -> object:
    text = _WRAPPING.sub("", script).strip()
    for attempt in (text, _TRAILING.sub(r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _collect(data: object, found: list[Node]) -> None:
    stack: list[tuple[object, int]] = [(data, 0)]
    while stack and len(found) < _MOST:
        value, depth = stack.pop()
        if depth > _DEPTH:
            continue
        if isinstance(value, list):
            stack += [(item, depth + 1) for item in reversed(cast("list[object]", value))]
        elif isinstance(value, Mapping):
            node = cast("Node", value)
            if "@type" in node or "@id" in node:
                found.append(node)
            stack += [
                (item, depth + 1)
                for item in reversed(list(node.values()))
                if isinstance(item, (list, Mapping))
            ]


def joined(base: str, address: str) -> str:
    """Return an address that a page's `<base>` completes; as it is where that is no address."""
    if not address or not base.startswith(("http://", "https://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def picture_in(value: object) -> str:
    """Return the address of the first picture in a value of JSON-LD; empty without any."""
    if isinstance(value, list):
        value = next(iter(cast("list[object]", value)), None)
    if isinstance(value, Mapping):
        return text_in(cast("Node", value), "url", "contentUrl", "@id")
    return value if isinstance(value, str) else ""


def _addresses(node: Node) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, Mapping):
            mapping = cast("Node", value)
            value = mapping.get("@id") or mapping.get("url")
        if isinstance(value, str):
            yield value


def _same(address: str, others: Iterator[str]) -> bool:
    def bare(text: str) -> str:
        return (
            re.sub(r"^https?://(?:www\.)?", "", text)
            .partition("#")[0]
            .partition("?")[0]
            .rstrip("/")
        )

    return any(bare(other) == bare(address) for other in others if other)
