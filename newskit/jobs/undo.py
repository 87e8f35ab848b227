"""Taking stripping back from undo records."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from newskit.config.read import ReadConfig
from newskit.errors import ReadError, WriteError
from newskit.files import open_file, write_atomic
from newskit.frozen import dataclass
from newskit.jobs.sources import open_source
from newskit.jobs.targets import own_path
from newskit.parsing import load_json
from newskit.post import BOMS
from newskit.problem import Problem
from newskit.read.decode import decode
from newskit.read.source import Source
from newskit.strip.undo import KEY, UndoError, undone, undone_by_key


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one post: restored, as it was already, or why not.

    Attributes:
        path: the post.
        restored: whether it was put back.
        reason: why not; empty where it was, or where it was as before already.
    """

    path: str
    restored: bool
    reason: str = ""


def undo_all(sidecar: Path, within: Sequence[str], config: ReadConfig) -> Iterator[Undone]:
    """Restore the posts that `sidecar` tells of, the last stripped first; byte for byte.

    A post that has changed since is left alone, and the records stay then; when all posts are as
    they were, the file of records goes.

    The records are read from a file that lies among the posts: they restore nothing but posts in
    what the user has named.

    Raises:
        ReadError: when the records cannot be read.
    """
    try:
        with open_file(sidecar) as file:
            lines = file.read().splitlines()
    except OSError as error:
        raise ReadError(f"{sidecar}: {error.strerror or error}") from error
    complete = True
    may_restore = partial(is_post_in, [Path(name) for name in within], config)
    for number in range(len(lines), 0, -1):
        if not lines[number - 1].strip():
            continue
        try:
            record: dict[str, Any] = load_json(lines[number - 1])
            path = sidecar.parent / str(record["path"])
            allowed = may_restore(path)
        except (ValueError, KeyError, TypeError, OSError):  # of names that no system takes, too
            # A run that was killed may leave half a line; its post was not touched yet.
            yield Undone(f"{sidecar}:{number}", restored=False, reason="not an undo record")
            complete = False
            continue
        done = (
            _undo(path, record)
            if allowed
            else Undone(str(path), restored=False, reason="is not a post in what was named")
        )
        complete = complete and not done.reason
        yield done
    if complete:
        sidecar.unlink()


def undo_by_keys(sources: Iterable[Source], config: ReadConfig) -> Iterator[Undone]:
    """Restore the posts that keep what was removed in their own front matter."""
    for source in sources:
        post = open_source(source, config)
        if isinstance(post, Problem) or KEY not in post.front_matter.values or source.is_record:
            continue
        try:
            data = post.encode(undone_by_key(post))
        except (UndoError, UnicodeEncodeError) as error:
            yield Undone(source.label, restored=False, reason=str(error))
            continue
        try:
            write_atomic(own_path(source), data)
        except WriteError as error:
            yield Undone(source.label, restored=False, reason=error.message)
        else:
            yield Undone(source.label, restored=True)


def is_post_in(named: Sequence[Path], config: ReadConfig, path: Path) -> bool:
    """Tell whether a path is that of a post in what the user has named.

    Args:
        named: files and folders, as the user named them.
        config: which files of a folder are posts.
        path: as a file of an archive states it, which is not to be trusted.
    """
    from newskit.patterns import Patterns

    for place in named:
        if not place.is_dir():
            if os.path.abspath(place) == os.path.abspath(path):  # noqa: PTH100 (links stay links)
                return True
            continue
        real, root = Path(os.path.realpath(path)), Path(os.path.realpath(place))
        if real.is_relative_to(root):
            relative = real.relative_to(root)
            hidden = any(part.startswith(".") for part in relative.parts)
            return Patterns(config.include).match_file(relative.as_posix()) and not (
                hidden and not config.hidden
            )
    return False


def _undo(path: Path, record: dict[str, Any]) -> Undone:
    try:
        with open_file(path) as file:
            data = file.read()
    except OSError as error:
        return Undone(str(path), restored=False, reason=error.strerror or str(error))
    if _digest(data) == record.get("bytes"):
        return Undone(str(path), restored=False)
    try:
        before = _encoded(undone(decode(data).text, record), record)
    except (ValueError, LookupError) as error:  # of a damaged record, of an encoding that is none
        return Undone(str(path), restored=False, reason=str(error))
    if record.get("bytes") and _digest(before) != record["bytes"]:
        return Undone(str(path), restored=False, reason="the bytes would not be those of before")
    write_atomic(path, before)
    return Undone(str(path), restored=True)


def _encoded(text: str, record: dict[str, Any]) -> bytes:
    name = str(record.get("encoding", "utf-8"))
    if record.get("how") == "damaged":
        data = text.encode(name, "surrogateescape")
    else:
        data = text.encode(name)
    return (BOMS.get(name, b"") if record.get("bom") else b"") + data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
