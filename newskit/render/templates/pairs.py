"""Which end tag belongs to which tag, and where a piece of template code ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

__all__ = ["Ends", "Pairs"]

_ONE_LITERAL: Final = frozenset({"raw", "verbatim", "highlight", "codeblock", "code", "prism"})
"""Tags in which nothing else is read: the next end tag is theirs."""

_CALL_ENDS: Final = re.compile(r"\{%-?\s*(?:(end)\s*|[\w:./-]+\s*\([^%]*?)-?%\}")
_LONGEST: Final = 20_000
_CLOSING: Final = {"{{<": ">}}", "{{%": "%}}"}
_SHORT_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}


class Ends:
    """Where the template code of a text ends; asked from its beginning on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def end_of(self, start: int) -> int:
        """Return the end of the code that starts at a place; -1 where there is none near."""
        text = self._text
        sign = text[start : start + 3]
        closing = _CLOSING.get(sign) or _SHORT_CLOSING[sign[:2]]
        end = self._next.get(closing, 0)
        if end < start + 2:
            # One search serves all that is opened before it, however much nothing closes.
            end = text.find(closing, start + 2)
            end = self._next[closing] = len(text) if end < 0 else end
        end += len(closing)
        if end > min(start + _LONGEST, len(text)):
            return -1
        return -1 if sign[:2] == "{{" and text.find("\n\n", start, end) >= 0 else end


class Pairs:
    """The end tags of a text: each belongs to the nearest tag of its name before it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, dict[int, tuple[int, int]]] = {}

    def enclosed(self, name: str, end: int) -> tuple[int, int] | None:
        """Return where the content of the tag that ends at a place ends, and where its end tag."""
        if not name or name.startswith("end"):
            return None
        if name.lower() in _ONE_LITERAL:
            match = _tag_ends(name).search(self._text, end)
            return match.span() if match else None
        return self._pairs(name, _tag_ends).get(end)

    def shortcode(self, name: str, end: int) -> tuple[int, int] | None:
        """Return the same for a shortcode."""
        return self._pairs(f"/{name}", _shortcode_ends).get(end)

    def called(self, end: int) -> tuple[int, int] | None:
        """Return the same for a shortcode of Zola, whose end tag has no name."""
        return self._pairs("(", lambda _: _CALL_ENDS).get(end)

    def _pairs(
        self, key: str, pattern: Callable[[str], re.Pattern[str]]
    ) -> dict[int, tuple[int, int]]:
        if key not in self._found:
            found = self._found[key] = {}
            opened: list[int] = []
            for match in pattern(key.removeprefix("/")).finditer(self._text):
                if not match[1]:
                    opened.append(match.end())
                elif opened:
                    found[opened.pop()] = match.span()
        return self._found[key]


@lru_cache(maxsize=256)
def _tag_ends(name: str) -> re.Pattern[str]:
    word = re.escape(name)
    if name.lower() in _ONE_LITERAL:
        return re.compile(rf"\{{%[-~+]?\s*(end{word})\s*[-~+]?%\}}", re.IGNORECASE)
    return re.compile(rf"\{{%[-~+]?\s*(?:(end_?{word})\b|{word}\b)[^%]*?%\}}", re.IGNORECASE)


@lru_cache(maxsize=256)
def _shortcode_ends(name: str) -> re.Pattern[str]:
    word = re.escape(name)
    return re.compile(rf"\{{\{{[<%]\s*(?:(/)\s*{word}\s*|{word}\b(?:[^<>%]*[^<>%/])?)[>%]\}}\}}")
