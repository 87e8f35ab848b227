"""A keyword of a schema that a value breaks."""

from __future__ import annotations

from typing import Any

from newskit.frozen import dataclass

__all__ = ["MAX_VIOLATIONS", "Violation", "in_order"]

MAX_VIOLATIONS = 100
"""Most violations of one value that are told."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword broken by one value.

    Attributes:
        keyword: the schema keyword, such as ``type``.
        limit: the keyword's value in the schema.
        value: the value that breaks it.
        path: the value's place, outermost first.
        schema_path: the keyword's place in the schema.
        schema: the schema object that holds the keyword.
        branches: for ``anyOf`` and ``oneOf``, what each branch says.
    """

    keyword: str
    limit: Any
    value: Any
    path: tuple[str | int, ...]
    schema_path: tuple[str | int, ...]
    schema: Any
    branches: tuple[tuple[Violation, ...], ...] = ()


def in_order(found: list[Violation]) -> tuple[Violation, ...]:
    """Return violations in order of place."""
    return tuple(sorted(found, key=lambda one: [str(part) for part in one.path]))
