"""What stripping a post came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from newskit.config.strip import Kind
from newskit.problem import Edit, Problem

__all__ = ["Action", "Removal", "Step", "Stripped"]


class Action(StrEnum):
    """What the walk did with a block."""

    REMOVED = "removed"
    PASSED = "passed"
    KEPT = "kept"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece of boilerplate that goes.

    Attributes:
        start: offset in `Post.text`, in code points.
        end: end offset.
        text: what stands there.
        kind: what it is.
        rule: id of the rule that knew it; empty where it goes with what it introduces.
        facts: facts it holds, by fact name.
    """

    start: int
    end: int
    text: str
    kind: Kind
    rule: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk from the end: a block or line, what became of it, and why."""

    start: int
    end: int
    action: Action
    reason: str
    rule: str = ""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Stripped:
    """What stripping a post came to.

    Attributes:
        edits: on `Post.text`: cuts in the body and keys added to the front matter.
        removed: what goes, in the order of the text.
        facts: front matter keys that are added, with their values.
        conflicts: facts that differ from what the front matter says; nothing is overwritten.
        steps: how the end of the body was walked, from the end upwards.
        suspect: offset span of a last block that looks like boilerplate and was kept, if any and
            where it was asked for.
    """

    edits: tuple[Edit, ...] = ()
    removed: tuple[Removal, ...] = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    conflicts: tuple[Problem, ...] = ()
    steps: tuple[Step, ...] = ()
    suspect: tuple[int, int] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the mapping as a plain dictionary."""
        values = (self.edits, self.removed, dict(self.facts), self.conflicts, self.steps)
        return (Stripped, (*values, self.suspect))
