"""Links without words, and addresses that stand alone."""

from __future__ import annotations

import re

from newskit.convert.conventions.nodes import Node, words
from newskit.convert.conventions.page import Page
from newskit.convert.result import DifferenceKind
from newskit.convert.vocabulary import ADDRESS, NOTHING
from newskit.lazy import lazy
from newskit.markup.elements import SOFT_MARKS, names

__all__ = ["read_addresses", "read_links"]

_SHOWN = names(
    "img picture video audio iframe object embed canvas svg math input select textarea hr table "
    "newskit-formula newskit-formula-block"
)
_INVISIBLE = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad \t\n\r\f"
_ALONE = lazy(r"https?://[^\s<>\"'`\[\](){}|\\^]+\Z", re.IGNORECASE)
_SAY_NOTHING = names("span font nobr label")
_BOXES = names("p div figure section article body center blockquote li td")


def read_links(page: Page) -> None:
    """Let a link without words stay a link: its address is content."""
    for link in page.root.all("a"):
        address = link.get("href").strip()
        if not link.has("href") or words(link).strip(_INVISIBLE):
            continue
        if any(one.name in _SHOWN or "-" in one.name for one in link.walk()):
            continue
        if not address or address.startswith("#") or address.lower().startswith("javascript:"):
            # A permanent link of a heading leads to where it stands.
            page.say(DifferenceKind.EMPTY, link, address, probe=address)
            link.unwrap()
            continue
        if link.text()[:1].isspace() and link.parent is not None:
            # The space in it is one between the words around it.
            link.parent.children.insert(link.index(), " ")
        if link.parent is not None and (breaks := link.all("br")):
            # Lines end beside the link as they did in it.
            link.replace([link, *breaks])
        link.children = []
        link.append(Node(NOTHING))
        while (
            link.parent is not None
            and link.parent.name in SOFT_MARKS
            and not link.parent.has_words()
        ):
            # A mark around nothing shows nothing.
            link.parent.unwrap()


def read_addresses(page: Page) -> None:
    """Let an address that is all its paragraph holds stand as it is, for what embeds it."""
    for outer in page.root.all(*_BOXES):
        box, inside = outer, outer.content()
        while len(inside) == 1 and isinstance(inside[0], Node) and inside[0].name in _SAY_NOTHING:
            box = inside[0]
            inside = box.content()
        if len(inside) != 1 or not isinstance(inside[0], str) or "://" not in inside[0]:
            continue
        text = words(box)
        if not _ALONE.match(text) or any(up.name == "a" for up in box.ancestors()):
            continue
        place = next(n for n, one in enumerate(box.children) if one is inside[0])
        alone = Node(ADDRESS).append(inside[0].strip())
        alone.parent = box
        box.children[place] = alone
