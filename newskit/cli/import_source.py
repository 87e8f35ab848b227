"""`newskit import FORMAT`: exports of other programs to posts, every item accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

from newskit.cli import options as shared
from newskit.cli.arguments import Argument, Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.messages import counted, print_note
from newskit.cli.progress import shown
from newskit.cli.streams import output_file, require_folder, row_line
from newskit.errors import UsageError
from newskit.frozen import dataclass, replace
from newskit.importers.port import FORMATS
from newskit.importers.target import TargetSite
from newskit.jobs.importing import Imported, ImportRequest
from newskit.post import FrontMatterFormat

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
        from newskit.jobs.importing import ImportRequest

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
            list[str],
            Argument(help="Files, folders or archives, or -.", show_default=False),
        ],
        output: Annotated[
            Path,
            Option("-o", "--output", metavar="DIR", help="Write the posts below this folder."),
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
            for one in shown(self._outcomes(config), "importing", quiet=self.quiet):
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
        if self.failed:
            return EXIT_COULD_NOT_RUN
        return EXIT_FINDINGS if self.refused or self.missing else EXIT_CLEAN

    def _outcomes(self, config: Any) -> Iterator[Imported]:
        from newskit.importers.opened import open_source
        from newskit.importers.port import recognise
        from newskit.jobs.importing import run_import

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
    from newskit.post import FrontMatterFormat

    if name not in {"yaml", "toml", "json"}:
        raise UsageError(f"{name!r} is not a format of front matter", hint="yaml, toml or json")
    return FrontMatterFormat(name)


def __getattr__(name: str) -> Callable[..., int]:
    """Return the command of a format."""
    if name in EPILOGS:
        return _command(name)
    raise AttributeError(name)


EPILOGS = {
    "auto": _epilog("auto", "export.zip"),
    **{name: _epilog(name, one.example) for name, one in FORMATS.items()},
}
