"""`newskit import`: records, and exports of other programs, to posts; every item accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

from newskit.cli import options as shared
from newskit.cli.commands import Argument, Option
from newskit.cli.guard import ended
from newskit.cli.settings import Inputs
from newskit.cli.terminal import (
    counted,
    output_file,
    print_note,
    require_folder,
    row_line,
    with_progress,
)
from newskit.config.export import FieldPreset
from newskit.config.model import Config
from newskit.errors import UsageError
from newskit.frozen import dataclass, replace
from newskit.importers.jsonl import JsonlImport, import_records, row_sources
from newskit.importers.port import FORMATS, recognise
from newskit.importers.target import TargetSite, check_pattern
from newskit.jobs.importing import Imported, ImportRequest, run_import
from newskit.messages import on_one_line
from newskit.post import FrontMatterFormat
from newskit.read.source import Source

# `newskit import FORMAT`: exports of other programs to posts, every item accounted for.

# What an item that became no file is called in the sum.
_SAID = {("passed", "refused"): "unreadable", ("passed", "listed"): "passed over"}


def _epilog(name: str, example: str) -> str:
    return f"""\b
Examples:
  newskit import {name} {example} -o posts/
  newskit import {name} {example} -o site/ --for hugo --convert --strip
  newskit import {name} {example} -o posts/ --report import.jsonl
"""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How items are written, and what is written beside them."""

    target: Annotated[
        TargetSite, Option("--for", help="Generator whose keys, folders and names are used.")
    ] = TargetSite.NEWSKIT
    front_matter: Annotated[
        str, Option("--front-matter", metavar="yaml|toml|json", help="Its format.")
    ] = "yaml"
    convert: Annotated[
        bool, Option("--convert", help="Make Markdown of HTML bodies, with proof.")
    ] = False
    strip: Annotated[
        bool, Option("--strip", help="Take trailing boilerplate out of the bodies.")
    ] = False
    older: Annotated[
        bool, Option("--older", help="Write older versions of a post too (feeds, crawls).")
    ] = False
    fetch_assets: Annotated[
        bool,
        Option(
            "--fetch-assets",
            help="Fetch the pictures and other files that posts show, with a book's limits.",
        ),
    ] = False
    overwrite: Annotated[bool, Option("--overwrite", help="Replace files with other contents.")] = (
        False
    )
    report: shared.ReportFile = None
    comments: Annotated[
        Path | None,
        Option("--comments", metavar="FILE", help="Write readers' comments, as JSON Lines."),
    ] = None

    def request(self, name: str) -> ImportRequest:
        """Return what is asked of an import of the format `name`.

        Raises:
            UsageError: for a format of front matter that it has not.
        """
        return ImportRequest(
            name,
            self.target,
            _format(self.front_matter),
            convert=self.convert,
            strip=self.strip,
            older=self.older,
            fetch=self.fetch_assets,
            overwrite=self.overwrite,
        )


def _command(name: str) -> Callable[..., int]:
    source = FORMATS[name].source if name in FORMATS else "a source whose format newskit finds out"

    def run(
        sources: Annotated[
            list[str], Argument(help="Files, folders or archives, or -.", show_default=False)
        ],
        output: Annotated[
            Path, Option("-o", "--output", metavar="DIR", help="Write the posts below this folder.")
        ],
        options: ImportOptions,
        common: shared.ImportCommon,
    ) -> int:
        config = common.config()
        asked = _Asked(options.request(name), tuple(sources), output, quiet=common.quiet)
        return asked.run(config, options.report, options.comments)

    run.__doc__ = f"Write posts from {source}."
    return run


class _Asked:
    """One call of the command."""

    def __init__(
        self, request: ImportRequest, sources: tuple[str, ...], output: Path, *, quiet: bool
    ) -> None:
        require_folder(output)
        self.request, self.sources, self.output, self.quiet = request, sources, output, quiet
        self.counts: Counter[tuple[str, str]] = Counter()
        self.failed = self.refused = self.comments = self.missing = self.left = 0

    def run(self, config: Any, report: Path | None, comments: Path | None) -> int:
        """Import every source; return the exit code."""
        with ExitStack() as stack:
            rows = stack.enter_context(output_file(report)) if report else None
            said = stack.enter_context(output_file(comments)) if comments else None
            for one in with_progress(self._outcomes(config), "importing", quiet=self.quiet):
                self._count(one)
                self.comments += len(one.comments)
                if rows is not None:
                    if one.comments and said is None:
                        one.row["comments"] = [dict(comment) for comment in one.comments]
                    rows.write(row_line(one.row))
                if said is not None:
                    for comment in one.comments:
                        said.write(row_line(comment))
                if one.problem:
                    print_note(one.problem)
        if not self.quiet:
            self._say(report, comments)
        return ended(could_not_run=self.failed, found=self.refused or self.missing)

    def _outcomes(self, config: Any) -> Iterator[Imported]:
        from newskit.importers.opened import open_source

        for path in self.sources:
            with open_source(path) as source:
                request = self.request
                if request.format == "auto":
                    name = recognise(source.head(), source.name) or ""
                    if not name:
                        raise UsageError(
                            f"{path}: is of no format that newskit imports",
                            hint=f"the formats are {', '.join(FORMATS)}; "
                            "records (JSON Lines) are read by `newskit import jsonl`",
                        )
                    print_note(f"{path}: {FORMATS[name].source}")
                    request = replace(request, format=name)
                yield from run_import(source, self.output, request, config)

    def _count(self, one: Imported) -> None:
        if one.what == "site":
            return
        status = one.status.value if one.status is not None else "listed"
        self.counts[one.what, status] += 1
        self.failed += status == "failed"
        self.refused += status == "refused"
        missing = one.row.get("missing")
        self.missing += len(missing) if isinstance(missing, list) else 0
        self.left += "left" in one.row

    def _say(self, report: Path | None, comments: Path | None) -> None:
        named = [_said(what, status, number) for (what, status), number in self.counts.items()]
        print_note(f"{counted(self.counts.total(), 'item')}: {', '.join(sorted(named, key=_word))}")
        if self.missing:
            print_note(
                f"{counted(self.missing, 'file')} not fetched: the posts keep their addresses"
                " (--report FILE says why)"
            )
        if self.left and not report:
            print_note(
                f"{counted(self.left, 'post')} with values that have no place in front matter;"
                " --report FILE keeps them"
            )
        if self.comments and not (report or comments):
            print_note(
                f"{counted(self.comments, 'comment')} not written; --comments FILE keeps them"
            )


def _said(what: str, status: str, number: int) -> str:
    """Say what became of items of a kind: ``2 posts written``, ``1 passed over``."""
    said = _SAID.get((what, status))
    return f"{number:,} {said}" if said else f"{counted(number, what)} {status}"


def _word(said: str) -> str:
    return said.partition(" ")[2]


def _format(name: str) -> FrontMatterFormat:
    if name not in {"yaml", "toml", "json"}:
        raise UsageError(f"{name!r} is not a format of front matter", hint="yaml, toml or json")
    return FrontMatterFormat(name)


def __getattr__(name: str) -> Callable[..., int]:
    """Return the command of a format."""
    if name in EPILOGS:
        return _command(name)
    raise AttributeError(name)


Output = Annotated[
    Path, Option("-o", "--output", metavar="DIR", help="Write the posts below this folder.")
]


@dataclass(frozen=True, slots=True)
class RecordImportOptions:
    """How posts are written again from records."""

    front_matter: Annotated[
        str, Option("--front-matter", metavar="same|yaml|toml|json", help="Its format.")
    ] = "same"
    name: Annotated[
        str,
        Option(
            "--name",
            metavar="PATTERN",
            help="File names: {path}, or of {folder} {stem} {id} {date} {year} {month} {day} {slug}"
            " {lang}.",
        ),
    ] = "{path}"
    preset: Annotated[
        FieldPreset | None,
        Option("--preset", help="Generator whose keys the records were made with."),
    ] = None
    fields: Annotated[
        bool, Option("--fields", help="Write from the fields, even where the file is there.")
    ] = False
    overwrite: Annotated[bool, Option("--overwrite", help="Replace files with other contents.")] = (
        False
    )

    def wanted(self, config: Config) -> JsonlImport:
        """Return how records become posts.

        Raises:
            UsageError: when the pattern of names or the format of front matter is wrong.
        """
        check_pattern(self.name)
        export = replace(config.export, preset=self.preset or config.export.preset)
        form = _form_of(self.front_matter)
        return JsonlImport(self.name, form, not self.fields, config.read, export)


def import_jsonl(
    paths: Annotated[
        list[str], Argument(help="Files of JSON Lines (.gz, .zst too), or -.", show_default=False)
    ],
    output: Output,
    options: RecordImportOptions,
    common: shared.ImportCommon,
) -> int:
    """Write posts again from records of export jsonl.

    They are the same byte for byte where the records hold the source.
    """
    config = common.config()
    wanted = options.wanted(config)
    sources = Inputs(tuple(paths)).sources(config)
    return _import(sources, output, wanted, overwrite=options.overwrite, quiet=common.quiet)


def import_parquet(
    paths: Annotated[
        list[str],
        Argument(help="Parquet files, folders of them, patterns, or -.", show_default=False),
    ],
    output: Output,
    options: RecordImportOptions,
    common: shared.ImportCommon,
) -> int:
    """Write posts again from the rows of export parquet.

    They are the same byte for byte where the rows hold the source.
    """
    wanted = options.wanted(common.config())
    sources = row_sources(paths)
    return _import(sources, output, wanted, overwrite=options.overwrite, quiet=common.quiet)


def _import(
    sources: Iterable[Source], output: Path, options: JsonlImport, *, overwrite: bool, quiet: bool
) -> int:
    from newskit.jobs.targets import ImportStatus, write_posts

    require_folder(output)
    counts: Counter[ImportStatus] = Counter()
    kept: Counter[str] = Counter()
    written = write_posts(import_records(sources, options), output, overwrite=overwrite)
    for outcome in with_progress(written, "importing", quiet=quiet):
        counts[outcome.status] += 1
        kept.update(outcome.kept)
        if outcome.asked and not quiet:
            names = f"{on_one_line(outcome.asked)} is written as {on_one_line(outcome.path)}"
            print_note(f"{outcome.label}: {names}")
        if outcome.problem is not None:
            print_note(str(outcome.problem))
    if not quiet:
        named = (f"{counts[status]:,} {status.value}" for status in ImportStatus)
        print_note(f"{counted(counts.total(), 'record')}: {', '.join(named)}")
        if kept:
            keys = ", ".join(f"{key} ({count:,})" for key, count in kept.most_common(_MOST_KEYS))
            more = f" and {len(kept) - _MOST_KEYS:,} more" if len(kept) > _MOST_KEYS else ""
            print_note(f"kept in front matter, having no field of their own: {keys}{more}")
    failed, refused = counts[ImportStatus.FAILED], counts[ImportStatus.REFUSED]
    return ended(could_not_run=failed, found=refused)


_MOST_KEYS = 12


def _form_of(name: str) -> FrontMatterFormat | None:
    if name == "same":
        return None
    if name not in {"yaml", "toml", "json"}:
        raise UsageError(
            f"{name!r} is not a format of front matter", hint="yaml, toml, json or same"
        )
    return FrontMatterFormat(name)


EPILOGS = {
    "import_jsonl": """\b
Examples:
  newskit import jsonl posts.jsonl.zst -o posts/
  newskit import jsonl posts.jsonl -o posts/ --front-matter toml
  newskit import jsonl posts.jsonl -o posts/ --name '{lang}/{date}-{slug}.md'
  newskit export jsonl posts/ | newskit import jsonl - -o copy/
""",
    "import_parquet": """\b
Examples:
  newskit import parquet posts.parquet -o posts/
  newskit import parquet parts/ -o posts/ --front-matter toml
  newskit import parquet 'parts/*.parquet' -o posts/ --name '{year}/{slug}.md'
  newskit import parquet - -o posts/ < posts.parquet
""",
    "auto": _epilog("auto", "export.zip"),
    **{name: _epilog(name, one.example) for name, one in FORMATS.items()},
}
