"""Validation of an archive: every post's findings in order, then those between posts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby, islice
from typing import TYPE_CHECKING

from newskit.config.model import Config
from newskit.findings.finding import describe_top, undescribed
from newskit.frozen import replace
from newskit.jobs.check import Checked, Job, Repairs, findings_of, mend_source
from newskit.jobs.sources import lost_problem, open_source, weight
from newskit.problem import Problem
from newskit.read.source import Source
from newskit.run import work
from newskit.run.work import Lost, Ready

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newskit.findings.finding import Finding
    from newskit.jobs.remembered import Cache
    from newskit.validate.archive.collect import Archive, Found

# What is wrong between posts, reported file by file with the lines it is about.


def between(archive: Archive, config: Config) -> Iterator[Checked]:
    """Yield what is wrong between the posts of an archive, one result a file."""
    for path, found in groupby(archive.found(), key=lambda one: one.problem.location.path):
        yield Checked(path, _described(path, tuple(found), config), counted=False)


def _described(path: str, found: Sequence[Found], config: Config) -> tuple[Finding, ...]:
    """The findings with their lines; without, where the post is not in a file of its own."""
    top = found[0].top
    about_file = all(one.problem.location.end == 0 for one in found)
    if top is not None and about_file and os.path.isfile(path):  # noqa: PTH113 (a Path costs more)
        # Most posts that have a double have no other finding: no need to read them again.
        return tuple(describe_top(one.problem, *top) for one in found)
    problems = [one.problem for one in found]
    post = open_source(Source(path, path), config.read)
    if isinstance(post, Problem):
        return tuple(map(undescribed, problems))
    return findings_of(post, problems)


def validate(
    sources: Iterable[Source],
    config: Config,
    *,
    jobs: int = 1,
    repairs: Repairs = Repairs.NONE,
    diff: bool = False,
    cache: Cache | None = None,
) -> Iterator[Checked]:
    """Validate posts one by one, in order; findings between posts come last.

    Raises:
        SchemaError: when a schema is missing or wrong.
        ConfigError: when the configuration names a rule that does not exist.
    """
    job = Job(config, repairs, diff)
    if cache is None or repairs is not Repairs.NONE or not cache.works:
        results = _checked(sources, job, jobs)
        yield from with_archive(results, config) if config.validate.archive else results
        return
    for checked in cache.through(sources, partial(_checked, job=job, jobs=jobs)):
        yield replace(checked, facts=None) if checked.facts else checked
    if config.validate.archive:
        yield from _remembered(cache, job)


def _checked(sources: Iterable[Source | Ready[Checked]], job: Job, jobs: int) -> Iterator[Checked]:
    if jobs == 1:
        for source in sources:
            yield source.result if isinstance(source, Ready) else check_source(source, job)
        return
    from newskit.run.parallel import ordered_map

    for outcome in ordered_map(partial(check_source, job=job), sources, jobs, weigh=weight):
        if isinstance(outcome, Lost):
            problem = lost_problem(outcome.item, outcome.reason)
            yield Checked(outcome.item.label, (undescribed(problem),))
        else:
            yield outcome


def check_source(source: Source, job: Job) -> Checked:
    """Check one post, and repair it if that is asked for."""
    post = open_source(source, job.config.read)
    if isinstance(post, Problem):
        return Checked(source.label, (undescribed(post),))
    if job.repairs is not Repairs.NONE and not source.is_record:
        return mend_source(source, post, job)
    from newskit.validate.post import examine_post

    with work.timed("validate"):
        examined = examine_post(post, job.config.validate)
    return Checked(
        *(source.label, findings_of(post, examined.problems)),
        facts=examined.facts,
        rests_on_others=examined.rests_on_others,
    )


def with_archive(results: Iterable[Checked], config: Config) -> Iterator[Checked]:
    """Pass results through without their facts; then yield what is wrong between the posts."""
    from newskit.validate.archive.collect import Archive

    with Archive(config.validate.near_duplicates) as archive:
        for checked in results:
            if checked.facts is not None:
                archive.add(checked.facts)
                yield replace(checked, facts=None)
            else:
                yield checked
        yield from between(archive, config)


def _remembered(cache: Cache, job: Job) -> Iterator[Checked]:
    """What is wrong between the posts: remembered when none has changed, else found anew."""
    reported = 0
    try:
        for checked in cache.known_archive():
            yield checked
            reported += 1
    except LookupError:
        yield from islice(_compared(cache, job), reported, None)


def _compared(cache: Cache, job: Job) -> Iterator[Checked]:
    from newskit.validate.archive.collect import Archive

    with Archive(job.config.validate.near_duplicates) as archive:
        for facts in cache.facts(partial(check_source, job=job)):
            archive.add(facts)
        for checked in between(archive, job.config):
            cache.saw_between(checked)
            yield checked
        cache.remember_archive(archive.asked)
