"""Addresses: finding them in attributes, and telling whether two are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote, urljoin

from newskit.lazy import lazy

_ABSOLUTE = lazy(r"""(?:https?:)?\\?/\\?/[^\s"'<>\\`|^{}]+(?:\\/[^\s"'<>\\`|^{}]*)*""")
_WHOLE = lazy(
    r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|\.{0,2}/|[^\s/\"'{}<>]+/)[^\s\"{}<>]+"
    r"|[^\s\"'{}<>]+\.[a-zA-Z0-9]{2,5}"
)
_PICTURE = lazy(
    r"(?:https?:)?//\S+|[^?#]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#].*)?", re.IGNORECASE
)
_PROGRAM = lazy(r"\.(?:m?js|css|json|woff2?|ttf|map|wasm)(?:[?#]|\s*\Z)", re.IGNORECASE)
_STYLE = lazy(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s"']+))\s*\)""", re.IGNORECASE)
# The whole name of a file: `gray-whale.jpg` and `loading_dock.jpg` are pictures.
_PLACEHOLDER = lazy(
    r"(?:\A|/)(?:blank|spacer|placeholder|transparent|pixel|loading|loader|lazy|lazyload|grey|gray|"
    r"dummy|empty|clear|trans|1x1)(?:[_.-]?\d+(?:x\d+)?|[_.-](?:pixel|image|img|gif|1x1))?\."
    r"(?:gif|png|svg|jpe?g|webp)(?:\Z|\?)",
    re.IGNORECASE,
)
_LONGEST_PLACEHOLDER = 400
"""Characters of a picture written into its address that shows nothing, or a blur."""
_NO_PATH = lazy(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]+/\Z")
_UNSEEN = dict.fromkeys(map(ord, "\t\n\r\f"))


def address_key(address: str, base: str = "") -> str:
    """Return what two spellings of one address have in common.

    Tabs and line ends in an address are not read (URL Standard 4.4), and percent-encoding may be
    added or taken away by a renderer.

    Args:
        address: as an attribute has it, references resolved.
        base: the address it is relative to; empty where it stays as it is.
    """
    key = address.strip()
    if not key.isprintable():
        key = key.translate(_UNSEEN)
    if base:
        with suppress(ValueError):
            key = urljoin(base, key)
    if "%" in key:
        key = unquote(key, errors="surrogateescape")
    if "\\" in key:
        key = key.replace("\\", "/")
    return key[:-1] if key.endswith("/") and _NO_PATH.match(key) else key


def addresses_in(value: str) -> Iterator[str]:
    """Yield the absolute addresses in any attribute's value: of a script, JSON, one alone."""
    if "//" not in value and "/\\/" not in value:
        return
    for found in _ABSOLUTE.findall(value):
        address = found.replace("\\/", "/").rstrip(".,;:)]}")
        if len(address) > 4 and "." in address:
            yield address


def is_address(value: str) -> bool:
    """Tell whether a whole value is an address, absolute or relative."""
    return _WHOLE.fullmatch(value) is not None


def is_picture(value: str) -> bool:
    """Tell whether a whole value may be the address of a picture."""
    return is_address(value) and _PICTURE.fullmatch(value) is not None


def is_program(address: str) -> bool:
    """Tell whether an address is of what a browser runs or reads, and no reader."""
    return _PROGRAM.search(address) is not None


def of_srcset(value: str) -> list[str]:
    """Return the addresses in a ``srcset`` (HTML Living Standard 4.8.4.2.1)."""
    found: list[str] = []
    expected = True
    for word in value.split():
        # A comma behind an address ends the candidate; within its descriptors the first does.
        rest = word if expected else word.partition(",")[2]
        expected = expected or "," in word
        rest = rest.lstrip(",")
        if rest and expected:
            found.append(rest.rstrip(","))
            expected = rest.endswith(",")
    return found


def of_style(value: str) -> list[str]:
    """Return the addresses in a ``style`` attribute."""
    return [double or single or bare for double, single, bare in _STYLE.findall(value)]


def is_placeholder(address: str) -> bool:
    """Tell whether an address is of a picture that stands for one that is loaded later.

    A longer picture written into its address is one that readers see. The converter has a wider
    list of its own: what it takes for a placeholder by mistake is missed here.
    """
    if address[:11].lower() == "data:image/":
        return len(address) <= _LONGEST_PLACEHOLDER
    return not address or _PLACEHOLDER.search(address[-200:]) is not None
