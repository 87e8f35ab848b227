"""Validation of an archive: every post's findings, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from newskit.config.model import Config
from newskit.parallel import Lost, ordered_map
from newskit.pipeline.opening import lost_problem, open_source
from newskit.problem import Problem
from newskit.read.files import Source

__all__ = ["Checked", "validate"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings about one post."""

    path: str
    problems: tuple[Problem, ...]


def validate(sources: Iterable[Source], config: Config, *, jobs: int = 1) -> Iterator[Checked]:
    """Validate posts one by one, in order.

    Raises:
        SchemaError: when a schema is missing or wrong.
        ConfigError: when the configuration names a rule that does not exist.
    """
    for outcome in ordered_map(partial(_check, config=config), sources, jobs):
        if isinstance(outcome, Lost):
            yield Checked(outcome.item.label, (lost_problem(outcome.item),))
        else:
            yield outcome


def _check(source: Source, config: Config) -> Checked:
    from newskit.validate.post import validate_post

    post = open_source(source, config.read)
    if isinstance(post, Problem):
        return Checked(source.label, (post,))
    return Checked(source.label, validate_post(post, config.validate))
