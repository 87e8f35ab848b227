"""Conditions of ``if`` and ``unless``, where what they ask for is known, and what they choose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final, NamedTuple

from newskit.lazy import lazy

# Which end tag belongs to which tag, and where a piece of template code ends.

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


_PART: Final = lazy(r"\s+(and|or)\s+")
_COMPARED: Final = lazy(r"(.+?)\s*(==|!=|<>|>=|<=|>|<|\scontains\s)\s*(.+)", re.DOTALL)
_NOTHING: Final = frozenset({"nil", "null", "blank", "empty", "false"})
_MARK: Final = lazy(
    r"\{%[-~+]?\s*(if|unless|elsif|elseif|elif|else|endif|endunless)\b(.*?)[-~+]?%\}", re.DOTALL
)
_OPENS: Final = frozenset({"if", "unless"})

Known = Callable[[str], "str | None"]
"""Gives the value of an expression; None where it is not known."""


class _Branch(NamedTuple):
    condition: str
    text: str


def chosen(name: str, condition: str, content: str, known: Known) -> str | None:
    """Return the part of a choice that is shown, or None where that is not known.

    Args:
        name: ``if`` or ``unless``.
        condition: of the tag itself.
        content: what it encloses, with its ``else`` and ``elsif``.
        known: gives values.
    """
    for number, branch in enumerate(_branches(condition, content)):
        if not branch.condition:
            return branch.text
        holds = _holds(branch.condition, known)
        if holds is None:
            return None
        if holds != (name == "unless" and number == 0):
            return branch.text
    return ""


def _branches(condition: str, content: str) -> list[_Branch]:
    branches: list[_Branch] = []
    depth = position = 0
    for match in _MARK.finditer(content):
        word = match[1]
        if word in _OPENS:
            depth += 1
        elif word.startswith("end"):
            depth -= 1
        elif depth == 0:
            branches.append(_Branch(condition, content[position : match.start()]))
            condition = "" if word == "else" else match[2].strip()
            position = match.end()
    branches.append(_Branch(condition, content[position:]))
    return branches


def _holds(condition: str, known: Known) -> bool | None:
    """Judge a condition; Liquid reads ``and`` and ``or`` from the right."""
    parts = _PART.split(condition.strip())
    result = _judge(parts[-1], known)
    for number in range(len(parts) - 3, -1, -2):
        left = _judge(parts[number], known)
        if left is None or result is None:
            return None
        result = (left and result) if parts[number + 1] == "and" else (left or result)
    return result


def _judge(part: str, known: Known) -> bool | None:
    compared = _COMPARED.fullmatch(part.strip())
    if compared is None:
        value = known(part)
        return None if value is None else value not in {"", "false"}
    left, right = known(compared[1]), compared[3].strip()
    other = "" if right in _NOTHING else known(right)
    if left is None or other is None:
        return None
    match compared[2].strip():
        case "==":
            return left == other
        case "!=" | "<>":
            return left != other
        case "contains":
            return other in left
        case _:
            return None
