"""Mojibake in the body: UTF-8 that was read as windows-1252 and saved again.

`â€™` was an apostrophe, `Ã©` an é. Code is left alone. The repair turns every piece back; it is
unsafe, because a post may speak of mojibake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Edit, Fix, Severity
from newskit.validate.mojibake import find_mojibake
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_MAX_PIECES = 2000


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    if prose.isascii():
        return
    found = find_mojibake(prose)
    if found is None:
        return
    pieces = [found]
    while len(pieces) < _MAX_PIECES:
        last = pieces[-1]
        piece = find_mojibake(prose, last.start + len(last.text))
        if piece is None:
            break
        pieces.append(piece)
    start = subject.post.body_start
    edits = tuple(
        Edit(start + one.start, start + one.start + len(one.text), one.meant) for one in pieces
    )
    fix = Fix("write the characters that were meant", edits, safe=False)
    many = f" ({len(pieces)} places)" if len(pieces) > 1 else ""
    message = f"mojibake: {found.text!r} was {found.meant!r}{many}"
    span = subject.in_body(found.start, found.start + len(found.text))
    yield rule.at(subject, span, message, fix=fix)


RULE = Rule(
    "NK357",
    "mojibake-in-body",
    Severity.WARNING,
    Finder.BODY,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
