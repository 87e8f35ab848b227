"""Drawings that are signs: icons and logos, which say nothing that their place does not say.

A drawing (SVG 2) stays where it holds words, pictures or links, stands in a figure with a caption,
or is as large and as many-coloured as an illustration. A sign is left out, and reported with all
it holds.
"""

from __future__ import annotations

import re

from newskit.convert.conventions.nodes import Node, events_of, words
from newskit.convert.conventions.page import Page
from newskit.convert.result import DifferenceKind
from newskit.convert.tree import serialize
from newskit.lazy import lazy
from newskit.markup.elements import names

__all__ = ["leave_out_signs"]

_SHAPES = names("path circle ellipse rect line polygon polyline image")
_ASIDE = names("symbol defs title desc metadata style script clippath mask marker")
"""What is in these is not drawn where it stands."""

_CONTENT = names("foreignobject textpath animate animatemotion animatetransform set")
_PLACES = names("a button label nav header footer h1 h2 h3 h4 h5 h6 summary form menu")
"""Elements in which a drawing is the sign of what they do or lead to."""

_ICON, _SMALL = 32, 64
"""The most pixels, each way, of an icon that may hold words, and of one without."""

_ILLUSTRATION = 200
"""The pixels, on its longer side, from which a drawing in running text may be an illustration."""

_MOST_SHAPES, _MOST_COLOURS = 24, 3
_NAMED = lazy(r"(?:^|[ -])(?:icon|icons|fa|octicon|logo|svg-inline--fa)(?:[ -]|$)")
_LETTER = lazy(r"(?:[0-3](?:\.\d+)?|\.\d+)r?e[mx]")
_COLOUR = lazy(r"(?:fill|stroke|stop-color)\s*(?:=\s*[\"']|:)\s*([^\"';]+)")
_NO_COLOUR = names("none currentcolor inherit transparent")


def leave_out_signs(page: Page) -> None:
    """Leave out drawings that are signs."""
    for drawing in page.root.all("svg"):
        if any(up.name == "svg" or _has_caption(up) for up in drawing.ancestors()):
            continue
        if _is_sign(drawing):
            page.drop(DifferenceKind.ELEMENT, drawing, serialize(events_of(drawing)).strip())


def _has_caption(node: Node) -> bool:
    """Tell whether an element is a figure that stays one."""
    return node.name == "figure" and any(words(one) for one in node.all("figcaption"))


def _is_sign(drawing: Node) -> bool:
    found = drawing.attributes
    if found.get("aria-hidden", "").lower() == "true":
        return True
    if found.get("role", "") in {"presentation", "none"}:
        return True
    said = [found.get(side, "") for side in ("width", "height")]
    sides = [_pixels(one) for one in said]
    if all(0 < side <= _ICON for side in sides):
        return True
    shapes, content = _held(drawing)
    if content:
        return False
    if not shapes or any(_LETTER.fullmatch(one) for one in said) or _is_named(drawing):
        return True
    if max(sides) >= _ILLUSTRATION and not _is_flat(drawing, shapes):
        return False
    if max(sides) <= 0:
        view = re.split(r"[\s,]+", (found.get("viewBox") or found.get("viewbox") or "").strip())
        sides = [0.0, *[_pixels(one) for one in view[2:4]]]
    small = 0 < max(sides) <= _SMALL
    return (
        small
        or any(up.name in _PLACES for up in drawing.ancestors())
        or (_is_flat(drawing, shapes) and not _is_described(drawing))
    )


def _is_named(drawing: Node) -> bool:
    parent = drawing.parent
    around = parent.get("class") if parent is not None else ""
    return _NAMED.search(f"{drawing.get('class')} {around}") is not None


def _pixels(length: str) -> float:
    """Return a length in pixels; 0 for anything else, another unit too."""
    length = length.strip().removesuffix("px")
    return float(length) if re.fullmatch(r"\d+(?:\.\d+)?", length) else 0.0


def _held(drawing: Node) -> tuple[list[Node], bool]:
    """Return the shapes that are drawn, and whether anything is that readers read."""
    shapes: list[Node] = []
    pending = [drawing]
    while pending:
        node = pending.pop()
        for child in node.children:
            if isinstance(child, str):
                if child.strip() and node.name != "a":
                    return shapes, True
            elif child.name.lower() in _CONTENT or (
                words(child) if child.name == "text" else child.name == "a" and child.raw
            ):
                return shapes, True
            elif child.name.lower() not in _ASIDE:
                shapes += [child] if child.name in _SHAPES else []
                pending.append(child)
    return shapes, False


def _is_flat(drawing: Node, shapes: list[Node]) -> bool:
    """Tell whether a drawing has few shapes and colours, as logos have."""
    colours = {
        value.strip().lower()
        for node in [drawing, *drawing.walk()]
        for value in _COLOUR.findall(node.raw)
    } - _NO_COLOUR
    return len(shapes) <= _MOST_SHAPES and len(colours) <= _MOST_COLOURS


def _is_described(drawing: Node) -> bool:
    """Tell whether its author describes a drawing to those who do not see it.

    A title alone does not: icons and logos have one.
    """
    return bool(drawing.get("aria-label").strip()) or any(words(one) for one in drawing.all("desc"))
