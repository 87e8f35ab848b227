"""Imported posts to files: each whole or not at all, and nothing outside the folder."""

from __future__ import annotations

import os
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from enum import StrEnum
from pathlib import Path
from typing import Final

from newskit.errors import WriteError
from newskit.files import write_atomic
from newskit.frozen import dataclass
from newskit.importers.port import ImportedPost, Refused
from newskit.problem import Location, Problem


class ImportStatus(StrEnum):
    """What became of a record."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome for one record.

    Attributes:
        label: where it stands, such as ``posts.jsonl:12``.
        status: what became of it.
        path: the file; empty when there is none.
        problem: why it was refused (NK100), or could not be written (NK902).
        kept: keys that newskit has no field for, which stand in the front matter as they were.
        asked: the name that the record asks for, where it got another one; empty otherwise.
    """

    label: str
    status: ImportStatus
    path: str = ""
    problem: Problem | None = None
    kept: tuple[str, ...] = ()
    asked: str = ""


_WRITERS: Final = 8
_MOST_FILES: Final = 32
_MOST_BYTES: Final = 8 << 20


def write_posts(
    items: Iterable[ImportedPost | Refused | Written], folder: Path, *, overwrite: bool = False
) -> Iterator[Written]:
    """Write imported posts below `folder`; yield what became of them, in order.

    A file that is there already with the same bytes is left alone; with others it is kept, and the
    record is refused, unless `overwrite` is set.

    Several are written at a time: a disk that is asked to confirm a file takes milliseconds, and
    confirms many together in the same time. What is on its way is bounded.
    """
    root = Path(os.path.realpath(folder))
    waiting: deque[tuple[Future[Written], str, int]] = deque()
    size = 0
    with ThreadPoolExecutor(_WRITERS) as pool:
        try:
            for item in items:
                name, length = "", 0
                outcome: Future[Written] = Future()
                if isinstance(item, Written):
                    outcome.set_result(item)
                elif isinstance(item, Refused):
                    outcome.set_result(_refused(item.label, item.reason, item.hint))
                else:
                    name, length = _place(root, item.name), len(item.data)
                    # Two that may be one file go one after the other: the second finds the first.
                    wait([other for other, same, _ in waiting if same == name])
                    outcome = pool.submit(_outcome, item, root, overwrite=overwrite)
                waiting.append((outcome, name, length))
                size += length
                while waiting and (
                    len(waiting) > _MOST_FILES or size > _MOST_BYTES or waiting[0][0].done()
                ):
                    size -= waiting[0][2]
                    yield waiting.popleft()[0].result()
        except Exception:
            while waiting:  # what was written before the source broke off is counted
                yield waiting.popleft()[0].result()
            raise
        while waiting:
            yield waiting.popleft()[0].result()


def _place(root: Path, name: str) -> str:
    """Return where a name leads, the same for names that a file system may take for one."""
    return unicodedata.normalize("NFC", os.path.realpath(root / name)).casefold()


def _outcome(item: ImportedPost, root: Path, *, overwrite: bool) -> Written:
    try:
        return _write(item, root, overwrite=overwrite)
    except _RefusedError as error:
        return _refused(item.label, error.message, error.hint)
    except WriteError as error:
        return _failed(item.label, error.message, error.hint)
    except OSError as error:
        return _failed(item.label, f"{root / item.name}: {error.strerror or error}")


class _RefusedError(WriteError):
    """What the record asks for may not be done; the disk would take it."""


def _write(item: ImportedPost, root: Path, *, overwrite: bool) -> Written:
    path = root / item.name
    # A link inside the folder may lead out of it.
    if not Path(os.path.realpath(path)).is_relative_to(root):
        raise _RefusedError(f"{item.name}: leads out of {root}")
    if path.exists():
        if path.is_file() and path.read_bytes() == item.data:
            return Written(
                item.label, ImportStatus.UNCHANGED, str(path), kept=item.kept, asked=item.asked
            )
        if not overwrite:
            raise _RefusedError(
                f"{path}: is there already, with other contents", hint="pass --overwrite"
            )
    write_atomic(path, item.data, within=root)
    return _done(item, ImportStatus.WRITTEN, path)


def _done(item: ImportedPost, status: ImportStatus, path: Path) -> Written:
    return Written(item.label, status, str(path), kept=item.kept, asked=item.asked)


def _refused(label: str, reason: str, hint: str) -> Written:
    problem = Problem("NK100", "unreadable", reason, Location(label), hint=hint)
    return Written(label, ImportStatus.REFUSED, problem=problem)


def _failed(label: str, reason: str, hint: str = "") -> Written:
    problem = Problem("NK902", "not-written", reason, Location(label), hint=hint)
    return Written(label, ImportStatus.FAILED, problem=problem)
