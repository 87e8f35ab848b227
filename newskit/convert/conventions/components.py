"""Elements that HTML does not know: a site's script or compiler shows something for them.

Custom elements (HTML Living Standard 4.13) have a hyphen in their name; components of other names
stay where the source closes them or they say something in attributes.
"""

from __future__ import annotations

import re
from html import unescape

from newskit.convert.conventions.nodes import Node
from newskit.convert.conventions.page import Page
from newskit.convert.result import DifferenceKind
from newskit.convert.vocabulary import COMPONENT, KEPT, NAME, PREFIX
from newskit.markup.elements import ANY_BLOCK, HTML, names

__all__ = ["read_components"]

_WRITABLE = re.compile(r"[a-z][a-z0-9-]*")
_ASIDE = names(f"svg math template {KEPT}")
"""Elements whose content is drawn, is not shown, or stays as it is with the element."""


def read_components(page: Page) -> None:
    """Mark the elements that stay though HTML does not know them."""
    for node in list(page.root.walk()):
        name = node.name
        if not name or name in HTML or ":" in name or name.startswith(PREFIX):
            continue
        if any(up.name in _ASIDE for up in node.ancestors()):
            continue
        if not _WRITABLE.fullmatch(name):
            # CommonMark (6.6) reads no tag in such a name: what it holds stays.
            page.say(DifferenceKind.ELEMENT, node, f"<{name}>{unescape(node.raw)}")
            node.name = "div" if any(one.name in ANY_BLOCK for one in node.walk()) else "span"
            node.raw = ""
        elif "-" in name or node.raw.strip() or name in page.closed:
            _keep(node)
        else:
            page.say(DifferenceKind.ELEMENT, node, f"<{name}>")


def _keep(node: Node) -> None:
    holds = any(one.name in ANY_BLOCK for one in node.walk())
    node.raw = f' {NAME}="{node.name}"{node.raw}'
    node.name = COMPONENT if holds else KEPT
