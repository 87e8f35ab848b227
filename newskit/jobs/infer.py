"""A schema from an archive, and which of its posts the schema accuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from newskit.config.model import Config
from newskit.findings.finding import Finding
from newskit.frozen import replace
from newskit.jobs.check import findings_of
from newskit.jobs.sources import open_source
from newskit.post import FrontMatterFormat, Post
from newskit.problem import Problem
from newskit.read.source import Source


def infer(
    sources: Iterable[Source],
    config: Config,
    *,
    required_at: float,
    on_problem: Callable[[Problem], None],
) -> dict[str, Any]:
    """Return the schema that most of the posts agree on; memory does not grow with their number."""
    from newskit.validate.schema.infer import KeyEvidence, gather, infer_schema

    evidence = KeyEvidence()
    for post in _readable(sources, config, on_problem):
        gather(evidence, (dict(post.front_matter.values),))
    return infer_schema(evidence, required_at=required_at)


def outliers(
    sources: Iterable[Source], config: Config, schema: dict[str, Any]
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield what `schema` says of each post it accuses."""
    from newskit.validate.schema.load import schema_from
    from newskit.validate.schema.problems import schema_problems
    from newskit.validate.subject import Subject

    judge = schema_from(schema, name="inferred schema")
    checks = replace(config.validate, archive=False)
    for post in _readable(sources, config, lambda _: None):
        problems = tuple(schema_problems(Subject(post, checks), judge))
        if problems:
            yield post.path, findings_of(post, problems)


def _readable(
    sources: Iterable[Source], config: Config, on_problem: Callable[[Problem], None]
) -> Iterator[Post]:
    for source in sources:
        post = open_source(source, config.read)
        if isinstance(post, Problem):
            on_problem(post)
        elif post.front_matter.format is not FrontMatterFormat.NONE and post.front_matter.valid:
            yield post
