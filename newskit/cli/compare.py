"""`newskit compare`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, cast

from newskit.account.kinds import ValueKind
from newskit.cli import options as shared
from newskit.cli.commands import Argument, Option
from newskit.cli.guard import ended
from newskit.cli.terminal import counted, print_note
from newskit.cli.validate import FindingCounts, FindingsOutput, print_findings
from newskit.config.model import Config
from newskit.config.validate import FailOn
from newskit.errors import ReadError, UsageError
from newskit.findings.finding import OutputFormat
from newskit.frozen import dataclass, field, replace
from newskit.jobs.check import Checked
from newskit.jobs.compare import (
    After,
    Comparison,
    book_config,
    is_epub,
    is_packed,
    packed_sources,
    pairs,
)
from newskit.jobs.compare import compare as compared
from newskit.parsing import load_json

EPILOG = """\b
Examples:
  newskit compare post.html post.md                   what the Markdown lacks
  newskit compare posts/ converted/ -j 4              two folders, whoever wrote the second
  newskit compare posts/ posts.jsonl                  posts and records made of them
  newskit compare posts/ book.epub --ignore-kind image     posts and a book, packed or not
  newskit compare posts/ feed.json                    posts and a JSON Feed
  newskit compare old/ new/ --kind link --kind image --output-format json
  newskit compare posts/ out/ --report differences.jsonl   without what convert reported
"""

_BOOK_FIELDS = frozenset(
    {"title", "subtitle", "date", "author", "authors", "byline", "tags", "lang", "language",
     "description", "summary"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What is compared, and how it is reported."""

    kind: Annotated[
        list[ValueKind] | None,
        Option("--kind", help="Look at values of this kind only (may be repeated)."),
    ] = None
    ignore_kind: Annotated[
        list[ValueKind] | None,
        Option("--ignore-kind", help="Leave values of this kind out (may be repeated)."),
    ] = None
    report: Annotated[
        Path | None,
        Option(
            "--report", metavar="FILE", help="Leave out what this report of convert or strip holds."
        ),
    ] = None
    base_url: Annotated[
        str, Option("--base-url", metavar="URL", help="Compare addresses made absolute.")
    ] = ""
    output_format: Annotated[
        OutputFormat, Option("--output-format", help="How findings are printed.")
    ] = OutputFormat.CONCISE
    output_file: Annotated[
        Path | None, Option("--output-file", metavar="FILE", help="Write findings there.")
    ] = None
    fail_on: Annotated[FailOn, Option("--fail-on", help="Least severity for exit code 1.")] = (
        FailOn.WARNING
    )
    exit_zero: Annotated[bool, Option("--exit-zero", help="Exit 0 whatever is missing.")] = False


def compare(
    before: Annotated[
        str, Argument(help="A post, folder, file of records, JSON Feed or EPUB (or its folder).")
    ],
    after: Annotated[str, Argument(help="What was made of it.")],
    *,
    written: CompareOptions,
    common: shared.Common,
) -> int:
    """Report what posts hold that is missing from their copies.

    The copies may come from any tool. Words, addresses, formulas, code and its language, texts
    of pictures, dates, front matter: each value of BEFORE must stand somewhere in its
    counterpart. Documents are paired by path, name or title.
    """
    if before == "-" and after == "-":
        raise UsageError("standard input can be one of the two, not both")
    config = common.config()
    if is_epub(before):
        config = replace(config, read=book_config(config.read))
    inputs = common.inputs([before])
    inputs.spare(written.output_file)
    tally, sums = FindingCounts(), _Sums()
    made = After()
    try:
        made.add_all([after], config.read, stdin=sys.stdin.buffer)
        made.ready()
        packed = is_packed(before)
        alone = not packed and inputs.is_one_file and (after == "-" or Path(after).is_file())
        sources = packed_sources(before, config.read) if packed else inputs.sources(config)
        comparison = _comparison(written, config, book=is_epub(after))
        paired = pairs(sources, made, config.read, alone=alone)
        found = compared(paired, comparison, jobs=common.processes)
        output = FindingsOutput(written.output_format, written.output_file, every=True)
        seen = inputs.shown(sums.count(found), "comparing", config)
        print_findings(seen, output, None, tally, diff=False)
    finally:
        made.close()
    if not common.quiet:
        print_note(sums.said(tally.posts))
    fails = tally.fails(written.fail_on) and not written.exit_zero
    return ended(could_not_run=tally.could_not_run, found=fails)


def _comparison(written: CompareOptions, config: Config, *, book: bool) -> Comparison:
    kinds = frozenset(written.kind or ValueKind) - frozenset(written.ignore_kind or ())
    return Comparison(
        config.read,
        kinds,
        written.base_url,
        # A book has no place for a layout or a permalink.
        _BOOK_FIELDS if book else frozenset(),
        _noted(written.report) if written.report is not None else {},
    )


def _noted(report: Path) -> dict[str, tuple[str, ...]]:
    """Return the texts of a report, by the path of the post they are about."""
    texts: dict[str, list[str]] = {}
    try:
        with report.open(encoding="utf-8") as lines:
            for line in lines:
                row = cast("dict[str, object]", load_json(line))
                if "path" in row:
                    texts.setdefault(str(row["path"]), []).append(str(row.get("text", "")))
    except OSError as error:
        raise ReadError(f"{report}: cannot be read: {error.strerror or error}") from error
    except (ValueError, TypeError) as error:
        raise ReadError(
            f"{report}: is not a report: {error}", hint="--report takes what convert --report wrote"
        ) from error
    return {path: tuple(found) for path, found in texts.items()}


@dataclass(slots=True)
class _Sums:
    """How many values are missing of each kind, and how many documents were not read whole."""

    kinds: Counter[str] = field(default_factory=Counter[str])
    unread: int = 0

    def count(self, results: Iterable[Checked]) -> Iterator[Checked]:
        """Pass results on and count them."""
        for checked in results:
            self.kinds.update(one.value[0] for one in checked.problems if one.value is not None)
            self.unread += any(one.value is None for one in checked.problems)
            yield checked

    def said(self, documents: int) -> str:
        """Say what is missing of so many documents."""
        compared = counted(documents, "document")
        unread = f", {self.unread:,} not read whole" if self.unread else ""
        if not self.kinds:
            return f"{compared}: nothing {'else ' if self.unread else ''}is missing{unread}"
        count = ", ".join(f"{number:,} {kind}" for kind, number in self.kinds.most_common())
        return f"{compared}: {counted(self.kinds.total(), 'value')} missing ({count}){unread}"
