"""Paragraphs that embedded content would tear apart."""

from __future__ import annotations

from newskit.convert.atoms import Atom
from newskit.convert.source import holds_block
from newskit.convert.tree import Event
from newskit.markup.elements import MEDIA

__all__ = ["is_torn"]

_SPACE = " \t\n\r\f"


def is_torn(atoms: list[Atom], events: list[Event], *, kramdown: bool) -> bool:
    """Tell whether embedded content would tear the paragraph it stands in.

    At the start of a line a renderer takes the tag for a block; kramdown takes some for one
    wherever they stand.

    Args:
        atoms: the content of the paragraph, of which something shows.
        events: the document's events.
        kramdown: whether kramdown reads what is written.
    """
    shown = [atom for atom in atoms if atom.kind not in {"", "br"} or atom.text.strip(_SPACE)]
    if any(holds_block(atom, events) for atom in shown):
        return True
    bare = shown[0].event >= 0 and not shown[0].elements and not shown[0].marks
    first = events[shown[0].event][1] if bare else ""
    if len(shown) == 1 and first in MEDIA:
        return False
    if kramdown:
        return first in MEDIA or any(atom.kind and "<iframe" in atom.text for atom in shown)
    return first == "iframe"
