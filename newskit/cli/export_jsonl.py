"""`newskit export jsonl`."""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.groups import grouped
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS, guarded
from newskit.cli.jsonl_options import RecordOptions
from newskit.cli.messages import print_note
from newskit.cli.progress import shown
from newskit.cli.record_errors import Errors, Tally
from newskit.cli.sizes import parse_size
from newskit.config.export import Order, RecordProfile
from newskit.config.model import Config
from newskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Container

    from newskit.cli.settings import Walk
    from newskit.records.lines import Choice
    from newskit.records.outputs.target import OutputTarget

__all__ = ["export_jsonl"]

EPILOG = """\b
Examples:
  newskit export jsonl posts/ -o posts.jsonl.zst
  newskit export jsonl posts/ --where 'date>=2021' --where language=zh --sort date
  newskit export jsonl posts/ --profile hf --shard-size 256M -o dataset/
  newskit export jsonl posts/ --body source --no-strip -o archive.jsonl
  newskit export jsonl posts/ --select id,title,tags | jq -r .title
"""

_DEFAULT_SHARD = 512 * 1024 * 1024


@guarded
@grouped
def export_jsonl(
    paths: shared.Paths,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE|DIR",
            help="Write here instead of stdout; into a folder that exists, in parts.",
        ),
    ] = None,
    asked: RecordOptions,
    sharing: shared.ClusterOptions,
    common: shared.Common,
) -> int:
    """Write a record of JSON a line for each post: stripped, converted, with its facts."""
    from newskit.jobs.export import export_records
    from newskit.records.ordering import in_order
    from newskit.records.outputs.opening import open_output

    config = common.config()
    config = dataclasses.replace(config, export=asked.laid_over(config.export))
    walk = common.walk(paths)
    if sharing.cluster:
        return _shared_out(walk, config, output, asked, sharing)
    target = _target(output, config, asked)
    choice = _choice(asked, config)
    with ExitStack() as stack:
        tally = Tally(stack.enter_context(Errors(asked.errors)))
        outcomes = export_records(
            walk.sources(config),
            config,
            strip=not asked.no_strip,
            jobs=common.processes,
            choice=choice,
        )
        lines = tally.lines(shown(outcomes, "exporting", quiet=common.quiet), _taken(target))
        sink = stack.enter_context(open_output(target))
        for line in in_order(lines, asked.sort):
            sink.write(line)
    if not common.quiet and (output is not None or tally.reported):
        print_note(tally.summary())
    if tally.could_not_run:
        return EXIT_COULD_NOT_RUN
    return EXIT_FINDINGS if tally.reported else EXIT_CLEAN


def _shared_out(
    walk: Walk,
    config: Config,
    output: Path | None,
    asked: RecordOptions,
    sharing: shared.ClusterOptions,
) -> int:
    from newskit.cli.clusters import Records, export_shared

    if asked.sort is not Order.FOUND or asked.append or asked.shard_size or asked.errors != "skip":
        raise UsageError("--cluster takes no --sort, --append, --shard-size or --errors")
    records = Records(
        output, not asked.no_strip, tuple(asked.where or ()), asked.select, asked.compress
    )
    return export_shared(walk, config, records, sharing.sharing())


def _target(output: Path | None, config: Config, asked: RecordOptions) -> OutputTarget:
    from newskit.records.outputs.target import OutputTarget

    path = None if output is None or str(output) == "-" else output
    shard_bytes = parse_size(asked.shard_size) if asked.shard_size else 0
    if path is not None and not shard_bytes and path.is_dir():
        shard_bytes = _DEFAULT_SHARD
    export = config.export
    return OutputTarget(
        path, export.profile, export.dataset, asked.compress, shard_bytes, asked.append
    )


def _choice(asked: RecordOptions, config: Config) -> Choice:
    from newskit.records.lines import Choice, parse_fields
    from newskit.records.where import parse_condition

    fields = parse_fields(asked.select)
    if fields and config.export.profile is not RecordProfile.NEWSKIT:
        raise UsageError("--select takes fields of the profile newskit only")
    return Choice(tuple(map(parse_condition, asked.where or ())), fields)


def _taken(target: OutputTarget) -> Container[str]:
    """Return the identifiers in the file that is added to."""
    if not target.append or target.path is None:
        return ()
    from newskit.records.outputs.append import known_ids

    return known_ids(target.path, target.compression)
