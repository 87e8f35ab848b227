"""Why front matter cannot be parsed, in words, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newskit.problem import Problem
    from newskit.validate.rule import Rule
    from newskit.validate.subject import Subject

__all__ = ["diagnose"]


def diagnose(
    subject: Subject, broken: tuple[Problem, ...], rules: Mapping[str, Rule]
) -> Iterator[Problem]:
    """Yield the reader's findings about syntax."""
    del subject, rules
    yield from broken
