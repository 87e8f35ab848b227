"""Invisible characters at the edges of a paragraph, written as references where they must be."""

from __future__ import annotations

import re

__all__ = ["EDGES", "INVISIBLE", "guard_edges"]

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f"
_EDGE = re.compile(f"^[{_SPACES}\u200b\ufeff]+|[{_SPACES}\u3000]+$", re.MULTILINE)
_CELL_EDGE = re.compile(f"^[{_SPACES}\u200b\ufeff\u3000]+|[{_SPACES}\u3000]+$")
_HIDDEN = "\u200b\ufeff"
EDGES = frozenset(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
    "\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad\x1c\x1d\x1e\x1f\x85\v"
)
"""What text may begin or end with that is invisible or that renderers strip."""

INVISIBLE = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad \t\n\r\f"


def guard_edges(text: str, *, cell: bool) -> str:
    """Write invisible spaces at the edges as references: renderers strip the characters."""
    if text and (text[0].isspace() or text[-1].isspace() or "\n" in text or text[0] in _HIDDEN):
        return (_CELL_EDGE if cell else _EDGE).sub(
            lambda match: "".join(
                "&nbsp;" if character == "\u00a0" else f"&#{ord(character)};"
                for character in match[0]
            ),
            text,
        )
    return text
