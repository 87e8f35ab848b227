"""`newskit export parquet`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from newskit.cli import options as shared
from newskit.cli.arguments import Option
from newskit.cli.export_jsonl import Errors, RecordCounts
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.messages import print_note
from newskit.cli.progress import shown
from newskit.cli.settings import parse_size
from newskit.config.export import Compression, FieldPreset, Order, RecordBody, RecordShape
from newskit.frozen import dataclass, replace

EPILOG = """\b
Examples:
  newskit export parquet posts/ -o posts.parquet
  newskit export parquet posts/ -o parts/ --shard-size 512M
  newskit export parquet posts/ -o posts.parquet --where 'date>=2021' --sort date
  newskit export parquet posts/ -o archive.parquet --body source --no-strip
"""


@dataclass(frozen=True, slots=True)
class ParquetOptions:
    """What rows are like, and which are written."""

    body: Annotated[RecordBody | None, Option("--body", help="Which body a row carries.")] = None
    preset: Annotated[
        FieldPreset | None, Option("--preset", help="Generator whose keys are looked for.")
    ] = None
    no_strip: Annotated[bool, Option("--no-strip", help="Keep trailing boilerplate.")] = False
    where: Annotated[
        list[str] | None,
        Option("--where", metavar="COND", help="Only posts for which COND holds; repeatable."),
    ] = None
    sort: Annotated[Order, Option("--sort", help="Order of the rows.")] = Order.FOUND
    row_group: Annotated[
        str, Option("--row-group", metavar="SIZE", help="Text in a row group at most (16M).")
    ] = "16M"
    shard_size: Annotated[
        str,
        Option(
            "--shard-size", metavar="SIZE", help="A folder of files of at most SIZE of text each."
        ),
    ] = ""
    errors: Annotated[
        str,
        Option("--errors", metavar="skip|fail|FILE", help="What to do with unreadable posts."),
    ] = "skip"


def export_parquet(
    paths: shared.Paths,
    *,
    output: Annotated[
        Path,
        Option("-o", "--output", metavar="FILE|DIR", help="Write here; - for stdout."),
    ],
    asked: ParquetOptions,
    common: shared.Common,
) -> int:
    """Write the records as Parquet, in columns of fixed types."""
    from newskit.jobs.export import export_records
    from newskit.records.lines import RecordChoice, in_order, parse_condition
    from newskit.records.outputs import OutputTarget, open_output

    config = common.config()
    export = replace(
        config.export,
        shape=RecordShape.HF,
        body=asked.body or config.export.body,
        preset=asked.preset or config.export.preset,
    )
    config = replace(config, export=export)
    target = OutputTarget(
        None if str(output) == "-" else output,
        compression=Compression.NONE,
        shard_bytes=parse_size(asked.shard_size) if asked.shard_size else 0,
        row_group=parse_size(asked.row_group),
    )
    inputs = common.inputs(paths)
    inputs.spare(output, files=() if asked.errors in {"skip", "fail"} else (Path(asked.errors),))
    with ExitStack() as stack:
        tally = RecordCounts(stack.enter_context(Errors(asked.errors)))
        sink = stack.enter_context(open_output(target))
        outcomes = export_records(
            inputs.sources(config),
            config,
            strip=not asked.no_strip,
            jobs=common.processes,
            choice=RecordChoice(tuple(map(parse_condition, asked.where or ()))),
        )
        seen = shown(outcomes, "exporting", quiet=common.quiet, ahead=inputs.ahead(config))
        lines = tally.lines(seen, ())
        for line in in_order(lines, asked.sort):
            sink.write(line)
    if not common.quiet:
        print_note(tally.summary())
    if tally.could_not_run:
        return EXIT_COULD_NOT_RUN
    return EXIT_FINDINGS if tally.reported or tally.unread else EXIT_CLEAN
