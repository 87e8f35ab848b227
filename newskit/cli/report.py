"""`newskit report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from newskit.cli import options as shared
from newskit.cli.arguments import Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN, EXIT_FINDINGS
from newskit.cli.messages import counted, print_note
from newskit.cli.progress import shown
from newskit.cli.settings import archive_name
from newskit.cli.streams import output_file
from newskit.jobs.sources import COULD_NOT_RUN

EPILOG = """\b
Examples:
  newskit report posts/ -o report.html
  newskit report . -o - | less
  newskit report posts/ -o report.html --title "The Gazette, 1998 to 2024"
"""


def report(
    paths: shared.Paths,
    output: Annotated[
        Path, Option("-o", "--output", metavar="FILE", help="Write the page there, or -.")
    ],
    *,
    title: Annotated[str, Option("--title", help="The name of the archive.")] = "",
    common: shared.Common,
) -> int:
    """Write a page that shows an archive and what is wrong in it.

    It has the posts over time, findings, and what converting and stripping would change. The
    page needs no network. Nothing of the archive is changed.
    """
    from newskit.jobs.report import gather
    from newskit.report.facts import Figures
    from newskit.report.page import page

    config = common.config()
    inputs = common.inputs(paths)
    inputs.spare(output)
    tally = Figures()
    for _ in shown(
        gather(inputs.sources(config), config, tally, jobs=common.processes),
        "reading",
        quiet=common.quiet,
        ahead=inputs.ahead(config),
    ):
        pass
    name = title or archive_name(paths[0])
    with output_file(output) as file:
        file.write(page(tally, name).encode("utf-8", "replace"))
    findings = sum(rule.count for rule in tally.rules.values())
    if not common.quiet:
        print_note(f"{counted(tally.posts, 'post')}: {counted(findings, 'finding')}")
    if not COULD_NOT_RUN.isdisjoint(tally.rules):
        return EXIT_COULD_NOT_RUN
    return EXIT_FINDINGS if "NK143" in tally.rules else EXIT_CLEAN
