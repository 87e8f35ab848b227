"""What `newskit strip --dry-run` prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from newskit.cli.guard import EXIT_CLEAN, EXIT_COULD_NOT_RUN
from newskit.cli.messages import counted, harmless, print_note
from newskit.jobs.opening import COULD_NOT_RUN
from newskit.jobs.rewrite import Rewritten
from newskit.problem import on_one_line

__all__ = ["listed"]

_SHOWN = 100


def listed(outcomes: Iterable[Rewritten], *, quiet: bool) -> int:
    """Print each removal as ``path:line: kind (rule): text``; a dry run finds, it does not fail."""
    posts = changed = removed = 0
    failed = False
    for outcome in outcomes:
        posts += 1
        changed += bool(outcome.report)
        failed |= any(problem.code in COULD_NOT_RUN for problem in outcome.problems)
        for problem in outcome.problems:
            print_note(str(problem))
        for row in outcome.report:
            removed += 1
            text = " ".join(str(row.get("text", "")).split())
            text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
            place = f"{on_one_line(outcome.path)}:{row.get('line', 1)}"
            line = f"{place}: {row.get('kind')} ({row.get('rule')}): {harmless(text)}\n"
            sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
    if not quiet:
        print_note(
            f"{counted(posts, 'post')}: {counted(removed, 'block')} would go from "
            f"{counted(changed, 'post')}"
        )
    return EXIT_COULD_NOT_RUN if failed else EXIT_CLEAN
