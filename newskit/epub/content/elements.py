"""What becomes of each HTML element in an EPUB content document.

The content models are those of the HTML standard, section 4 (https://html.spec.whatwg.org/), as
EPUB 3.3, section 6.1 asks for them in XML syntax.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from newskit.markup.elements import HEADINGS

# Elements that stand where flow content may stand, and stay what they are.
_BLOCKS_NAMES = """
p div blockquote pre ul ol li dl dt dd hr figure figcaption table caption thead tbody tfoot
tr td th
"""
BLOCKS = HEADINGS | frozenset(_BLOCKS_NAMES.split())

# Elements of running text that stay what they are; an unknown element becomes a `span`.
_KEPT_INLINE_NAMES = """
a abbr b bdi bdo br cite code del dfn em i ins kbd mark q ruby rp rt s samp small span
strong sub sup u var wbr
"""
KEPT_INLINE = frozenset(_KEPT_INLINE_NAMES.split())

TRANSPARENT = frozenset({"a", "del", "ins"})
VOID = frozenset({"br", "hr", "wbr"})

# A block cannot stand in these, and they cannot become a `div` without losing what they are.
HARD = HEADINGS | {"pre"}

# Where only phrasing content may stand.
PHRASING = KEPT_INLINE | HARD | {"p"}

# Obsolete and sectioning elements: the element to use and the class that tells what it was.
# Sectioning elements become `div`: a body is one part of the page's article, and the rules on
# landmarks, headers and footers inside each other cannot be promised for what people wrote.
RENAMED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("article", "aside", "footer", "header", "hgroup", "main", "nav", "search", "section"),
            ("div", ""),
        ),
        **dict.fromkeys(("fieldset", "dialog", "optgroup", "body"), ("div", "")),
        **dict.fromkeys(("dir", "menu"), ("ul", "")),
        **dict.fromkeys(("listing", "plaintext", "xmp"), ("pre", "")),
        **dict.fromkeys(("address", "details", "summary", "legend", "title"), ("div", "")),
        "center": ("div", "nk-center"),
        "acronym": ("abbr", ""),
        "big": ("span", "nk-big"),
        "strike": ("s", ""),
        "tt": ("code", ""),
    }
)

# Elements that hold nothing a reader sees, or whose content is not text.
_DROPPED_NAMES = """
-comment -doctype base basefont bgsound col colgroup frame link meta param source style track
"""

# Elements that something else stands for; the names are those of `replaced.HANDLERS`.
_REPLACED_NAMES = """
area audio embed form iframe img input math object option script svg template textarea video
"""

Writing: TypeAlias = "tuple[str, str, bool] | None"
"""The element to write (empty: something replaces it, which the second part names), its class, and
whether it is a block; None for what is dropped."""

UNKNOWN: Writing = ("span", "", False)

ELEMENTS: Mapping[str, Writing] = MappingProxyType(
    {
        **{name: (name, "", True) for name in BLOCKS},
        **{name: (name, "", False) for name in KEPT_INLINE},
        **{name: (tag, kind, tag in BLOCKS) for name, (tag, kind) in RENAMED.items()},
        **{name: ("", name, False) for name in _REPLACED_NAMES.split()},
        **dict.fromkeys(_DROPPED_NAMES.split()),
    }
)
"""How each element is written; one that is not here is `UNKNOWN`."""
