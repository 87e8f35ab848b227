"""`newskit export jsonl` and `newskit export parquet`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Annotated, BinaryIO, Self

from newskit.cli import options as shared
from newskit.cli.commands import Option
from newskit.cli.guard import ended
from newskit.cli.settings import Inputs, parse_size
from newskit.cli.terminal import counted, print_note
from newskit.config.export import (
    Compression,
    ExportConfig,
    FieldPreset,
    Order,
    RecordBody,
    RecordShape,
)
from newskit.config.model import Config
from newskit.errors import ReadError, UsageError
from newskit.frozen import dataclass, replace
from newskit.jobs.export import Exported, export_records
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.messages import escape_surrogates
from newskit.problem import Problem
from newskit.records.lines import (
    RecordChoice,
    RecordLine,
    UniqueIds,
    in_order,
    parse_condition,
    parse_fields,
)
from newskit.records.outputs import OutputTarget, known_ids, open_output

# `newskit export jsonl`.

# Options of `newskit export jsonl` alone.


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What records are like, which are written, and how."""

    shape: Annotated[
        RecordShape | None, Option("--shape", "--profile", help="Shape of the records.")
    ] = None
    body: Annotated[RecordBody | None, Option("--body", help="Which body a record carries.")] = None
    preset: Annotated[
        FieldPreset | None, Option("--preset", help="Generator whose keys are looked for.")
    ] = None
    no_strip: Annotated[bool, Option("--no-strip", help="Keep trailing boilerplate.")] = False
    where: Annotated[
        list[str] | None,
        Option("--where", metavar="COND", help="Only posts for which COND holds; repeatable."),
    ] = None
    select: Annotated[
        str, Option("--select", metavar="FIELDS", help="Only these fields (a,b,metadata.c).")
    ] = ""
    sort: Annotated[Order, Option("--sort", help="Order of the records.")] = Order.FOUND
    compress: Annotated[
        Compression, Option("--compress", help="Compression; auto goes by the file's ending.")
    ] = Compression.AUTO
    shard_size: Annotated[
        str, Option("--shard-size", metavar="SIZE", help="Parts of at most SIZE (64M, 2G).")
    ] = ""
    append: Annotated[
        bool, Option("--append", help="Add the posts that FILE does not hold yet.")
    ] = False
    errors: Annotated[
        str, Option("--errors", metavar="skip|fail|FILE", help="What to do with unreadable posts.")
    ] = "skip"

    def laid_over(self, config: ExportConfig) -> ExportConfig:
        """Return the settings with the options that were given laid over them."""
        return replace(
            config,
            shape=self.shape or config.shape,
            body=self.body or config.body,
            preset=self.preset or config.preset,
        )


# What becomes of posts that cannot be exported, and the count that has to add up.


class Errors:
    """Where findings go: stderr (``skip``), an end of the run (``fail``), or a file of records.

    Args:
        policy: ``skip``, ``fail`` or the name of a file of JSON Lines.
    """

    def __init__(self, policy: str) -> None:
        self._policy = policy
        self._stack = ExitStack()
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self._policy not in {"skip", "fail"}:
            from newskit.files import atomic_file

            self._file = self._stack.enter_context(atomic_file(Path(self._policy)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def take(self, problem: Problem) -> None:
        """Pass a finding on.

        Raises:
            ReadError: when the policy is to fail.
        """
        if self._policy == "fail":
            raise ReadError(str(problem), hint=problem.hint or "nothing was written")
        if self._file is None:
            print_note(str(problem))
            return
        import orjson

        row: dict[str, str | int] = {
            "path": escape_surrogates(problem.location.path),
            "line": problem.location.line,
            "column": problem.location.column,
            "code": problem.code,
            "message": escape_surrogates(problem.message),
            "hint": escape_surrogates(problem.hint),
        }
        text: bytes = orjson.dumps(row)
        self._file.write(text + b"\n")


class RecordCounts:
    """Posts in: written, reported, left out; they add up.

    Of a post that is not read whole, a record is written, and what is missing in it is reported.

    Args:
        errors: where findings go.
    """

    def __init__(self, errors: Errors) -> None:
        self._errors = errors
        self.written = 0
        self.reported = 0
        self.unread = 0
        self.bare = 0
        self.left_out = 0
        self.known = 0
        self.templated = 0
        self.pieces = 0
        self.could_not_run = False

    def lines(self, outcomes: Iterable[Exported], taken: Container[str]) -> Iterator[RecordLine]:
        """Yield the lines to write, each with an identifier of its own.

        Args:
            outcomes: of the export.
            taken: identifiers in the file that is added to; their posts are not written again.
        """
        ids = UniqueIds()
        for outcome in outcomes:
            for problem in outcome.problems:
                self._errors.take(problem)
                self.could_not_run |= problem.code in COULD_NOT_RUN
            if outcome.record is None:
                self.reported += bool(outcome.problems)
                self.left_out += not outcome.problems
                continue
            self.unread += bool(outcome.problems)
            self.bare += outcome.bare
            line = ids.claim(outcome.record)
            if line.id in taken:
                self.known += 1
                continue
            self.written += 1
            self.templated += bool(line.left)
            self.pieces += line.left
            yield line

    def summary(self) -> str:
        """Return the counts in words."""
        total = self.written + self.reported + self.left_out + self.known
        parts = [f"{counted(self.written, 'record')} written", f"{self.reported:,} reported"]
        if self.unread:
            parts.append(f"{self.unread:,} not read whole")
        if self.bare:
            parts.append(f"{self.bare:,} without front matter, so with neither title nor date")
        if self.left_out:
            parts.append(f"{self.left_out:,} left out")
        if self.known:
            parts.append(f"{self.known:,} there already")
        summary = f"{counted(total, 'post')}: {', '.join(parts)}"
        if not self.pieces:
            return summary
        pieces = counted(self.pieces, "piece")
        left = f"{pieces} of template code in {counted(self.templated, 'post')} not shown in text"
        return (
            f"{summary}\n{left}: metadata.newskit.templates lists them;"
            " [export.templates] says what they show"
        )


_DEFAULT_SHARD = 512 * 1024 * 1024


def export_jsonl(
    paths: shared.Paths,
    *,
    output: Annotated[
        Path | None,
        Option(
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
    """Write a JSON record for each post, a line each.

    The post is stripped and converted first; its facts are fields.
    """
    config = common.config()
    config = replace(config, export=asked.laid_over(config.export))
    inputs = common.inputs(paths)
    inputs.spare(output, files=() if asked.errors in {"skip", "fail"} else (Path(asked.errors),))
    if sharing.cluster:
        return _shared_out(inputs, config, output, asked, sharing)
    tally = _export(inputs, config, asked, _target(output, config, asked), common)
    if not common.quiet and (output is not None or tally.reported or tally.unread or tally.bare):
        print_note(tally.summary())
    return ended(could_not_run=tally.could_not_run, found=tally.reported or tally.unread)


def _export(
    inputs: Inputs,
    config: Config,
    asked: RecordOptions | ParquetOptions,
    target: OutputTarget,
    common: shared.Common,
) -> RecordCounts:
    choice, taken = _choice(asked, config), _taken(target)
    with ExitStack() as stack:
        tally = RecordCounts(stack.enter_context(Errors(asked.errors)))
        sink = stack.enter_context(open_output(target))
        outcomes = export_records(
            inputs.sources(config),
            config,
            strip=not asked.no_strip,
            jobs=common.processes,
            choice=choice,
        )
        seen = inputs.shown(outcomes, "exporting", config)
        for line in in_order(tally.lines(seen, taken), asked.sort):
            sink.write(line)
    return tally


def _shared_out(
    inputs: Inputs,
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
    return export_shared(inputs, config, records, sharing.sharing())


def _target(output: Path | None, config: Config, asked: RecordOptions) -> OutputTarget:
    path = None if output is None or str(output) == "-" else output
    shard_bytes = parse_size(asked.shard_size) if asked.shard_size else 0
    if path is not None and not shard_bytes and path.is_dir():
        shard_bytes = _DEFAULT_SHARD
    export = config.export
    return OutputTarget(
        path, export.shape, export.dataset, asked.compress, shard_bytes, asked.append
    )


def _choice(asked: RecordOptions | ParquetOptions, config: Config) -> RecordChoice:
    fields = parse_fields(asked.select) if isinstance(asked, RecordOptions) else ()
    if fields and config.export.shape is not RecordShape.NEWSKIT:
        raise UsageError("--select takes fields of the shape newskit only")
    return RecordChoice(tuple(map(parse_condition, asked.where or ())), fields)


def _taken(target: OutputTarget) -> Container[str]:
    """Return the identifiers in the file that is added to."""
    if not target.append or target.path is None:
        return ()
    return known_ids(target.path, target.compression)


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
        str, Option("--errors", metavar="skip|fail|FILE", help="What to do with unreadable posts.")
    ] = "skip"


def export_parquet(
    paths: shared.Paths,
    *,
    output: Annotated[
        Path, Option("-o", "--output", metavar="FILE|DIR", help="Write here; - for stdout.")
    ],
    asked: ParquetOptions,
    common: shared.Common,
) -> int:
    """Write the records as Parquet, in columns of fixed types."""
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
    tally = _export(inputs, config, asked, target, common)
    if not common.quiet:
        print_note(tally.summary())
    return ended(could_not_run=tally.could_not_run, found=tally.reported or tally.unread)


EPILOGS = {
    "export_jsonl": """\b
Examples:
  newskit export jsonl posts/ -o posts.jsonl.zst
  newskit export jsonl posts/ --where 'date>=2021' --where language=zh --sort date
  newskit export jsonl posts/ --shape hf --shard-size 256M -o dataset/
  newskit export jsonl posts/ --body source --no-strip -o archive.jsonl
  newskit export jsonl posts/ --select id,title,tags | jq -r .title
""",
    "export_parquet": """\b
Examples:
  newskit export parquet posts/ -o posts.parquet
  newskit export parquet posts/ -o parts/ --shard-size 512M
  newskit export parquet posts/ -o posts.parquet --where 'date>=2021' --sort date
  newskit export parquet posts/ -o archive.parquet --body source --no-strip
""",
}
