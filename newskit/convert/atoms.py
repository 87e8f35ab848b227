"""The inline content of a paragraph, before it is written: runs of text with marks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from newskit.convert.tree import unescape


class Atom(NamedTuple):
    """A piece of inline content.

    Attributes:
        text: escaped text; for an image or raw HTML, what is to be written.
        marks: bits of the soft marks.
        elements: indexes of the events that started the elements around it (a, code, sub …).
        kind: empty for text; ``br``, ``raw`` (finished Markdown) or ``box`` (a check box).
        event: index of the event it was made from, unless it is text.
    """

    text: str
    marks: int = 0
    elements: tuple[int, ...] = ()
    kind: str = ""
    event: int = -1


make_atom: Callable[[tuple[Any, ...]], Atom] = partial(tuple.__new__, Atom)
"""Make an atom of a tuple of all its parts, in a third of the time."""


def collapse_space(text: str, *, escaped: bool = True) -> str:
    """Collapse the white space of text; unescape it first when it is escaped."""
    if escaped and "&" in text:
        text = unescape(text)
    # Replacing is many times quicker than a pattern that meets every space of the text.
    for sign in "\n\t\r\f":
        if sign in text:
            text = text.replace(sign, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def collapse(atoms: list[Atom]) -> list[Atom]:
    """Collapse white space over a paragraph and join what belongs together.

    A space between two runs has the marks and elements both have; spaces beside a line break and
    at the edges go, and so do line breaks at the edges.
    """
    runs: list[Atom] = []
    pending = breaks = False
    for atom in atoms:
        text, marks, elements, kind, _ = atom
        if kind == "br":
            pending = False
            if runs:
                runs.append(atom)
                breaks = True
            continue
        trailing = False
        if not kind:
            written = collapse_space(text)
            pending = pending or written[:1] == " "
            trailing = written[-1:] == " "
            written = written.strip(" ")
            if not written:
                continue
            if written != text:
                atom = make_atom((written, marks, elements, "", -1))  # noqa: PLW2901
        if pending and runs and runs[-1][3] not in _EDGES:
            _append(runs, _space(runs[-1], atom))
        pending = trailing
        _append(runs, atom)
    while runs and runs[-1][3] == "br":
        runs.pop()
    return _mark_breaks(runs) if breaks else runs


_EDGES = frozenset({"br", "box"})
"""Kinds of atoms beside which a space does not show."""


def _space(left: Atom, right: Atom) -> Atom:
    _, marks, elements, _, _ = left
    if elements != right[2]:
        shared: list[int] = []
        for one, other in zip(elements, right[2], strict=False):
            if one != other:
                break
            shared.append(one)
        elements = tuple(shared)
    return make_atom((" ", marks & right[1], elements, "", -1))


def _append(runs: list[Atom], atom: Atom) -> None:
    text, marks, elements, kind, _ = atom
    if runs and not kind:
        before, before_marks, before_elements, before_kind, _ = runs[-1]
        if not before_kind and before_marks == marks and before_elements == elements:
            runs[-1] = make_atom((before + text, marks, elements, "", -1))
            return
    runs.append(atom)


def _mark_breaks(runs: list[Atom]) -> list[Atom]:
    """Let a line break stand inside the marks and elements that go on after it."""
    following: Atom | None = None
    for index in range(len(runs) - 1, -1, -1):
        run = runs[index]
        if run.kind != "br":
            following = run
            continue
        before = index - 1
        while before >= 0 and runs[before].kind == "br":
            before -= 1
        if following is not None and before >= 0:
            between = _space(runs[before], following)
            runs[index] = Atom("", between.marks, between.elements, "br")
    return runs
