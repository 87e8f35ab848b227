"""What every convention works on."""

from __future__ import annotations

from collections.abc import Mapping

from newskit.config.convert import ConvertConfig
from newskit.convert.conventions.nodes import Node
from newskit.convert.notes import Note
from newskit.convert.result import Action, DifferenceKind
from newskit.frozen import dataclass, field


@dataclass(slots=True)
class Page:
    """A body whose conventions are read.

    Attributes:
        root: the tree; changed in place.
        config: profile and choices.
        linked: the names of the places that links of the whole document lead to.
        labels: the footnote labels that the document has already.
        language: the language the document states; empty for none.
        closed: names of elements without a meaning in HTML that the source closes.
        sheet: the declarations that style sheets of the document have for classes.
        notes: what was left out, in no order.
    """

    root: Node
    config: ConvertConfig
    linked: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    language: str = ""
    closed: frozenset[str] = frozenset()
    sheet: Mapping[str, str] = field(default_factory=dict[str, str])
    notes: list[Note] = field(default_factory=list[Note])

    def drop(self, kind: DifferenceKind, node: Node, text: str) -> None:
        """Leave out an element and report it."""
        self.notes.append(Note(kind, Action.DROPPED, node.name, text))
        node.remove()

    def say(self, kind: DifferenceKind, node: Node, text: str, *, probe: str = "") -> None:
        """Say what of an element is not written."""
        self.notes.append(Note(kind, Action.DROPPED, node.name, text, probe))
