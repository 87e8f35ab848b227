"""Which end tag belongs to which tag, and where a piece of template code ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from newskit.lazy import lazy

__all__ = ["Ends", "Pairs", "chosen"]

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
