"""`newskit strip` on files: what is removed is recorded before the file is touched; undoing."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from newskit.config.model import Config, ReadConfig
from newskit.config.strip import Keep, StripRule
from newskit.errors import ReadError, WriteError
from newskit.files import open_file, write_atomic
from newskit.frozen import dataclass, replace
from newskit.jobs.rewrite import MakeTransform, Transform, Transformed
from newskit.jobs.sources import open_source
from newskit.jobs.stages import StrippedPost, load_rules, removal_rows, strip_stage, words_lost
from newskit.jobs.targets import own_path
from newskit.parsing import load_json
from newskit.post import BOMS, BodyFormat, JsonValue, Post
from newskit.problem import Location, Problem
from newskit.read.decode import decode
from newskit.read.source import Source
from newskit.strip.match import Rules
from newskit.strip.result import KEY, Stripped, UndoError, undo_record, undone, undone_by_key

# Taking stripping back from undo records.


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
    except (ValueError, LookupError) as error:  # of a damaged record, of an unknown encoding
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


# `newskit strip --learn`: an archive's posts to rules.


def learn_rules(
    sources: Callable[[], Iterable[Source]], config: Config, old: tuple[StripRule, ...] = ()
) -> tuple[StripRule, ...]:
    """Learn the rules of an archive in two passes over its posts.

    Args:
        sources: gives the posts from the start each time it is called (twice).
        config: rules that are there already are not learned again.
        old: rules of an earlier run; what a person decided on them stays.
    """
    from newskit.strip.learn.propose import learn, merge_rules

    known = load_rules(config.strip)
    reviewed = tuple(rule for rule in old if rule.reviewed)
    rules = Rules((*known.rules, *reviewed), known.builtin)
    found = learn(lambda: _bodies(sources(), config), rules.matcher)
    return merge_rules(found, old)


def _bodies(sources: Iterable[Source], config: Config) -> Iterator[tuple[str, str]]:
    for source in sources:
        post = open_source(source, config.read, BodyFormat.MARKDOWN)
        if isinstance(post, Post) and post.front_matter.valid:
            yield source.label, post.body


SIDECAR = ".newskit-undo.jsonl"
"""Name of the file that undo records are kept in, beside the posts."""


def strip_maker(
    sidecar: Path | None = None, *, suspects: bool = False, within: tuple[str, ...] = ()
) -> MakeTransform:
    """Return what makes the transform of a run over files.

    Args:
        sidecar: the file to append undo records to; None keeps none. Each record is written
            before its post is, so that a run that is killed loses nothing.
        suspects: whether rows also tell of kept last blocks that look like boilerplate.
        within: files and folders as the user named them; a post that is a link from one of them to
            a file elsewhere stays as it is, with a finding. Empty where no post is written over.
    """
    return partial(_make, sidecar=sidecar, suspects=suspects, within=within)


def _make(
    config: Config, *, sidecar: Path | None, suspects: bool, within: tuple[str, ...]
) -> Transform:
    # Where all is remembered, nothing is stripped, and this is not needed.
    rules = load_rules(config.strip)
    roots = tuple(_root(path) for path in within)

    def strip(post: Post) -> Transformed:
        result = strip_stage(post, config.strip, rules, config.read, suspects=suspects)
        stripped = result.stripped
        if roots and stripped.edits and _leads_out(post, within, roots):
            return Transformed(post.text, problems=(_refused(post),))
        if stripped.edits and (lost := _unreported(post, result)):
            return Transformed(post.text, problems=(lost,))
        record = None
        if sidecar is not None and stripped.edits:
            if within:
                _append(sidecar, post, stripped, Path(post.path))
            else:
                record = partial(_append, sidecar, post, stripped)
        rows = removal_rows(post, stripped)
        if suspects:
            rows = (*rows, *_suspect_rows(post, stripped))
        kept = sidecar is not None or config.strip.keep is Keep.KEY
        problems = _hinted(stripped.conflicts) if kept else stripped.conflicts
        return Transformed(result.post.text, rows, problems, record=record)

    return strip


def _unreported(post: Post, result: StrippedPost) -> Problem | None:
    """Return a finding where a word is in neither the stripped post nor what was removed."""
    removed = [removal.text for removal in result.stripped.removed]
    lost = words_lost(post.text, result.post.text, *removed)
    if not lost:
        return None
    message = (
        f"words would go that no removal reports, so the post was left as it is: "
        f"{' '.join(lost[:_MOST_WORDS])}"
    )
    return Problem("NK503", "strip-unaccounted", message, Location(post.path))


_MOST_WORDS = 20


def _hinted(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Tell of conflicts that the removed text can be had back, which only this run knows."""
    return tuple(
        replace(problem, hint=f"{problem.hint}; --undo gives the removed text back")
        if problem.code == "NK501"
        else problem
        for problem in problems
    )


def _root(named: str) -> Path:
    """The file or folder that was named; of a pattern, the folder it starts in."""
    path = Path(named)
    while not path.exists() and path != path.parent:
        path = path.parent
    return path.resolve()


def _leads_out(post: Post, named: tuple[str, ...], roots: tuple[Path, ...]) -> bool:
    """Whether `post` is a link that the user did not name to a file outside of what was named."""
    if not Path(post.path).is_symlink() or post.path in named:
        return False
    target = Path(post.path).resolve()
    return not any(target.is_relative_to(root) for root in roots)


def _refused(post: Post) -> Problem:
    return Problem(
        "NK902",
        "not-written",
        "the post is a link to a file outside of what was named, which is left as it is",
        Location(post.path),
        hint="name the link itself to strip the file it leads to",
    )


def _append(sidecar: Path, post: Post, stripped: Stripped, goes_to: Path) -> None:
    """Append one record in one write, which other processes' writes do not split."""
    import orjson

    place = os.path.relpath(goes_to, sidecar.parent)
    record: dict[str, JsonValue] = {
        **undo_record(place, post.text, stripped.edits),
        "encoding": post.encoding.name,
        "bom": post.encoding.bom,
        "how": post.encoding.how,
        "bytes": post.source_sha256,
    }
    line = _dumps(record, orjson.OPT_APPEND_NEWLINE)
    try:
        sidecar.parent.mkdir(parents=True, exist_ok=True)
        with open(sidecar, "ab+", buffering=0, opener=_opened) as file:
            if end := file.seek(0, os.SEEK_END):
                file.seek(end - 1)
                if file.read(1) != b"\n":
                    # Half a line of a run that was killed must not swallow this one.
                    line = b"\n" + line
            written = file.write(line)
    except OSError as error:
        raise WriteError(
            f"{sidecar}: cannot be written: {error.strerror or error}",
            hint="a post is changed only after its undo record is written: this one was not",
        ) from error
    if written != len(line):
        raise WriteError(f"{sidecar}: the disk took only part of an undo record")


def _opened(path: str, flags: int) -> int:
    """Open the file of undo records itself: a link there could lead anywhere."""
    descriptor = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | _NO_WAIT, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "is not a file")
    return descriptor


_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
"""A pipe without a reader would keep the run waiting."""


def _dumps(record: dict[str, JsonValue], option: int) -> bytes:
    import json

    import orjson

    try:
        return orjson.dumps(record, option=option)
    except TypeError:
        # Lone bytes of damaged text are lone surrogates, which only escaped JSON can hold.
        return json.dumps(record).encode("ascii") + b"\n"


def _suspect_rows(post: Post, stripped: Stripped) -> tuple[dict[str, JsonValue], ...]:
    """The block the walk stopped at, when it looks like boilerplate."""
    if stripped.suspect is None:
        return ()
    start, end = stripped.suspect
    return (
        {
            "kind": "suspect",
            "line": post.locate(start).line,
            "start": start,
            "end": end,
            "text": post.text[start:end],
        },
    )
