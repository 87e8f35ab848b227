"""`newskit export jsonl`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newskit.cli import options as shared
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS, guarded
from newskit.cli.messages import print_note
from newskit.cli.progress import shown
from newskit.cli.record_errors import Errors, Tally
from newskit.cli.settings import Walk, processes, settings
from newskit.config.export import Compression, FieldPreset, Order, RecordBody, RecordProfile
from newskit.config.model import Config
from newskit.errors import UsageError

if TYPE_CHECKING:
    from newskit.export.lines import Choice, RecordLine
    from newskit.export.outputs.target import OutputTarget, Sink

__all__ = ["export_jsonl", "parse_size"]

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
def export_jsonl(
    paths: shared.Paths,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE|DIR",
            help="Write here instead of stdout; into a folder that exists, in parts.",
        ),
    ] = None,
    profile: Annotated[
        RecordProfile | None, typer.Option("--profile", help="Shape of the records.")
    ] = None,
    body: Annotated[
        RecordBody | None, typer.Option("--body", help="Which body a record carries.")
    ] = None,
    preset: Annotated[
        FieldPreset | None, typer.Option("--preset", help="Generator whose keys are looked for.")
    ] = None,
    no_strip: Annotated[
        bool, typer.Option("--no-strip", help="Keep trailing boilerplate.")
    ] = False,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="COND", help="Only posts for which COND holds; repeatable."
        ),
    ] = None,
    select: Annotated[
        str, typer.Option("--select", metavar="FIELDS", help="Only these fields (a,b,metadata.c).")
    ] = "",
    sort: Annotated[Order, typer.Option("--sort", help="Order of the records.")] = Order.FOUND,
    compress: Annotated[
        Compression, typer.Option("--compress", help="Compression; auto goes by the file's ending.")
    ] = Compression.AUTO,
    shard_size: Annotated[
        str, typer.Option("--shard-size", metavar="SIZE", help="Parts of at most SIZE (64M, 2G).")
    ] = "",
    append: Annotated[
        bool, typer.Option("--append", help="Add the posts that FILE does not hold yet.")
    ] = False,
    errors: Annotated[
        str,
        typer.Option(
            "--errors", metavar="skip|fail|FILE", help="What to do with unreadable posts."
        ),
    ] = "skip",
    cluster: shared.Cluster = "",
    state: shared.State = "",
    resume: shared.Resume = False,
    shard_input: shared.ShardInput = "128M",
    include: shared.Include = None,
    exclude: shared.Exclude = None,
    force_exclude: shared.ForceExclude = False,
    stdin_filename: shared.StdinFilename = "",
    jobs: shared.Jobs = 0,
    config_file: shared.ConfigFile = None,
    isolated: shared.Isolated = False,
    quiet: shared.Quiet = False,
    verbose: shared.Verbose = False,
    timings: shared.Timings = False,
) -> int:
    """Write a record of JSON a line for each post: stripped, converted, with its facts."""
    from newskit.export.outputs.target import open_output
    from newskit.pipeline.export import export_records

    config = settings(
        config_file,
        isolated=isolated,
        include=include,
        exclude=exclude,
        force_exclude=force_exclude,
        verbose=verbose,
        timings=timings,
    )
    config = _with_options(config, profile=profile, body=body, preset=preset)
    if cluster:
        from newskit.cli.clusters import Records, export_shared, sharing

        if sort is not Order.FOUND or append or shard_size or errors != "skip":
            raise UsageError("--cluster takes no --sort, --append, --shard-size or --errors")
        asked = Records(output, not no_strip, tuple(where or ()), select, compress)
        return export_shared(
            Walk(tuple(paths)), config, asked, sharing(cluster, state, shard_input, resume=resume)
        )
    target = _target(output, config, compress=compress, shard_size=shard_size, append=append)
    choice = _choice(where or [], select, config)
    walk = Walk(tuple(paths), stdin_filename)
    with ExitStack() as stack:
        tally = Tally(stack.enter_context(Errors(errors)))
        outcomes = export_records(
            walk.sources(config), config, strip=not no_strip, jobs=processes(jobs), choice=choice
        )
        lines = tally.lines(shown(outcomes, "exporting", quiet=quiet), _taken(target))
        sink = stack.enter_context(open_output(target))
        _write(lines, sort, sink)
    if not quiet and (output is not None or tally.reported):
        print_note(tally.summary())
    if tally.could_not_run:
        return EXIT_COULD_NOT_RUN
    return EXIT_FINDINGS if tally.reported else EXIT_CLEAN


def _with_options(
    config: Config,
    *,
    profile: RecordProfile | None,
    body: RecordBody | None,
    preset: FieldPreset | None,
) -> Config:
    """Lay the options of this command over the configuration."""
    export = dataclasses.replace(
        config.export,
        profile=profile or config.export.profile,
        body=body or config.export.body,
        preset=preset or config.export.preset,
    )
    return dataclasses.replace(config, export=export)


def _target(
    output: Path | None, config: Config, *, compress: Compression, shard_size: str, append: bool
) -> OutputTarget:
    from newskit.export.outputs.target import OutputTarget

    path = None if output is None or str(output) == "-" else output
    shard_bytes = parse_size(shard_size) if shard_size else 0
    if path is not None and not shard_bytes and path.is_dir():
        shard_bytes = _DEFAULT_SHARD
    export = config.export
    return OutputTarget(path, export.profile, export.dataset, compress, shard_bytes, append)


def parse_size(text: str) -> int:
    """Return the bytes of a size such as ``64M``.

    Raises:
        UsageError: when it is no size.
    """
    match = re.fullmatch(r"(\d+)\s*([KMGT]?)(?:i?B)?", text.strip(), re.IGNORECASE)
    if match is None or int(match[1]) == 0:
        raise UsageError(f"{text!r} is no size", hint="write bytes, or 512K, 64M, 2G")
    return int(match[1]) << (10 * " KMGT".index(match[2].upper() or " "))


def _choice(where: list[str], select: str, config: Config) -> Choice:
    from newskit.export.lines import Choice, check_fields
    from newskit.export.where import parse_condition

    fields = tuple(name.strip() for name in select.split(",") if name.strip())
    check_fields(fields)
    if fields and config.export.profile is not RecordProfile.NEWSKIT:
        raise UsageError("--select takes fields of the profile newskit only")
    return Choice(tuple(map(parse_condition, where)), fields)


def _taken(target: OutputTarget) -> set[str]:
    """Return the identifiers in the file that is added to."""
    if not target.append or target.path is None:
        return set()
    from newskit.export.outputs.append import known_ids

    return known_ids(target.path, target.compression)


def _write(lines: Iterable[RecordLine], sort: Order, sink: Sink) -> None:
    from newskit.export.ordering import in_order

    for line in in_order(lines, sort):
        sink.write(line)
