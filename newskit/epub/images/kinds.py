"""Image types an EPUB may hold, recognised by their bytes, with their size in pixels.

The core image types are those of EPUB 3.3, section 3.2
(https://www.w3.org/TR/epub-33/#sec-core-media-types). A name or a server may say what it likes.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newskit.epub.content.state import Element

__all__ = ["ImageKind", "image_kind", "sanitise_svg"]


# SVG images made safe: drawing only, no scripts, nothing from outside.


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


@dataclass(frozen=True, slots=True)
class ImageKind:
    """A type of image: media type, suffix, and size in pixels (0 when the file does not say)."""

    media_type: str
    suffix: str
    width: int = 0
    height: int = 0


def image_kind(data: bytes) -> ImageKind | None:
    """Tell what image `data` is; None for one that not every reader shows, such as AVIF."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return ImageKind("image/png", "png", *struct.unpack(">II", data[16:24]))
        if data[:6] in {b"GIF87a", b"GIF89a"}:
            return ImageKind("image/gif", "gif", *struct.unpack("<HH", data[6:10]))
        if data.startswith(b"\xff\xd8\xff"):
            return ImageKind("image/jpeg", "jpg", *_jpeg_size(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return ImageKind("image/webp", "webp", *_webp_size(data))
    except (struct.error, IndexError, ValueError):
        return None
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in data[:4096]:
        return ImageKind("image/svg+xml", "svg")
    return None


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Find the frame header: ITU-T T.81, annex B.2.2."""
    position = 2
    while position + 9 < len(data):
        if data[position] != 0xFF:
            raise ValueError(position)
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
            continue
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    raise ValueError(position)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read the first chunk: RFC 9649, sections 2.5 to 2.7."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return width, height
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError(chunk)
