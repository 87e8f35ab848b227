"""The inline content of a paragraph, before it is written: runs of text with marks."""

from __future__ import annotations

from typing import NamedTuple

from newskit.convert.tree import unescape

__all__ = ["Atom", "collapse", "collapse_space"]


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
    pending = False
    for atom in atoms:
        if atom.kind == "br":
            pending = False
            if runs:
                runs.append(atom)
            continue
        text = atom.text
        trailing = False
        if not atom.kind:
            text = collapse_space(text)
            pending = pending or text[:1] == " "
            trailing = text[-1:] == " "
            text = text.strip(" ")
            if not text:
                continue
        if pending and runs and runs[-1].kind not in {"br", "box"}:
            _append(runs, _space(runs[-1], atom))
        pending = trailing
        _append(runs, Atom(text, atom.marks, atom.elements, atom.kind, atom.event))
    while runs and runs[-1].kind == "br":
        runs.pop()
    return _mark_breaks(runs)


def _space(left: Atom, right: Atom) -> Atom:
    elements: list[int] = []
    for one, other in zip(left.elements, right.elements, strict=False):
        if one != other:
            break
        elements.append(one)
    return Atom(" ", left.marks & right.marks, tuple(elements))


def _append(runs: list[Atom], atom: Atom) -> None:
    if runs and not atom.kind and not runs[-1].kind and runs[-1][1:3] == atom[1:3]:
        runs[-1] = Atom(runs[-1].text + atom.text, atom.marks, atom.elements)
    else:
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
