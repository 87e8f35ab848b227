"""Spans of a body that are never looked into: code, scripts, comments, signed text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newskit.strip.markup import OPAQUE, OPAQUE_MARKUP

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["opaque_spans"]


def opaque_spans(body: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, kind) of opaque spans in order; kind is ``comment`` or ``code``.

    A fence or comment that nothing closes runs to the end of the body, as Markdown readers have
    it; an element that nothing closes is a name in a text about HTML.
    """
    fenced = "```" in body or "~~~" in body or "-----begin pgp" in body.lower()
    pattern = OPAQUE if fenced else OPAQUE_MARKUP
    position = 0
    unclosed: set[str] = set()
    while opening := pattern.search(body, position):
        name = (opening["element"] or opening["block"] or "").lower()
        closing = None if name in unclosed else _closing(opening).search(body, opening.end())
        if closing is None and name:
            unclosed.add(name)
            position = opening.end()
            continue
        end = closing.end() if closing else len(body)
        yield opening.start(), end, "comment" if opening["comment"] else "code"
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
