"""What the source hides: readers never saw it, so it is left out and reported.

HTML Living Standard 6.1 (`hidden`) and 4.11.4 (a `dialog` that is not open), CSS 2.2 9.2.4 and 11.2
(`display`, `visibility`), Word's `mso-hide`. What opens on request is content: `details`,
`hidden=until-found`, and what another element's `onclick`, `aria-controls` or `data-target` names.
"""

from __future__ import annotations

from newskit.convert.conventions.nodes import Node, words
from newskit.convert.conventions.page import Page
from newskit.convert.conventions.styles import declarations
from newskit.convert.result import DifferenceKind
from newskit.convert.tree import COMPONENT, KEPT, NAME
from newskit.lazy import lazy
from newskit.markup.elements import MEDIA, names

_REVEALED = 400
"""Length of the words, in code points, of a hidden element that a script must show: without it
nothing would be left of its document."""


def is_hidden(node: Node) -> bool:
    """Tell whether an element is hidden by its own attributes."""
    raw = node.raw
    if node.name == "dialog":
        return ' open="' not in raw
    if not raw:
        return False
    if ' hidden="' in raw and node.get("hidden").strip().lower() != "until-found":
        return True
    if ' style="' not in raw:
        return False
    said = declarations(node.get("style"))
    return (
        said.get("display") == "none"
        or said.get("visibility") in {"hidden", "collapse"}
        or said.get("mso-hide") == "all"
    )


def leave_out_hidden(page: Page) -> None:
    """Leave out what is hidden, unless the whole document is; report it by its values."""
    openers: frozenset[str] | None = None
    for node in page.root.walk():
        if not node.name or node.name in {"body", "script", "style"}:
            continue
        if not is_hidden(node) and not _is_for_no_one(node):
            continue
        text = words(node)
        if (identifier := node.get("id")) and any(map(str.isalnum, text)):
            openers = _openers(page.root) if openers is None else openers
            if identifier in openers:
                continue
        alone = node.name == "noscript" or len(text) > _REVEALED
        if alone and len(text) * 10 > len(words(page.root)) * 9:
            continue
        page.drop(DifferenceKind.HIDDEN, node, all_said(node) or node.raw.strip())


def _openers(root: Node) -> frozenset[str]:
    """Return the words of attributes that open other elements on request: ids are among them."""
    return frozenset(
        word
        for node in root.walk()
        if node.raw and _OPENS.search(node.raw)
        for name, value in node.attributes.items()
        if name in _OPENING
        for word in (*_WORD.findall(value), *_QUOTED.findall(value))
    )


def all_said(node: Node) -> str:
    """Return the words of an element and the values of all attributes in it, for the report."""
    values = [value for one in [node, *node.walk()] for value in _values(one)]
    return " ".join([one for one in (words(node), *values) if one])


def _is_for_no_one(node: Node) -> bool:
    """Tell whether an element is seen only without scripts, and holds but words."""
    return node.name == "noscript" and node.first(*_CONTENT) is None


def _values(node: Node) -> list[str]:
    """Return what the attributes of an element say, but for how it looks."""
    if not node.raw:
        return []
    found = node.attributes
    if node.name in {KEPT, COMPONENT}:
        return [f"<{found.pop(NAME)}>", *found.values()]
    return [value for name, value in found.items() if value and name not in _LOOKS]


_OPENING = names("onclick ontoggle aria-controls data-target data-bs-target")
_WORD = lazy(r"[\w-]+")
_QUOTED = lazy(r"[^\s\"'`#(),;]+")
_OPENS = lazy(r" (?:onclick|ontoggle|aria-controls|data-(?:bs-)?target)=")
_CONTENT = MEDIA | {"img", "picture", "a", "amp-img"}
_LOOKS = names("class style hidden width height id")
