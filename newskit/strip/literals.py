"""The words a text must have for a pattern to match it, found without compiling the pattern.

A pattern of the phrase files (`newskit.strip.pattern`) is compiled only for texts that hold these.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Final

from newskit.frozen import dataclass
from newskit.lazy import lazy
from newskit.strip.folding import fold

TABLE: Final = Path(__file__).with_name("builtin") / "literals.json"
"""Generated from the phrase files; a test says when it lags behind them."""

LONGEST_START: Final = 5
"""Characters of the beginning of a text that tell which patterns may match it."""

# Alternatives that are written out; a longer list is known by the words of its members.
_MOST: Final = 24
_TOKEN: Final = lazy(
    r"(?P<run>[^\\{}()\[\]|?*:]+(?!\?))|(?P<slot>\{\w+\}\??)|(?P<close>[)\]])(?P<times>[?*]?)"
    r"|(?P<open>[(\[])|(?P<bar>\|)|(?P<colon>:\??)|(?P<char>\\.|.)(?P<maybe>\?)?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Literals:
    """What a text that a pattern matches holds, as `plain` writes it.

    Attributes:
        starts: it begins with one of these, of at most `LONGEST_START` characters; empty where
            it may begin with anything.
        needs: it holds one of these; empty where nothing is known.
    """

    starts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Return `text` as literals are compared: in folded case, without blanks."""
    return text.casefold().replace(" ", "")


def literals_of(pattern: str) -> Literals:
    """Return the literals of one pattern."""
    stack: list[_Group] = [_Group()]
    for match in _TOKEN.finditer(fold(pattern)):
        kind = match.lastgroup
        if kind == "run":
            stack[-1].branch.literal(plain(match[0]))
        elif kind == "char":
            stack[-1].branch.literal(plain(match["char"][-1]))
        elif kind == "maybe":
            stack[-1].branch.texts([plain(match["char"][-1]), ""], needed=False)
        elif kind in {"slot", "colon"}:
            stack[-1].branch.unknown()
        elif kind == "bar":
            stack[-1].next_branch()
        elif kind == "open":
            stack.append(_Group())
        else:
            group = stack.pop() if len(stack) > 1 else _Group()
            times = match["times"] or ("?" if match["close"] == "]" else "")
            stack[-1].branch.group(group.closed(), times)
    return _union(stack[0].closed()).literals()


@cache
def one_of(patterns: tuple[str, ...]) -> Literals:
    """Return the literals of a text that begins with one of `patterns`."""
    table = _table()
    found = [
        Literals(*map(tuple, table[pattern])) if pattern in table else literals_of(pattern)
        for pattern in patterns
    ]
    return Literals(
        _together([one.starts for one in found]), _together([one.needs for one in found])
    )


@cache
def _table() -> dict[str, list[list[str]]]:
    """Return the starts and needs of the built-in patterns, worked out beforehand.

    Reading a thousand patterns takes longer than stripping fifty posts. What is not in the table
    is worked out when it is asked for.
    """
    table: dict[str, list[list[str]]] = json.loads(TABLE.read_bytes())
    return table


class _Branch:
    """A sequence that is being read."""

    __slots__ = ("begun", "needs", "starts", "whole", "written")

    def __init__(self) -> None:
        # All texts of what has been read since the last part that is unknown.
        self.written: list[str] = [""]
        self.begun = False
        self.starts: tuple[str, ...] = ()
        self.needs: tuple[str, ...] = ()
        self.whole = True

    def literal(self, text: str) -> None:
        self.written = [before + text for before in self.written]

    def unknown(self, starts: tuple[str, ...] = (), needs: tuple[str, ...] = ()) -> None:
        """Go on behind something that is not written out; it begins with `starts`."""
        self.whole = False
        if not self.begun:
            self.begun = True
            self.starts = starts if self.written == [""] else _some(self.written)
        self.needs = _better(_better(self.needs, _some(self.written)), needs)
        self.written = [""]

    def texts(self, texts: list[str], *, needed: bool) -> None:
        """Go on with one of `texts`."""
        if len(texts) * len(self.written) > _MOST:
            known = _some(texts) if needed else ()
            self.unknown(known, known)
        if len(texts) <= _MOST:
            self.written = [before + text for before in self.written for text in texts]

    def group(self, branches: list[_Branch], times: str) -> None:
        if times != "*" and all(branch.whole for branch in branches):
            texts = [text for branch in branches for text in branch.written]
            self.texts([*texts, ""] if times else texts, needed=not times)
        elif times:
            self.unknown()
        else:
            together = _union(branches).literals()
            self.unknown(together.starts, together.needs)

    def literals(self) -> Literals:
        starts = self.starts if self.begun else _some(self.written)
        starts = tuple(dict.fromkeys(text[:LONGEST_START] for text in starts))
        return Literals(starts, _better(self.needs, _some(self.written)))


class _Group:
    """Branches of which one is taken."""

    __slots__ = ("branch", "done")

    def __init__(self) -> None:
        self.done: list[_Branch] = []
        self.branch = _Branch()

    def next_branch(self) -> None:
        self.done.append(self.branch)
        self.branch = _Branch()

    def closed(self) -> list[_Branch]:
        return [*self.done, self.branch]


def _union(branches: list[_Branch]) -> _Branch:
    if len(branches) == 1:
        return branches[0]
    found = [branch.literals() for branch in branches]
    result = _Branch()
    result.unknown(
        _together([one.starts for one in found]), _together([one.needs for one in found])
    )
    return result


def _together(sets: list[tuple[str, ...]]) -> tuple[str, ...]:
    """All of these, unless one is empty, which stands for anything."""
    return tuple(dict.fromkeys(text for one in sets for text in one)) if all(sets) else ()


def _some(texts: list[str]) -> tuple[str, ...]:
    return tuple(texts) if all(texts) else ()


def _better(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """The one that tells more: the longer words, of which fewer texts hold one."""
    if not first or not second:
        return first or second
    return max(first, second, key=lambda texts: (min(*map(len, texts), 8), -len(texts)))
