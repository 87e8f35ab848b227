"""Which end tag belongs to which tag, and where a piece of template code ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import Final

__all__ = ["Ends", "Pairs"]

_ONE_LITERAL: Final = frozenset({"raw", "verbatim", "highlight", "codeblock", "code", "prism"})
"""Tags in which nothing else is read: the next end tag is theirs."""

_CALL_ENDS: Final = re.compile(r"\{%-?\s*(?:end(?P<end>)\s*|[\w:./-]+\s*(?P<name>)\([^%]*?)-?%\}")
_TAGS: Final = re.compile(
    r"\{%[-~+]?\s*(?:(?i:end)_?(?P<end>\w+(?:[.-]+\w+)*)|(?P<name>\w+(?:[.-]+\w+)*))[^%]*?%\}"
)
_SHORTCODES: Final = re.compile(
    r"\{\{[<%]\s*(?:/\s*(?P<end>[\w./-]+)\s*|(?P<name>[\w-]+(?:[./][\w-]+)*)(?:[^<>%]*[^<>%/])?)"
    r"[>%]\}\}"
)
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
        self._literal: dict[str, list[tuple[int, int]]] = {}

    def enclosed(self, name: str, end: int) -> tuple[int, int] | None:
        """Return where the content of the tag that ends at a place ends, and where its end tag."""
        low = name.lower()
        if not low or low.startswith("end"):
            return None
        if low not in _ONE_LITERAL:
            return self._tags.get(end)
        if low not in self._literal:
            closing = re.compile(rf"\{{%[-~+]?\s*end{low}\s*[-~+]?%\}}", re.IGNORECASE)
            self._literal[low] = [match.span() for match in closing.finditer(self._text)]
        later = bisect_left(self._literal[low], (end, 0))
        return self._literal[low][later] if later < len(self._literal[low]) else None

    def shortcode(self, end: int) -> tuple[int, int] | None:
        """Return the same for a shortcode."""
        return self._shortcodes.get(end)

    def called(self, end: int) -> tuple[int, int] | None:
        """Return the same for a shortcode of Zola, whose end tag has no name."""
        return self._calls.get(end)

    @cached_property
    def _tags(self) -> dict[int, tuple[int, int]]:
        return _paired(_TAGS.finditer(self._text))

    @cached_property
    def _shortcodes(self) -> dict[int, tuple[int, int]]:
        return _paired(_SHORTCODES.finditer(self._text))

    @cached_property
    def _calls(self) -> dict[int, tuple[int, int]]:
        return _paired(_CALL_ENDS.finditer(self._text))


def _paired(tags: Iterable[re.Match[str]]) -> dict[int, tuple[int, int]]:
    """Return where end tags stand, by the ends of the tags that they belong to.

    Args:
        tags: matches whose group `end` is the name of an end tag, `name` that of another.
    """
    opened: dict[str, list[int]] = {}
    found: dict[int, tuple[int, int]] = {}
    for match in tags:
        if match["end"] is None:
            opened.setdefault(match["name"].lower(), []).append(match.end())
        elif before := opened.get(match["end"].lower()):
            found[before.pop()] = match.span()
    return found
