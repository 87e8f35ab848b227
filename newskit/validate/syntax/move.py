"""One way to mend some lines of front matter, with the cause it supposes."""

from __future__ import annotations

from collections.abc import Mapping

from newskit.frozen import dataclass, field

__all__ = ["REMOVED", "Move", "replaced", "written"]

REMOVED = "\x00"
"""Stands for a line that is no longer there; front matter cannot hold the character."""


@dataclass(frozen=True, slots=True)
class Move:
    """A supposed cause and the lines that would mend it.

    Attributes:
        code: the rule's code.
        message: what is wrong, in words.
        hint: what to write instead; may be empty.
        line: index of the line that is wrong.
        column: offset in that line.
        lines: new text by line index; a text may hold several lines joined by a line feed, and
            `REMOVED` takes the line away.
        safe: False when the repair may not be what was meant.
    """

    code: str
    message: str
    line: int
    column: int
    lines: Mapping[int, str] = field(default_factory=dict[int, str])
    hint: str = ""
    safe: bool = True


def replaced(lines: tuple[str, ...], move: Move) -> tuple[str, ...]:
    """Return `lines` with a move made; the number of lines stays the same."""
    if not move.lines:
        return lines
    return tuple(move.lines.get(index, line) for index, line in enumerate(lines))


def written(lines: tuple[str, ...]) -> str:
    """Return the text of lines, each with a line feed, without the removed ones."""
    return "".join(f"{line}\n" for line in lines if line != REMOVED)
