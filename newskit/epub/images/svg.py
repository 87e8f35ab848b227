"""SVG images made safe: drawing only, no scripts, nothing from outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newskit.epub.content.types import Element

__all__ = ["sanitise_svg"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_DRAWING_NAMES = """
svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath
linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix
feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDropShadow
feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
feSpecularLighting feTile feTurbulence feDistantLight fePointLight feSpotLight switch view
"""
_DRAWING = frozenset(_DRAWING_NAMES.split())
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|expression\(|javascript:", re.IGNORECASE)


def sanitise_svg(data: bytes) -> bytes | None:
    """Return the drawing in `data` without scripts, links and outside references.

    Elements and attributes are kept from a list (SVG 2, https://www.w3.org/TR/SVG2/); entities
    are not expanded. None when there is no well-formed SVG in it.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    for element in list(root.iter()):
        name = str(element.tag).removeprefix(f"{{{_SVG}}}")
        if name not in _DRAWING or not str(element.tag).startswith(f"{{{_SVG}}}"):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for key, value in list(element.attrib.items()):
            if not _is_harmless(str(key), str(value)):
                del element.attrib[key]
    etree.cleanup_namespaces(root)
    _drop_repeated_ids(root)
    cleaned: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return cleaned


def _is_harmless(key: str, value: str) -> bool:
    if key in {"href", f"{{{_XLINK}}}href"}:
        return value.startswith("#")
    if key.startswith("{"):
        return key == "{http://www.w3.org/XML/1998/namespace}space"
    return not key.lower().startswith(("on", "data-", "aria-")) and not _OUTSIDE.search(value)


def _drop_repeated_ids(root: Element) -> None:
    seen: set[str] = set()
    for element in root.iter():
        name = element.get("id")
        if name is None:
            continue
        if name in seen or _NAME.fullmatch(name) is None:
            del element.attrib["id"]
        seen.add(name)
