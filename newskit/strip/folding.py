"""Text folded for comparison: one case, one kind of quote, dash, bracket and bar."""

from __future__ import annotations

import re
from typing import Final

from newskit.lazy import lazy

# One character for one, so that offsets in the folded text are offsets in the view.
_FOLD: Final = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "\u00a0": " ",
    "\u3000": " ",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "【": "[",
    "】": "]",
    "｜": "|",
    "│": "|",
    "丨": "|",
    "·": "|",
    "•": "|",
}
# `translate` raises and catches an error for each character that is not in its table.
_FOLDED: Final = lazy(f"[{''.join(map(re.escape, _FOLD))}]")


def fold(text: str) -> str:
    """Map typographic variants to plain characters, one for one."""
    return text if text.isascii() else _FOLDED.sub(_plain_form, text)


def _plain_form(match: re.Match[str]) -> str:
    return _FOLD[match[0]]
