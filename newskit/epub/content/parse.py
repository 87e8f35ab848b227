"""HTML5 parsing with Lexbor, with the nesting bounded beforehand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["MAX_DEPTH", "bound_depth", "parse_body"]

# Lexbor takes quadratic time on nested blocks, and e-book readers give up on deep trees long
# before; no post written by hand comes near. Below so many tags the time is no matter.
MAX_DEPTH = 400
_FEW_TAGS = 4000
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)[^>]*>")
# Void elements, and those whose end tag may be left out: they do not count as nesting.
_UNCOUNTED_NAMES = """
area base br col embed hr img input link meta param source track wbr p li dt dd tr td th
thead tbody tfoot option optgroup colgroup rt rp body html head caption
"""
_UNCOUNTED = frozenset(_UNCOUNTED_NAMES.split())


def parse_body(html: str) -> LexborNode | None:
    """Parse an HTML fragment as the content of a body, in standards mode.

    The explicit body keeps what browsers would move into the head (`style`, `title`, `script`)
    in its place; the document type keeps tables out of paragraphs.
    """
    from selectolax.lexbor import LexborHTMLParser

    if html.count("<") > _FEW_TAGS:
        html = bound_depth(html)
    return LexborHTMLParser("<!DOCTYPE html><body>" + html).body


def bound_depth(html: str, limit: int = MAX_DEPTH) -> str:
    """Take out the tags that nest deeper than `limit`; their text stays.

    One linear pass over the tags; the depth it counts is at least that of the parsed tree,
    except for elements whose end tag may be left out.
    """
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        closing, name = match.groups()
        if name.lower() in _UNCOUNTED:
            return match.group() if depth <= limit else " "
        if closing:
            depth = max(depth - 1, 0)
            return match.group() if depth < limit else " "
        depth += 1
        return match.group() if depth <= limit else " "

    return _TAG.sub(keep, html)
