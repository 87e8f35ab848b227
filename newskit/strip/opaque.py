"""Spans of a body that are never looked into: code, scripts, comments, signed text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from newskit.strip.markup import OPAQUE, OPAQUE_MARKUP

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["opaque_spans"]

_FENCE_INDENT: Final = re.compile(r"[ \t>]{0,8}")


def opaque_spans(body: str) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of opaque spans in order; kind is ``comment`` or ``code``.

    A fence or comment that nothing closes runs to the end of the body, as Markdown readers have
    it; an element that nothing closes is a name in a text about HTML.
    """
    if "```" in body or "~~~" in body or ("-----" in body and "-----begin pgp" in body.lower()):
        return list(_spans(body, OPAQUE))
    return list(_spans(body, OPAQUE_MARKUP))


def _spans(body: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    position = 0
    unclosed: set[str] = set()
    while opening := pattern.search(body, position):
        if opening["fence"] and not _FENCE_INDENT.fullmatch(
            body, body.rfind("\n", 0, opening.start()) + 1, opening.start()
        ):
            position = opening.end("mark")
            continue
        name = (opening["element"] or opening["block"] or "").lower()
        closing = None if name in unclosed else _closing(opening).search(body, opening.end())
        if closing is None and name:
            unclosed.add(name)
            position = opening.end()
            continue
        end = closing.end() if closing else len(body)
        start = opening.start()
        if opening["fence"]:
            start = body.rfind("\n", 0, start) + 1
        yield start, end, "comment" if opening["comment"] else "code"
        position = end


def _closing(opening: re.Match[str]) -> re.Pattern[str]:
    if opening["fence"]:
        return _fence_end(opening["mark"][0], len(opening["mark"]))
    if opening["comment"]:
        return _pattern("-->")
    if opening["raw"]:
        return _pattern(rf"</{opening['element']}\s*>")
    if opening["liquid"]:
        return _pattern(rf"\{{%-?\s*end{opening['block']}\s*-?%\}}")
    return _pattern(r"-----END PGP [A-Z ]+-----")


@cache
def _fence_end(mark: str, length: int) -> re.Pattern[str]:
    return re.compile(rf"^[ \t>]{{0,8}}{mark}{{{length},}}[ \t]*$", re.MULTILINE)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)
