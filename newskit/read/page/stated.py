"""Where a whole HTML page states facts: `<meta>`, JSON-LD, microdata; and what was looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from newskit.frozen import dataclass
from newskit.read.page.json_ld import Node, names_in, nodes_of, text_in, texts_in, types_of
from newskit.read.page.nearby import around_the_heading, is_beside
from newskit.read.page.wording import dated, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

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
        self, names: Sequence[str], pattern: re.Pattern[str] | None = None
    ) -> PageFact | None:
        for name in names:
            for key, value, _ in self.metas:
                if key == name and value and (pattern is None or pattern.match(value)):
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
