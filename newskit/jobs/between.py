"""What is wrong between posts, told file by file with the lines it is about."""

from __future__ import annotations

import os
from itertools import groupby
from typing import TYPE_CHECKING

from newskit.jobs.checked import Checked, findings_of
from newskit.jobs.opening import open_source
from newskit.problem import Problem
from newskit.read.files import Source
from newskit.report.finding import describe_top, undescribed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newskit.config.model import Config
    from newskit.report.finding import Finding
    from newskit.validate.archive.compare import Archive, Found

__all__ = ["between"]


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
