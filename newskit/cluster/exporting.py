"""A shard of `export jsonl`: a part of records, and their identifiers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from newskit.cluster.manifest import Done, Manifest, Shard
from newskit.cluster.outputs import open_part, write_problems
from newskit.cluster.store import open_store
from newskit.config.export import Compression
from newskit.jobs.export import export_records
from newskit.records.lines import Choice
from newskit.records.where import parse_condition

if TYPE_CHECKING:
    from newskit.cluster.store import Store
    from newskit.problem import Problem
    from newskit.read.source import Source

__all__ = ["export_shard", "part_name"]


def export_shard(
    manifest: Manifest,
    store: Store,
    shard: Shard,
    sources: Iterable[tuple[Source, str]],
    *,
    jobs: int,
    isolate: bool,
) -> Done:
    """Write the records of a shard; gives what it came to.

    Raises:
        WriteError: when the part cannot be written.
    """
    options = manifest.options
    choice = Choice(tuple(map(parse_condition, options["where"])), tuple(options["select"]))
    outcomes = export_records(
        (source for source, _ in sources),
        manifest.config,
        strip=options["strip"],
        jobs=jobs,
        choice=choice,
        isolate=isolate,
    )
    problems: list[Problem] = []
    posts = written = reported = 0
    with (
        open_part(
            open_store(manifest.output), part_name(manifest, shard), _compression(manifest)
        ) as part,
        open_part(store, f"{shard.name}.ids") as identifiers,
    ):
        for outcome in outcomes:
            posts += 1
            problems += outcome.problems
            if outcome.record is None:
                reported += bool(outcome.problems)
                continue
            written += 1
            part.write(outcome.record.line)
            path = outcome.record.path.encode("utf-8", "backslashreplace").replace(b"\n", b"\\n")
            identifiers.write(b"%s\t%s\n" % (outcome.record.id.encode(), path))
    write_problems(store, shard.name, problems)
    done = Done(shard.sha256, manifest.settings_sha256, posts, written, reported, len(problems))
    return replace(done, output_sha256=part.sha256, output_bytes=part.size)


def part_name(manifest: Manifest, shard: Shard) -> str:
    """Return the name of the part that a shard writes."""
    return f"{shard.name}.jsonl{_compression(manifest).suffix}"


def _compression(manifest: Manifest) -> Compression:
    return Compression(manifest.options["compression"])
