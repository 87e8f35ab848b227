"""`newskit import jsonl` and `newskit import parquet`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from newskit.cli import options as shared
from newskit.cli.arguments import Argument, Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.messages import counted, print_note
from newskit.cli.progress import shown
from newskit.cli.settings import Inputs
from newskit.cli.streams import require_folder
from newskit.config.export import FieldPreset
from newskit.config.model import Config
from newskit.errors import UsageError
from newskit.frozen import dataclass, replace
from newskit.importers.jsonl import JsonlImport
from newskit.post import FrontMatterFormat
from newskit.printable import on_one_line
from newskit.read.source import Source

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
}


Output = Annotated[
    Path,
    Option("-o", "--output", metavar="DIR", help="Write the posts below this folder."),
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
        from newskit.importers.jsonl import JsonlImport
        from newskit.importers.names import check_pattern

        check_pattern(self.name)
        export = replace(config.export, preset=self.preset or config.export.preset)
        form = _format(self.front_matter)
        return JsonlImport(self.name, form, not self.fields, config.read, export)


def import_jsonl(
    paths: Annotated[
        list[str],
        Argument(help="Files of JSON Lines (.gz, .zst too), or -.", show_default=False),
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
    from newskit.importers.jsonl import row_sources

    wanted = options.wanted(common.config())
    sources = row_sources(paths)
    return _import(sources, output, wanted, overwrite=options.overwrite, quiet=common.quiet)


def _import(
    sources: Iterable[Source], output: Path, options: JsonlImport, *, overwrite: bool, quiet: bool
) -> int:
    from newskit.importers.jsonl import import_records
    from newskit.jobs.import_files import ImportStatus, write_posts

    require_folder(output)
    counts: Counter[ImportStatus] = Counter()
    kept: Counter[str] = Counter()
    written = write_posts(import_records(sources, options), output, overwrite=overwrite)
    for outcome in shown(written, "importing", quiet=quiet):
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
    if counts[ImportStatus.FAILED]:
        return EXIT_COULD_NOT_RUN
    return EXIT_FINDINGS if counts[ImportStatus.REFUSED] else EXIT_CLEAN


_MOST_KEYS = 12


def _format(name: str) -> FrontMatterFormat | None:
    if name == "same":
        return None
    if name not in {"yaml", "toml", "json"}:
        raise UsageError(
            f"{name!r} is not a format of front matter", hint="yaml, toml, json or same"
        )
    return FrontMatterFormat(name)
