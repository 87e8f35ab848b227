"""What could not be kept in a book, as JSON Lines and on stderr."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newskit.cli.messages import print_note
from newskit.cli.streams import output_file

if TYPE_CHECKING:
    from newskit.epub.article import PreparedArticle

__all__ = ["report_writer"]


@contextmanager
def report_writer(
    report: Path | None, *, verbose: bool
) -> Generator[Callable[[PreparedArticle], None]]:
    """Give a function that tells of an article's changes: in `report`, and aloud if `verbose`.

    Raises:
        WriteError: when the report cannot be written.
    """
    if report is None:
        yield lambda article: _tell(article, None, verbose=verbose)
        return
    with output_file(report) as rows:
        yield lambda article: _tell(article, rows, verbose=verbose)


def _tell(article: PreparedArticle, rows: BinaryIO | None, *, verbose: bool) -> None:
    for change in article.changes:
        if verbose:
            print_note(f"{article.path}: {change.kind}: {change.action}: {change.detail}")
        if rows is not None:
            import orjson

            found = {
                "path": article.path,
                "kind": change.kind,
                "text": change.detail,
                "action": change.action,
            }
            rows.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))
