"""Which rules can find anything in a text, recognised by the marks that each of them needs.

Looking for one mark takes a text from end to end, and there are a hundred of them. So the text is
read once: what is left without letters, digits and white space is a fiftieth of it, and most marks
are ruled out by the characters that occur in that. What remains is looked for as it is written.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

_Marks: TypeAlias = "tuple[tuple[str, bytes], ...]"

FOREIGN = "\x80"
"""Stands for any character beyond ASCII."""

SIGN = "\0"
"""What starts the name of a sign: something that is found out otherwise than by text."""

# Of UTF-8, the lead bytes of U+0080 to U+00FF stay: mojibake and control characters have them.
_PLAIN = (string.ascii_letters + string.digits + " \t\r\n").encode() + bytes(
    byte for byte in range(0x80, 0x100) if byte not in {0xC2, 0xC3}
)


def rest_of(text: str) -> bytes:
    """Return what is left of a text (in UTF-8) without letters, digits and white space."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)


class Family:
    """Rules that look at the same text, with the marks that each of them needs.

    Args:
        rules: by code, what the text holds one of if the rule can find anything; nothing for a
            rule that always has to look.
        besides: by code, what it holds one of as well.
    """

    def __init__(
        self,
        rules: Mapping[str, tuple[str, ...]],
        besides: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._rules = [
            (code, tuple(map(_mark, marks)), tuple(map(_mark, (besides or {}).get(code, ()))))
            for code, marks in rules.items()
        ]
        self._possible = lru_cache(maxsize=4096)(self._find_possible)

    def candidates(self, text: str, rest: bytes, signs: frozenset[str]) -> Iterator[str]:
        """Yield the codes of the rules that can find anything, in order."""
        for code, marks, besides in self._possible(frozenset(rest), signs):
            if besides and not any(left in rest for _, left in besides):
                continue
            if not marks:
                yield code
                continue
            for mark, left in marks:
                if left in rest and mark in text:
                    yield code
                    break

    def _find_possible(
        self, characters: frozenset[int], signs: frozenset[str]
    ) -> tuple[tuple[str, _Marks, _Marks], ...]:
        """The rules whose signs are there, without marks, and those whose marks may be."""
        found: list[tuple[str, _Marks, _Marks]] = []
        for code, marks, besides in self._rules:
            if besides and not any(characters.issuperset(left) for _, left in besides):
                continue
            if not marks or any(mark in signs for mark, _ in marks):
                found.append((code, (), besides))
                continue
            may_be = tuple(
                (mark, left)
                for mark, left in marks
                if mark != FOREIGN and mark[0] != SIGN and characters.issuperset(left)
            )
            if may_be:
                found.append((code, may_be, besides))
        return tuple(found)


def _mark(text: str) -> tuple[str, bytes]:
    return text, rest_of(text)
