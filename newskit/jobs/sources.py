"""Sources to posts: what every command starts with."""

from __future__ import annotations

import os

from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.post import BodyFormat, Post
from newskit.problem import Location, Problem, Severity
from newskit.read.files import read_source
from newskit.read.source import Source
from newskit.run import work


def open_source(
    source: Source, config: ReadConfig, body_format: BodyFormat | None = None
) -> Post | Problem:
    """Read and parse a source; one that cannot be read becomes a finding (NK100, NK143).

    Args:
        source: the source.
        config: limits.
        body_format: what the body is written in, where that does not matter.
    """
    with work.timed("read"):
        return _open(source, config, body_format)


def weight(source: Source) -> int:
    """Return how many bytes a source holds; 0 where that is unknown."""
    if source.data is not None:
        return len(source.data)
    try:
        return os.stat(source.path).st_size  # noqa: PTH116 (a Path for every post costs more)
    except OSError:
        return 0


def _open(source: Source, config: ReadConfig, body_format: BodyFormat | None) -> Post | Problem:
    if source.is_record and source.data is not None:
        from newskit.read.record_post import parse_record

        return parse_record(source.label, source.data, config)
    from newskit.read.parse import parse_bytes

    if source.refused:
        return refusal(source)
    try:
        data = read_source(source, config)
    except ReadError as error:
        message = error.message.removeprefix(f"{source.path}: ")
        if source.is_part:
            return Problem("NK143", "incomplete-container", message, Location(source.label))
        return Problem("NK100", "unreadable", message, Location(source.label), hint=error.hint)
    return parse_bytes(
        source.path,
        data,
        config,
        relative=source.relative,
        body_format=body_format,
        kind=source.kind,
        generator=source.generator,
    )


def refusal(source: Source) -> Problem:
    """Return the finding on a file that was named and is not a post of its site."""
    return Problem(
        "NK119",
        "not-a-post",
        f"is not a post, so it was left alone: {source.refused}",
        Location(source.label),
        hint="--force works on it all the same",
    )


def reading_problems(post: Post) -> tuple[Problem, ...]:
    """Return what went wrong in reading a post, so that some of what it says is not known.

    Front matter that cannot be read leaves title and date empty, bytes that are not text leave a
    hole: every command reports it, and ends with 1.
    """
    return tuple(problem for problem in post.problems if problem.severity is Severity.ERROR)


def original_bytes(source: Source, post: Post, config: ReadConfig) -> bytes | None:
    """Return the bytes of a post's file where its text alone does not give them back."""
    # Strict UTF-8 is reversible; another codec may spell a character in two ways.
    if post.encoding.name == "utf-8" or _gives_back(post):
        return None
    if source.is_record and source.data is not None:
        from newskit.read.record_post import load_record, source_bytes

        return source_bytes(load_record(source.data, config))
    return read_source(source, config)


def _gives_back(post: Post) -> bool:
    from hashlib import sha256

    try:
        return sha256(post.encode(post.text)).hexdigest() == post.source_sha256
    except UnicodeEncodeError:
        return False


COULD_NOT_RUN = frozenset({"NK100", "NK119", "NK900", "NK902", "NK907"})
"""Findings that say that a post could not be worked on: such a run ends with 2."""


def lost_problem(source: Source, reason: str = "") -> Problem:
    """Return the finding for a post that showed a bug, or whose worker process died."""
    if reason:
        return Problem(
            "NK907",
            "internal-error",
            f"newskit has met a bug of its own: {reason}; the post was left as it is",
            Location(source.label),
            hint="please report it with the post, if it may be shown",
        )
    return Problem(
        "NK900",
        "worker-died",
        "the process working on this post died, twice; the post was left as it is",
        Location(source.label),
        hint="run newskit on this file alone with --jobs 1, and report it",
    )
