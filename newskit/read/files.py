"""Paths, folders, globs and standard input to sources, one at a time and in a stable order."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Final

from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.files import open_descriptor
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.patterns import IgnoreFiles, Patterns, folders_up_to_repository
from newskit.read.source import Source, is_container
from newskit.site.choosing import Chooser, Folder, Place, place_of

# The posts in a folder, in a stable order; what is ignored or left out is not looked into.


_ENDING = lazy(r"\*\.[A-Za-z0-9]+")

_MAGIC: Final = frozenset("*?[")
"""Signs of a pattern, as `glob.has_magic` looks for them."""


def walk_folder(root: str, config: ReadConfig, chooser: Chooser | None = None) -> Iterator[Source]:
    """Walk a folder depth first, names sorted; linked folders are not followed (no circles).

    What the folder's site does not take for a post or page is left out, and `chooser` counts it.
    """
    if not config.site:
        yield from _walk(root, config, None)
        return
    chooser = Chooser() if chooser is None else chooser
    chooser.start(root)
    yield from _walk(root, config, chooser)


def _walk(root: str, config: ReadConfig, chooser: Chooser | None) -> Iterator[Source]:
    try:
        way = _Way(root, config, chooser)
    except OSError as error:
        yield _closed(root, Path(root).name, error)
        return
    included, left_out = _included(config), _left_out(config)
    prefix = "" if root == "." else root if root.endswith(os.sep) else root + os.sep
    while way.stack:
        entry = next(way.stack[-1], None)
        if entry is None:
            way.leave()
            continue
        relative = "/".join((*way.names, entry.name))
        is_folder = entry.is_dir(follow_symlinks=False)
        if left_out(entry.name, relative + "/" if is_folder else relative):
            continue
        if way.ignores(relative, is_folder=is_folder):
            continue
        folder = way.folders[-1] if way.folders else None
        if is_folder:
            if folder is None or not folder.closed(entry.name):
                yield from way.enter(entry, relative)
            continue
        source = _leaf(
            entry, prefix + relative, relative, included=included(relative), folder=folder
        )
        if source is not None:
            outside = _outside(entry, way.absolute)
            yield replace(source, error=outside) if outside else source


class _Way:
    """The folders that a walk is in, so that memory stays flat.

    Raises:
        OSError: when the first cannot be read.
    """

    def __init__(self, root: str, config: ReadConfig, chooser: Chooser | None) -> None:
        self.stack: list[Iterator[os.DirEntry[str]]] = [_entries(root)]
        self.names: list[str] = []
        self.absolute = Path(root).resolve()
        self.folders = [chooser.folder(root)] if chooser else []
        self._chooser = chooser
        self._ignore_files = IgnoreFiles(Path(root)) if config.gitignore else None
        # Most folders have no ignore file above them: their entries need no further look.
        self._ruled = [self._rule(self.absolute)]

    def _rule(self, folder: Path) -> bool:
        return self._ignore_files is not None and self._ignore_files.rule(folder)

    def ignores(self, relative: str, *, is_folder: bool) -> bool:
        """Tell whether an ignore file leaves an entry out."""
        files = self._ignore_files if self._ruled[-1] else None
        return files is not None and files.ignores(self.absolute / relative, folder=is_folder)

    def enter(self, entry: os.DirEntry[str], relative: str) -> Iterator[Source]:
        """Go into a folder; yield what says that it cannot be read."""
        try:
            self.stack.append(_entries(entry.path))
        except OSError as error:
            yield _closed(entry.path, relative, error)
            return
        self.names.append(entry.name)
        if self._chooser:
            self.folders.append(self._chooser.folder(entry.path))
        self._ruled.append(self._rule(self.absolute / relative))

    def leave(self) -> None:
        """Go back to the folder above."""
        self.stack.pop()
        self._ruled.pop()
        del self.folders[-1:]
        if self._ignore_files is not None:
            self._ignore_files.forget(self.absolute.joinpath(*self.names))
        del self.names[-1:]


def _leaf(
    entry: os.DirEntry[str], path: str, relative: str, *, included: bool, folder: Folder | None
) -> Source | None:
    """Return the source that a file of a walk is; None where it is passed over."""
    if not (included or folder):
        return None
    kind = _kind(entry)
    if kind is _File.FOLDER and folder is not None:
        folder.pass_link()
        return None
    if kind is not _File.REGULAR:
        said = f"{path}: it is a pipe or a device, not a file"
        return Source(path, relative, error=said) if included and kind is _File.SPECIAL else None
    if folder is None:
        return Source(path, relative)
    place = folder.take(entry.name, included=included)
    return None if place is None else _placed(path, relative, place)


def placed_source(path: str, relative: str) -> Source:
    """Return the source that a file is whose name alone is known, with what it is to its site."""
    return _placed(path, relative, place_of(path))


def _placed(path: str, relative: str, place: Place) -> Source:
    return Source(path, relative, kind=place.verdict.kind, generator=place.generator)


def _outside(entry: os.DirEntry[str], root: Path) -> str:
    """Say of a link to a file outside of the archive that it is one; empty for all others.

    Whoever wrote an archive must not choose which other files of this machine are published with
    it. What lies in the same repository, or is named itself, is part of it.
    """
    if not entry.is_symlink():
        return ""
    target = Path(os.path.realpath(entry.path))
    if target.is_relative_to(root) or target.is_relative_to(folders_up_to_repository(root)[-1]):
        return ""
    return f"{entry.path}: is a link to a file outside of the archive; name it to read it"


def _closed(folder: str, relative: str, error: OSError) -> Source:
    """A folder that cannot be looked into is reported as a post that cannot be read is."""
    said = f"{folder}: the folder cannot be read: {error.strerror or error}"
    return Source(folder, relative, error=said)


def _included(config: ReadConfig) -> Callable[[str], bool]:
    """Return the test of `config.include`; endings are compared without case, and quickly."""
    if all(_ENDING.fullmatch(pattern) for pattern in config.include):
        endings = tuple(pattern[1:].lower() for pattern in config.include)
        return lambda relative: relative.lower().endswith(endings)

    spec = Patterns(config.include)
    return spec.match_file


def _left_out(config: ReadConfig) -> Callable[[str, str], bool]:
    """Return the test of `config.hidden` and `config.exclude`: of a name and of its path."""
    hidden = config.hidden
    if not config.exclude:
        return lambda name, _: name[0] == "." and not hidden

    spec = Patterns(config.exclude)
    return lambda name, path: (name[0] == "." and not hidden) or spec.match_file(path)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return iter(sorted(entries, key=lambda entry: entry.name))


class _File(Enum):
    """What an entry of a folder is: a file, a folder that a link leads to, a pipe or a device."""

    REGULAR = 1
    FOLDER = 2
    SPECIAL = 3


def _kind(entry: os.DirEntry[str]) -> _File:
    """Tell what an entry is; a link that leads to nothing counts as a file, and is reported."""
    if entry.is_file(follow_symlinks=False):
        return _File.REGULAR
    try:
        mode = entry.stat().st_mode
    except OSError:
        return _File.REGULAR
    if stat.S_ISREG(mode):
        return _File.REGULAR
    return _File.FOLDER if stat.S_ISDIR(mode) else _File.SPECIAL


STDIN = "-"
_URL = lazy(r"[A-Za-z][A-Za-z0-9+.-]+://")


def iter_sources(
    paths: Iterable[str],
    config: ReadConfig,
    *,
    stdin: BinaryIO | None = None,
    stdin_name: str = "",
    chooser: Chooser | None = None,
) -> Iterator[Source]:
    """Yield the posts that `paths` name: in files, folders, globs, below URLs, on ``-``.

    Files of JSON Lines and tar archives are looked into. Files named twice come once. A folder's
    files come sorted by name, depth first; memory does not grow with their number.

    Raises:
        ReadError: when a path does not exist or a pattern matches nothing.
    """
    for source in iter_files(paths, config, stdin=stdin, stdin_name=stdin_name, chooser=chooser):
        if source.data is None and is_container(source.path):
            from newskit.read.containers import expand

            yield from expand(source, config)
        else:
            yield source


def iter_files(
    paths: Iterable[str],
    config: ReadConfig,
    *,
    stdin: BinaryIO | None = None,
    stdin_name: str = "",
    chooser: Chooser | None = None,
) -> Iterator[Source]:
    """Yield the files that `paths` name, without looking into those that hold many posts.

    Raises:
        ReadError: when a path does not exist or a pattern matches nothing.
    """
    named = list(paths)
    if chooser is None and config.site:
        chooser = Chooser()
    seen: set[str] | None = set() if _may_meet(named) else None
    for path in named:
        for source in _one(path, config, stdin, stdin_name, chooser):
            if seen is not None and source.data is None:
                identity = os.path.abspath(source.path)  # noqa: PTH100 (a link and its target are two posts)
                if identity in seen:
                    continue
                seen.add(identity)
            yield source


def _may_meet(paths: list[str]) -> bool:
    """Tell whether a file may be named by two of the paths: its name must be remembered then."""
    if len(paths) < 2:
        return False
    if not all(map(os.path.lexists, paths)):  # patterns, URLs, standard input
        return True
    places = sorted(os.path.join(os.path.abspath(path), "") for path in paths)  # noqa: PTH100, PTH118 (as below)
    return any(place.startswith(one) for one, place in pairwise(places))


def read_source(source: Source, config: ReadConfig) -> bytes:
    """Return the bytes of `source`.

    Raises:
        ReadError: when it cannot be read, is larger than `config.max_bytes` or holds no text.
    """
    if source.error:
        raise ReadError(source.error)
    data = source.data if source.data is not None else _read(source.path, config)
    if data.startswith(_NO_TEXT) and b"\0" in data[:_BEGINNING]:
        what = next(name for magic, name in _FORMATS.items() if data.startswith(magic))
        raise ReadError(f"{source.path}: is {what}, not a post", hint=_UNPACK.get(what, ""))
    return data


# What a file that holds no text begins with: PKWARE's APPNOTE 4.3.7, ISO 32000-2 7.5.2, PNG 5.2,
# GIF89a 17, ISO/IEC 10918-1 B.1.1.3, RFC 1952 2.3.1, RFC 8878 3.1.1, .xz 2.1.1.1, [MS-CFB] 2.2.
_FORMATS: Final[dict[bytes, str]] = {
    b"PK\x03\x04": "a ZIP archive",
    b"PK\x05\x06": "a ZIP archive without files",
    b"%PDF-": "a PDF",
    b"\x89PNG\r\n": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x1f\x8b": "compressed by gzip",
    b"\x28\xb5\x2f\xfd": "compressed by Zstandard",
    b"\xfd7zXZ\0": "compressed by xz",
    b"BZh": "compressed by bzip2",
    b"\x04\x22\x4d\x18": "compressed by LZ4",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"SQLite format 3\0": "an SQLite database",
}
_NO_TEXT: Final = tuple(_FORMATS)
_BEGINNING: Final = 2_000  # bytes; headers of all these formats hold a zero byte well before
_UNPACK: Final = {
    what: "unpack it first; tar archives and records (.jsonl) are read compressed"
    for what in _FORMATS.values()
    if "archive" in what or "compressed" in what
}


def _read(path: str, config: ReadConfig) -> bytes:
    if _URL.match(path):
        return _read_remote(path, config)
    try:
        return _read_file(path, config)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error


def _read_file(path: str, config: ReadConfig) -> bytes:
    # A file object takes as long to make as a post to read.
    descriptor, found = open_descriptor(path)
    try:
        size = found.st_size
        if size > config.max_bytes:
            raise _too_large(path, f"is {size:,} bytes, more than {config.max_bytes:,}")
        data = os.read(descriptor, size + 1)
        if len(data) == size:
            return data
        # A pipe or a device has no size, a file may grow, a system may give less at a time.
        pieces, size = [data], len(data)
        while data := os.read(descriptor, 1 << 20):
            pieces.append(data)
            size += len(data)
            if size > config.max_bytes:
                raise _too_large(path, f"is more than {config.max_bytes:,} bytes")
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def _too_large(path: str, reason: str) -> ReadError:
    return ReadError(f"{path}: {reason}", hint="raise `read.max-bytes` to read it all the same")


def _read_remote(url: str, config: ReadConfig) -> bytes:
    from newskit.read.remote import open_remote

    try:
        with open_remote(url) as file:
            data = file.read(config.max_bytes + 1)
    except OSError as error:
        raise ReadError(f"{url}: cannot be read: {error.strerror or error}") from error
    if len(data) > config.max_bytes:
        raise _too_large(url, f"is more than {config.max_bytes:,} bytes")
    return data


def _one(
    path: str,
    config: ReadConfig,
    stdin: BinaryIO | None,
    stdin_name: str,
    chooser: Chooser | None,
) -> Iterator[Source]:
    if path == STDIN:
        if stdin is None:
            raise ReadError("standard input is not available here")
        yield from _stdin(stdin, stdin_name, site=config.site)
    elif os.path.isdir(path):  # noqa: PTH112 (a Path would normalise the name the user wrote)
        yield from walk_folder(path, config, chooser)
    elif os.path.lexists(path):
        yield from _file(path, os.path.basename(path), config, chooser, by_hand=True)  # noqa: PTH119 (the same)
    elif _URL.match(path):
        from newskit.read.remote import iter_remote

        yield from (Source(url, relative) for url, relative in iter_remote(path, config))
    elif not _MAGIC.isdisjoint(path):
        import glob

        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (the same)
        if not matches:
            raise ReadError(f"{path}: no such file, and no file matches it as a pattern")
        base = path[: next(i for i, char in enumerate(path) if char in "*?[")].rpartition("/")[0]
        for match in matches:
            if not os.path.isdir(match):  # noqa: PTH112 (the same)
                relative = os.path.relpath(match, base or ".").replace(os.sep, "/")
                yield from _file(match, relative, config, chooser, by_hand=False)
    else:
        raise ReadError(f"{path}: no such file or folder")


def _file(
    path: str, relative: str, config: ReadConfig, chooser: Chooser | None, *, by_hand: bool
) -> Iterator[Source]:
    """Yield a file that was named, or that a pattern matches.

    One that is not a post is refused when it was named by hand. A pattern passes it over, and so
    does a hook, whose files nobody chose (``--force-exclude``).
    """
    if config.force_exclude and _is_excluded(path, config):
        return
    if chooser is None or is_container(path):
        yield Source(path, relative, named=True)
        return
    place = chooser.named(path, strict=config.force_exclude)
    if place.is_worked_on:
        yield replace(_placed(path, relative, place), named=True)
    elif by_hand and not config.force_exclude:
        yield Source(path, relative, refused=place.verdict.why)
    else:
        chooser.passed.kinds[place.verdict.kind] += 1


def _is_excluded(path: str, config: ReadConfig) -> bool:
    patterns = config.exclude
    return bool(patterns) and bool(Patterns(patterns).match_file(os.path.normpath(path)))


def _stdin(stdin: BinaryIO, name: str, *, site: bool) -> Iterator[Source]:
    from newskit.read.record_post import is_record_line, iter_record_lines

    first = stdin.readline()
    if not first:  # an empty pipe holds no post, as one of no records does
        return
    if is_record_line(first):
        for line, data in iter_record_lines(stdin, first):
            yield Source(STDIN, "", data, line)
        return
    data = first + stdin.read()
    if not name:
        yield Source(STDIN, "stdin.md", data)
        return
    # An editor hands over the text of a file: it is what the file is to its site.
    place = place_of(name) if site else None
    source = Source(name, os.path.basename(name), data)  # noqa: PTH119 (as above)
    if place is not None and place.is_worked_on:
        source = replace(source, kind=place.verdict.kind, generator=place.generator)
    yield source
