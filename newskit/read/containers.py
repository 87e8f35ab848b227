"""Files that hold many posts: JSON Lines and tar archives, plain or compressed.

They are read to their end: what one holds and cannot be read is a source of its own, whose finding
reports it (NK143).
"""

from __future__ import annotations

import io
import posixpath
import tarfile
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO, BinaryIO, Final, Self, cast

from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.files import open_file
from newskit.frozen import NamedTuple, dataclass
from newskit.read.decompress import Expanded, expanded
from newskit.read.record_post import iter_record_lines
from newskit.read.remote import is_remote, open_remote
from newskit.read.source import RECORDS, Source, is_container


def expand(source: Source, config: ReadConfig) -> Iterator[Source]:
    """Yield the posts in a file, in its order; a file that is a post comes as it is.

    Raises:
        ReadError: when the file cannot be opened.
    """
    if source.data is not None or not is_container(source.path):
        yield source
        return
    found = _records if source.path.lower().endswith(RECORDS) else _members
    try:
        yield from found(source, config)
    except OSError as error:
        yield _fault(source, f"cannot be read to its end: {error.strerror or error}")


def _fault(source: Source, reason: str) -> Source:
    return Source(source.path, source.relative, error=f"{source.path}: {reason}", is_part=True)


@contextmanager
def open_source_file(path: str) -> Generator[BinaryIO]:
    """Open a file by its name or URL for reading.

    Raises:
        ReadError: when it cannot be opened.
    """
    if is_remote(path):
        with open_remote(path) as file:
            yield file
        return
    try:
        opened = open_file(path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror or error}") from error
    with opened as file:
        yield file


@contextmanager
def _opened(source: Source, config: ReadConfig) -> Generator[tuple[BinaryIO, Expanded | None]]:
    """Open what a file holds, and what knows how well it could be decompressed."""
    with open_source_file(source.path) as file:
        stream = expanded(file, source.path, config)
        if stream is None:
            yield file, None
        else:
            yield cast("BinaryIO", io.BufferedReader(stream, 1 << 17)), stream


def _records(source: Source, config: ReadConfig) -> Iterator[Source]:
    with _opened(source, config) as (stream, compressed):
        for line, data in iter_record_lines(stream):
            yield Source(source.path, source.relative, data, line)
    if compressed is not None and compressed.fault:
        yield _fault(source, f"is not read to its end: {compressed.fault}")


def _members(source: Source, config: ReadConfig) -> Iterator[Source]:
    """Read a tar archive from front to end, so that it may come from a pipe or a store."""
    from newskit.patterns import Patterns

    include, exclude = Patterns(config.include), Patterns(config.exclude)
    fault = ""

    def is_wanted(name: str) -> bool:
        parts = name.split("/")
        # What leads out is not passed over as hidden: it is reported.
        hidden = ".." not in parts and any(part.startswith(".") for part in parts)
        return (
            include.match_file(name)
            and not exclude.match_file(name)
            and (config.hidden or not hidden)
        )

    @contextmanager
    def opened() -> Generator[IO[bytes]]:
        nonlocal fault
        with _opened(source, config) as (stream, compressed):
            yield stream
            fault = compressed.fault if compressed is not None else ""

    for member in members(opened, is_wanted, config.max_bytes):
        if not member.name:
            yield _fault(source, member.error)
            continue
        path = f"{source.path}/{member.name}"
        error = f"{path}: {member.error}" if member.error else ""
        data = None if error else member.data
        yield Source(path, member.name, data, error=error, is_part=bool(error))
    if fault:
        yield _fault(source, f"is not read to its end: {fault}")


# Tar archives read to their end: what lies in one and is not read is reported.
# `tarfile` stops without a word at the first header that is damaged and at the first end mark, and
# cannot follow links in a stream. Here a damaged header costs its member alone, what follows an end
# mark is read, and links come with what they lead to, in a second reading.


_BLOCK: Final = 512
_MOST_NOTES: Final = 1 << 20
"""Largest extended header (a long name, PAX records) that is read, in bytes: memory holds it."""
_MOST_CHAINED: Final = 16
"""Most extended headers before a member: `tarfile` reads each inside of the one before."""
_NOTES: Final = frozenset(
    {
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    }
)
_FAULTS: Final = (tarfile.TarError, ValueError, OverflowError, RecursionError)


def _error(name: str) -> type[tarfile.HeaderError]:
    """Return an error of `tarfile` that it has had since Python 2.6, and does not document."""
    return cast("type[tarfile.HeaderError]", getattr(tarfile, name, tarfile.HeaderError))


_EndMarkError = _error("EOFHeaderError")
_DamagedError = _error("InvalidHeaderError")
_CutOffError = _error("TruncatedHeaderError")
Opener = Callable[[], AbstractContextManager[IO[bytes]]]


class Member(NamedTuple):
    """A file in an archive, or what could not be read of the archive.

    Attributes:
        name: its path in the archive; empty for a fault of the archive itself.
        data: its bytes.
        error: why there are none; empty where there are.
    """

    name: str
    data: bytes = b""
    error: str = ""


@dataclass(slots=True)
class _Log:
    """What the headers of an archive were like."""

    damaged: int = 0
    in_damage: bool = False
    ended: bool = False
    behind_end: bool = False
    chained: int = 0

    def admit(self, info: tarfile.TarInfo) -> None:
        """Refuse a header that would take memory or depth without end."""
        notes = info.type in _NOTES
        self.chained = self.chained + 1 if notes else 0
        if info.size < 0 or (notes and (info.size > _MOST_NOTES or self.chained > _MOST_CHAINED)):
            raise _DamagedError("beyond the limits")


class _Info(tarfile.TarInfo):
    """A header that notes damage, and refuses what would take memory without end.

    `_proc_member` is met by each header, those within others too, in every version of `tarfile`;
    `frombuf` no longer is in Python 3.14.10.
    """

    log: _Log

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        """Read a header."""
        log = cls.log
        try:
            return super().fromtarfile(tarfile)
        except _EndMarkError:
            log.ended, log.in_damage = True, False
            raise
        except (_DamagedError, _CutOffError):
            log.damaged += not log.in_damage
            log.behind_end |= log.ended
            log.in_damage = True
            raise

    def _proc_member(self, tarfile: tarfile.TarFile) -> object:
        self.log.admit(self)
        self.log.ended = self.log.in_damage = False
        return super()._proc_member(tarfile)  # type: ignore[misc]


def members(opener: Opener, wanted: Callable[[str], bool], max_bytes: int) -> Iterator[Member]:
    """Yield the files of an archive in its order, links last, and what could not be read of it.

    Args:
        opener: opens the bytes of the archive, decompressed; asked again where there are links.
        wanted: tells by its name whether a file is wanted.
        max_bytes: the largest file that is read.
    """
    links: dict[str, str] = {}
    log = _Log()
    with _reading(opener, log) as found:
        for info, archive in found:
            name = info.name.removeprefix("./")
            if not wanted(name):
                continue
            if info.isfile():
                yield _member(name, info, archive, max_bytes)
            elif info.islnk():
                links[name] = _plain(info.linkname)
            elif info.issym():
                links[name] = _plain(posixpath.join(posixpath.dirname(name), info.linkname))
            elif not info.isdir():
                yield Member(name, error="is a device or a pipe, not a file")
    yield from _faults(log)
    if links:
        yield from _linked(opener, links, max_bytes)


def _faults(log: _Log) -> Iterator[Member]:
    """Say what was damaged."""
    if log.damaged and log.behind_end and log.damaged == 1:
        yield Member("", error="holds bytes behind its end mark that are no archive")
    elif log.damaged:
        places = "a place" if log.damaged == 1 else f"{log.damaged} places"
        yield Member(
            "", error=f"damaged in {places}: the files whose headers stood there are missing"
        )
    if not log.ended:
        yield Member("", error="has no end mark: it may be cut off")


@contextmanager
def _reading(
    opener: Opener, log: _Log
) -> Generator[Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]]:
    """Open an archive, and iterate over the headers that can be read, to its very end."""
    kind = type("Info", (_Info,), {"log": log})
    with opener() as stream:
        try:
            archive = tarfile.open(fileobj=stream, mode="r|", ignore_zeros=True, tarinfo=kind)  # noqa: SIM115 (closed below)
        except _FAULTS:
            log.damaged += not log.damaged
            yield iter(())
            return
        with archive:
            yield _headers(archive, log)


def _headers(
    archive: tarfile.TarFile, log: _Log
) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    while True:
        before = archive.offset
        try:
            info = archive.next()
        except _FAULTS:
            # An extended header whose member is damaged, or data that is cut off.
            log.damaged += not log.in_damage
            log.in_damage = True
            place = archive.fileobj.tell()
            archive.offset = -(-place // _BLOCK) * _BLOCK
            if archive.offset <= before:
                return
            continue
        if info is None:
            return
        yield info, archive
        # The archive remembers its members, which nobody asks for again.
        archive.members = []  # type: ignore[attr-defined]


def _member(name: str, info: tarfile.TarInfo, archive: tarfile.TarFile, max_bytes: int) -> Member:
    if info.size > max_bytes:
        return Member(name, error=f"is {info.size:,} bytes, more than {max_bytes:,}")
    try:
        file = archive.extractfile(info)
        data = file.read() if file is not None else b""
    except (*_FAULTS, EOFError) as error:
        return Member(name, error=f"cannot be read: {error}")
    if len(data) != info.size:
        return Member(name, error="is cut off")
    return Member(name, data)


def _plain(path: str) -> str:
    return posixpath.normpath(path.removeprefix("./"))


def _linked(opener: Opener, links: dict[str, str], max_bytes: int) -> Iterator[Member]:
    """Yield what links lead to, in a second reading; and those that lead to no file in here."""
    waiting: dict[str, list[str]] = {}
    for name, target in links.items():
        waiting.setdefault(_end_of(target, links), []).append(name)
    with _reading(opener, _Log()) as found:
        for info, archive in found:
            names = waiting.pop(_plain(info.name), None) if info.isfile() else None
            if names:
                read = _member(names[0], info, archive, max_bytes)
                yield from (read._replace(name=name) for name in names)
    for names in waiting.values():
        for name in names:
            yield Member(name, error=f"is a link to {links[name]!r}, which is not in the archive")


def _end_of(target: str, links: dict[str, str]) -> str:
    """Follow links to links; a circle ends where it began."""
    seen: set[str] = set()
    while target in links and target not in seen:
        seen.add(target)
        target = links[target]
    return target
