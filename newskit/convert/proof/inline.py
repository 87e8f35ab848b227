"""Paragraphs in the canonical form: white space collapsed, marks on runs of text."""

from __future__ import annotations

from typing import Any, TypeAlias

from newskit.convert.proof.text import SPACE, plain

__all__ = ["Atom", "collapse", "number"]

Atom: TypeAlias = tuple[str, str, int, tuple[Any, ...]]
"""(kind, text, bits of the soft marks, elements with their addresses and identities)."""


def collapse(
    run: list[Atom],
) -> list[Atom]:
    """Collapse white space over a paragraph; a space has the marks both its sides have."""
    out: list[Atom] = []
    space = False
    for kind, raw, bits, hard in run:
        if kind == "br":
            space = False
            if out:
                out.append(("br", "", 0, ()))
            continue
        text, tail = raw, False
        if kind == "t":
            text = SPACE.sub(" ", plain(raw))
            space = space or text[:1] == " "
            tail = text[-1:] == " "
            text = text.strip(" ")
            if not text:
                continue
        if space and out and out[-1][0] not in {"br", "box"}:
            last = out[-1]
            both = tuple([item for item in last[3] if item in hard])
            _put(out, ("t", " ", last[2] & bits, both))
        space = tail
        _put(out, (kind, text, bits, hard))
    while out and out[-1][0] == "br":
        out.pop()
    return out


def _put(out: list[Atom], atom: Atom) -> None:
    if out and atom[0] == "t" == out[-1][0] and out[-1][2:] == atom[2:]:
        out[-1] = ("t", out[-1][1] + atom[1], *atom[2:])
    else:
        out.append(atom)


def number(atoms: list[Atom]) -> list[Any]:
    """Give elements numbers that count within the paragraph."""
    if not any(atom[3] for atom in atoms):
        if len(atoms) == 1 and atoms[0][0] == "t" and not atoms[0][2]:
            return [atoms[0][1]]
        return list(atoms)
    numbers: dict[str, dict[int, int]] = {}
    out: list[Any] = []
    for kind, text, bits, hard in atoms:
        marks: list[Any] = []
        for item in hard:
            known = numbers.setdefault(item[0], {})
            marks.append((*item[:-1], known.setdefault(item[-1], len(known))))
        out.append((kind, text, bits, tuple(sorted(marks)) if len(marks) > 1 else tuple(marks)))
    return out
