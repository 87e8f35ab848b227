"""Text folded for comparison: one case, one kind of quote, dash, bracket and bar."""

from __future__ import annotations

from typing import Final

__all__ = ["fold"]

# One character for one, so that offsets in the folded text are offsets in the view.
_FOLD: Final = str.maketrans(
    {
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
)


def fold(text: str) -> str:
    """Map typographic variants to plain characters, one for one."""
    return text if text.isascii() else text.translate(_FOLD)
