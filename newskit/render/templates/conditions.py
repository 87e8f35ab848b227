"""Conditions of ``if`` and ``unless``, where what they ask for is known, and what they choose."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from newskit.lazy import lazy

__all__ = ["chosen"]

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
