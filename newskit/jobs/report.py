"""The figures of an archive for its report: each post read once, findings between posts last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from newskit.config.model import Config
from newskit.frozen import dataclass
from newskit.jobs.export import record_of
from newskit.jobs.sources import lost_problem, open_source, weight
from newskit.post import BodyFormat, Kind
from newskit.problem import Problem
from newskit.read.source import Source
from newskit.report.facts import Figures, PostFacts, facts_of
from newskit.strip.rules import Rules
from newskit.validate.archive.facts import Facts


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a worker sends back of one post."""

    path: str
    facts: PostFacts | None
    problems: tuple[Problem, ...]
    compared: Facts | None = None


def gather(
    sources: Iterable[Source], config: Config, tally: Figures, *, jobs: int = 1
) -> Iterator[str]:
    """Add the posts to `tally`, and yield the path of each as it is done."""
    from newskit.jobs.stages import load_rules
    from newskit.run.parallel import ordered_map
    from newskit.run.work import Lost
    from newskit.validate.archive.compare import Archive

    look = partial(_look, config=config, rules=load_rules(config.strip))
    with Archive(config.validate.near_duplicates) as archive:
        for outcome in ordered_map(look, sources, jobs, weigh=weight):
            if isinstance(outcome, Lost):
                problem = lost_problem(outcome.item, outcome.reason)
                seen = _Seen(outcome.item.label, None, (problem,))
            else:
                seen = outcome
            year = seen.facts.month[:4] if seen.facts else ""
            draft = seen.facts is not None and seen.facts.kind is Kind.DRAFT
            if seen.facts is not None:
                tally.add_post(seen.facts)
            tally.add_findings(seen.path, seen.problems, year, draft=draft)
            if seen.compared is not None and config.validate.archive:
                archive.add(seen.compared)
            yield seen.path
        if config.validate.archive:
            for found in archive.found():
                tally.add_findings(found.problem.location.path, (found.problem,))


def _look(source: Source, config: Config, rules: Rules) -> _Seen:
    from newskit.validate.body import mask_code
    from newskit.validate.post import examine_post

    post = open_source(source, config.read)
    if isinstance(post, Problem):
        return _Seen(source.label, None, (post,))
    examined = examine_post(post, config.validate)
    prose = mask_code(post.body, indented=post.body_format is not BodyFormat.HTML)
    facts = facts_of(post, record_of(post, config, rules), prose)
    return _Seen(source.label, facts, tuple(examined.problems), examined.facts)
