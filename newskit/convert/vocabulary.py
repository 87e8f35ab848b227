"""The elements that conventions become: what HTML has no element for, and Markdown may have."""

from __future__ import annotations

from newskit.convert.tree import Event, attributes, attributes_as_written

__all__ = [
    "ADDRESS",
    "BOX",
    "COMPONENT",
    "FORMULA",
    "FORMULA_BLOCK",
    "HOLE",
    "KEPT",
    "LANGUAGE",
    "MARK",
    "NAME",
    "NOTE",
    "NOTHING",
    "PREFIX",
    "SPAN",
    "TARGET",
    "meant_attributes",
    "real_name",
]

PREFIX = "newskit-"
LANGUAGE = "newskit-language"
"""The attribute of code that holds its language; empty for none."""

NAME = "newskit-name"
"""The attribute that holds the real name of an element that stays."""

FORMULA, FORMULA_BLOCK = "newskit-formula", "newskit-formula-block"
"""A formula in TeX: in a line, and on lines of its own."""

MARK, NOTE = "newskit-footnote", "newskit-note"
"""The mark of a footnote and its note; both have a label."""

TARGET = "newskit-target"
"""A place that a link of the document leads to; where its heading can say so, `heading` is set."""

NOTHING = "newskit-nothing"
"""Shows nothing, and lets the link around it be written."""

ADDRESS = "newskit-address"
"""An address that is all its paragraph holds."""

BOX, SPAN = "newskit-box", "newskit-span"
"""A box around blocks, and one in a line, whose attributes say something."""

KEPT, COMPONENT = "newskit-kept", "newskit-component"
"""An element HTML does not know: as it is, and with its content as Markdown."""

HOLE = "newskit-hole"
"""Stands for an element that is not to be read."""

_REAL = {BOX: "div", SPAN: "span", TARGET: "a"}


def real_name(event: Event) -> str:
    """Return the name an element is written with."""
    name = event[1]
    if not name.startswith(PREFIX):
        return name
    if name in _REAL:
        return _REAL[name]
    return attributes(event[2]).get(NAME, name)


def meant_attributes(raw: str) -> list[tuple[str, str]]:
    """Return the attributes an element of a convention is written with, as they are serialised."""
    return [(name, value) for name, value in attributes_as_written(raw) if name != NAME]
