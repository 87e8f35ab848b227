"""Web archives: WARC 1.0 and 1.1 (ISO 28500), ARC, packed record by record, and WACZ.

warcio reads the records; encodings of a body and its length are seen to here, because it hands on
what it cannot undo and what is cut off without a word. Read twice: first what there is, then the
newest capture of each address.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false, reportMissingTypeStubs=false
# warcio has no types.

from __future__ import annotations

import dataclasses
import io
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stderr
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final, cast

from newskit.config.model import ReadConfig
from newskit.errors import ReadError, UsageError
from newskit.files import scratch
from newskit.importers.article import Article, BodyKind, Item, Passed
from newskit.importers.http_body import media_of, payload_of, status_of
from newskit.importers.mirror import PAGES, Redirect, SiteFile, address_key, peek_at
from newskit.importers.opened import Opened
from newskit.importers.pages import articles_of
from newskit.post import JsonValue
from newskit.read.decompress import expanded

_NAMES: Final = re.compile(r"\.w?arc(?:\.gz|\.zst)?$", re.IGNORECASE)
_NOTES: Final = frozenset({"warcinfo", "metadata", "request"})
_SNIFFED: Final = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head)\b", re.IGNORECASE | re.DOTALL
)
_LONGEST_NOTE: Final = 10_000
_OK, _FIRST_REDIRECT, _LAST_REDIRECT = 200, 300, 399
_NOT_MODIFIED: Final = "server-not-modified"
_PACKED: Final = b"\x1f\x8b\x08"
_MOST_DAMAGED: Final = 20
"""Places of damage after which a file is read no further: each may cost a search to its end."""


class _Warc:
    def recognises(self, head: bytes, name: str, /) -> bool:
        names = head.decode("utf-8", "replace").splitlines() if b"WARC/" not in head[:16] else []
        return (
            head.startswith((b"WARC/", b"filedesc://"))
            or _NAMES.search(name) is not None
            or any(_NAMES.search(one) for one in names)
        )

    def read(self, source: Opened) -> Iterator[Item]:
        if find_spec("warcio") is None:
            raise UsageError(
                "reading web archives needs the package warcio", hint="pip install 'newskit[warc]'"
            )
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="newskit-")))
            archive = _Archive(source, folder, stack)
            yield from articles_of(archive)


IMPORTER = _Warc()


@dataclass(frozen=True, slots=True)
class _Capture:
    """A record that may become a page: where it stands, and what its headers say."""

    file: int
    offset: int
    url: str
    date: str
    kind: str
    status: int = 0
    media: str = ""
    charset: str = ""
    digest: str = ""
    profile: str = ""
    refers_to: str = ""
    canonical: str = ""
    title: str = ""


_COLUMNS: Final = ", ".join(one.name for one in dataclasses.fields(_Capture))
_TABLES: Final = f"""
CREATE TABLE captures (address TEXT, {_COLUMNS});
"""
_LATER: Final = """
CREATE INDEX captures_address ON captures (address, date);
CREATE INDEX captures_digest ON captures (digest);
"""


class _Archive:
    """The captures of one or several files."""

    def __init__(self, source: Opened, folder: Path, stack: ExitStack) -> None:
        self._source, self._folder, self._stack = source, folder, stack
        self._files: list[tuple[str, BinaryIO]] = []
        self._database = scratch(_TABLES)
        stack.callback(self._database.close)

    # The first reading.

    def entries(self) -> Iterator[SiteFile | Redirect | Item]:
        """Yield the newest capture of each address, and a row for every other record."""
        yield from self._opened()
        for number in range(len(self._files)):
            yield from self._indexed(number)
        self._database.executescript(_LATER)
        yield from self._chosen()

    def _opened(self) -> Iterator[Passed]:
        container = self._source.container
        if container is None:
            yield from self._open(self._source.path, self._source.place)
            return
        for number, name in enumerate(sorted(container.names())):
            label = f"{self._source.path}/{name}"
            if not _NAMES.search(name):
                yield Passed(label, "file", "is not an archive of records: an index or a note")
                continue
            place = self._folder / f"{number}{Path(name).suffix}"
            if error := container.copy(name, place):
                yield Passed(label, "file", error, fault=True)
            else:
                yield from self._open(label, place)

    def _open(self, label: str, place: Path) -> Iterator[Passed]:
        """Open a file of records; what only opens as a whole is unpacked."""
        with place.open("rb") as file:
            magic = file.read(4)
        is_zstd = magic[1:] in {b"\x2a\x4d\x18", b"\xb5\x2f\xfd"}
        if is_zstd or (magic[:2] == b"\x1f\x8b" and not _is_by_record(place)):
            made = self._folder / f"unpacked-{len(self._files)}"
            fault = _unpack(place, made, "x.zst" if is_zstd else "x.gz", self._source.limits)
            if fault:
                yield Passed(label, "file", f"is not read to its end: {fault}", fault=True)
            place = made
        self._files.append((label, self._stack.enter_context(place.open("rb"))))

    def _indexed(self, number: int) -> Iterator[Redirect | Item]:
        label, file = self._files[number]
        file.seek(0)
        rows: list[tuple[object, ...]] = []
        records = _records(file)
        while True:
            try:
                offset, record = next(records)
            except StopIteration:
                break
            except ReadError as error:
                yield Passed(label, "file", error.message, fault=True)
                break
            for found in self._taken(number, offset, record):
                if isinstance(found, _Capture):
                    rows.append((address_key(found.url), *dataclasses.astuple(found)))
                else:
                    yield found
            if len(rows) > 500:
                self._store(rows)
        self._store(rows)

    def _store(self, rows: list[tuple[object, ...]]) -> None:
        marks = ",".join("?" * (len(dataclasses.fields(_Capture)) + 1))
        self._database.executemany(f"INSERT INTO captures VALUES ({marks})", rows)  # noqa: S608
        rows.clear()

    def _taken(self, file: int, offset: int, record: Any) -> Iterator[_Capture | Redirect | Item]:
        """Yield the capture that a record is, or what is reported of it."""
        label = f"{self._files[file][0]}:{offset}"
        headers = record.rec_headers
        url = (headers.get_header("WARC-Target-URI") or "").strip("<>")
        date = headers.get_header("WARC-Date") or ""
        kind = record.rec_type or "unknown"
        details: dict[str, JsonValue] = {"url": url, "date": date}
        most = self._source.limits.member_bytes
        if kind in _NOTES:
            yield _note(label, kind, record, details)
            return
        if kind == "conversion":
            yield from _converted(label, url, date, record, most)
            return
        status = status_of(record)
        if why := _why_passed(kind, url, status):
            yield Passed(label, kind, why, {**details, "status": status})
            return
        if _FIRST_REDIRECT <= status <= _LAST_REDIRECT and kind != "revisit":
            target = record.http_headers.get_header("Location") or ""
            row = Passed(label, "redirect", f"leads to {target}", {**details, "location": target})
            yield Redirect(row, url, target)
            return
        media, charset = media_of(record)
        capture = _Capture(
            file, offset, url, date, kind, status, media, charset,
            digest=headers.get_header("WARC-Payload-Digest") or "",
            profile=(headers.get_header("WARC-Profile") or "").rstrip("/").rpartition("/")[2],
            refers_to=headers.get_header("WARC-Refers-To-Target-URI") or url,
        )  # fmt: skip
        yield from _peeked(capture, record, label, most)

    # Which capture of an address is taken.

    def _chosen(self) -> Iterator[SiteFile | Item]:
        addresses = self._database.execute("SELECT DISTINCT address FROM captures ORDER BY rowid")
        for (address,) in addresses:
            captures = [
                _Capture(*row)
                for row in self._database.execute(
                    f"SELECT {_COLUMNS} FROM captures WHERE address = ? ORDER BY date DESC, rowid",  # noqa: S608
                    (address,),
                )
            ]
            yield from self._newest(captures)

    def _newest(self, captures: list[_Capture]) -> Iterator[SiteFile | Item]:
        newest: _Capture | None = None
        for one in captures:
            if newest is not None and (one.file, one.offset) == (newest.file, newest.offset):
                continue  # a later record said that it was still there
            source = self._source_of(one, captures)
            if newest is None and source is not None:
                newest = source
                yield self._held(source, one.date)
                if source is not one:
                    reason = f"says that {self._label(source)} was still there"
                    yield Passed(self._label(one), "revisit", reason, _facts(one))
                continue
            yield self._older(one, source, newest)

    def _older(self, one: _Capture, source: _Capture | None, newest: _Capture | None) -> Passed:
        label, details = self._label(one), _facts(one)
        if source is None:
            reason = "says that an earlier capture was still there, which this archive has not"
            return Passed(label, "revisit", reason, details, fault=newest is None)
        if source == newest or (newest is not None and one.digest and one.digest == newest.digest):
            return Passed(label, "capture", f"the same as {self._label(source)}", details)
        reason = f"an older capture of {one.url}"
        return Passed(label, "capture", reason, details, older=lambda: self._article(source))

    def _source_of(self, one: _Capture, captures: list[_Capture]) -> _Capture | None:
        """Return the capture that holds what was served; None where it is in no file."""
        if one.kind != "revisit":
            return one
        earlier = [
            other for other in captures if other.kind != "revisit" and other.date <= one.date
        ]
        if one.profile == _NOT_MODIFIED:
            return earlier[0] if earlier else None
        same = next((other for other in earlier if other.digest == one.digest), None)
        if same is not None or not one.digest:
            return same or (earlier[0] if earlier else None)
        found = self._database.execute(
            f"SELECT {_COLUMNS} FROM captures WHERE digest = ? AND kind != 'revisit' LIMIT 1",  # noqa: S608
            (one.digest,),
        ).fetchone()
        if found is None:
            return None
        # The same bytes under another address: read there, served here.
        return dataclasses.replace(_Capture(*found), url=one.url)

    def _held(self, one: _Capture, date: str) -> SiteFile:
        key = f"{one.file}:{one.offset}"
        return SiteFile(
            self._label(one),
            key,
            one.url,
            "",
            one.media,
            one.charset,
            date,
            one.canonical,
            one.title,
        )

    def _label(self, one: _Capture) -> str:
        return f"{self._files[one.file][0]}:{one.offset}"

    def _article(self, one: _Capture) -> Article | None:
        """Return the article of an older capture, read by itself."""
        if one.media not in PAGES:
            return None
        alone = _Alone(self, self._held(one, one.date))
        return next((item for item in articles_of(alone) if isinstance(item, Article)), None)

    # The second reading.

    def load(self, held: SiteFile) -> bytes:
        """Return the body of a capture.

        Raises:
            ReadError: when it is damaged or too large.
        """
        number, _, offset = held.key.partition(":")
        file = self._files[int(number)][1]
        file.seek(int(offset))
        _, record = next(_records(file))
        return payload_of(record, self._source.limits.member_bytes)[0]


@dataclass(frozen=True, slots=True)
class _Alone:
    """One capture as a collection of its own."""

    archive: _Archive
    held: SiteFile

    def entries(self) -> Iterator[SiteFile]:
        """Yield the capture."""
        yield self.held

    def load(self, held: SiteFile) -> bytes:
        """Return its body."""
        return self.archive.load(held)


# Records.


def _records(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Yield each record with its offset in the file; past damage, go on at the next one.

    Raises:
        ReadError: at the end, where something could not be read.
    """
    start, count, faults = file.tell(), 0, list[str]()
    while start >= 0 and len(faults) < _MOST_DAMAGED:
        file.seek(start)
        reading = _Reading(file)
        for offset, record in reading:
            count += 1
            yield offset, record
        if not reading.fault:
            break
        faults.append(reading.fault)
        start = _next_start(file, max(reading.offset, start) + 1) if reading.broken else -1
    if not count and not faults:
        raise ReadError("holds no record")
    if faults:
        more = f" ({len(faults)} such places)" if len(faults) > 1 else ""
        raise ReadError(faults[0] + more)


class _Reading:
    """Records of a file up to its end or damage, of which `offset` and `fault` tell."""

    def __init__(self, file: BinaryIO) -> None:
        from warcio.archiveiterator import ArchiveIterator

        logging.getLogger("warcio.recordloader").setLevel(logging.ERROR)
        self.offset, self.fault, self.broken = file.tell(), "", False
        self._iterator: Any = ArchiveIterator(file, arc2warc=True)

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        from warcio.exceptions import ArchiveLoadFailed
        from warcio.statusandheaders import StatusAndHeadersParserException

        damaged = (
            *(ArchiveLoadFailed, StatusAndHeadersParserException, zlib.error, EOFError, ValueError),
            *(AttributeError, TypeError, LookupError),  # where it misses a header
        )
        while True:
            try:
                with redirect_stderr(io.StringIO()):  # it writes of damage there, and goes on
                    record = next(self._iterator)
            except StopIteration:
                break
            except damaged as error:
                self.offset = max(self.offset, int(self._iterator.offset))
                said = str(error).strip().partition("\n")[0] or "it is damaged"
                self.fault = f"no record can be read behind byte {self.offset:,}: {said}"
                self.broken = True
                return
            offset = int(self._iterator.offset)
            if offset < self.offset:  # counted by a length that a damaged record claims
                self.fault = f"no record can be read behind byte {self.offset:,}: it is damaged"
                self.broken = True
                return
            self.offset = offset
            yield offset, record
        if self._iterator.err_count:
            self.fault = f"{self._iterator.err_count} records are shorter or longer than they say"


def _next_start(file: BinaryIO, start: int) -> int:
    """Return where the next record seems to begin, by its first bytes; -1 where none does."""
    file.seek(0)
    mark = _PACKED if file.read(2) == _PACKED[:2] else b"\nWARC/1."
    file.seek(start)
    kept = b""
    while data := file.read(1 << 20):
        if (place := (kept + data).find(mark)) >= 0:
            return start - len(kept) + place + (mark[:1] == b"\n")
        start += len(data)
        kept = (kept + data)[1 - len(mark) :]
    return -1


def _is_by_record(place: Path) -> bool:
    """Tell whether a packed file has a gzip member a record, so that one can be gone to."""
    with place.open("rb") as file:
        reading = _Reading(file)
        for number, _ in enumerate(reading):
            if number:
                return True
        return not reading.fault


def _unpack(place: Path, made: Path, name: str, limits: Any) -> str:
    """Unpack a file; return what is missing of it, or nothing."""
    left = limits.total_bytes
    with place.open("rb") as file, made.open("wb") as out:
        stream = expanded(file, name, ReadConfig(max_expansion=limits.ratio))
        reader = io.BufferedReader(cast("io.RawIOBase", stream), 1 << 17)
        while data := reader.read(1 << 20):
            left -= len(data)
            if left < 0:
                return f"expands to more than {limits.total_bytes:,} bytes"
            out.write(data)
    return stream.fault if stream is not None else ""


def _why_passed(kind: str, url: str, status: int) -> str:
    """Say why a record holds nothing that the site served; empty where it does."""
    if kind not in {"response", "resource", "revisit"}:
        return "a record of a kind that holds no whole page"
    if not url.startswith(("http:", "https:")):
        return "is of no web address"
    if kind == "revisit" or status == _OK or _FIRST_REDIRECT <= status <= _LAST_REDIRECT:
        return ""
    return f"the server answered {status}" if status else "holds no answer of a server"


def _peeked(capture: _Capture, record: Any, label: str, most: int) -> Iterator[_Capture | Passed]:
    """Yield a capture with what the head of its page says; a row for what cannot be read."""
    if capture.kind == "revisit" or (capture.media and capture.media not in PAGES):
        yield capture
        return
    try:
        data, fault = payload_of(record, most)
    except ReadError as error:
        yield Passed(label, capture.kind, error.message, _facts(capture), fault=True)
        return
    if fault:
        yield Passed(label, "fault", f"{fault}; what there is is read", _facts(capture), fault=True)
    media = capture.media
    if not media:
        media = "text/html" if _SNIFFED.match(data[:1024]) else "application/octet-stream"
    canonical, title = peek_at(data, capture.url)
    yield dataclasses.replace(capture, media=media, canonical=canonical, title=title)


def _facts(one: _Capture) -> dict[str, JsonValue]:
    facts: dict[str, JsonValue] = {"url": one.url, "date": one.date, "digest": one.digest}
    if one.refers_to != one.url:
        facts["refers_to"] = one.refers_to
    return {key: value for key, value in facts.items() if value}


def _note(label: str, kind: str, record: Any, details: dict[str, JsonValue]) -> Passed:
    if kind != "request":
        text = record.raw_stream.read(_LONGEST_NOTE).decode("utf-8", "replace")
        details = {**details, "text": text}
    return Passed(label, kind, "what the crawler noted", details)


def _converted(label: str, url: str, date: str, record: Any, most: int) -> Iterator[Item]:
    """Yield the text that somebody made of a page, as an article."""
    try:
        data, fault = payload_of(record, most)
    except ReadError as error:
        yield Passed(label, "conversion", error.message, {"url": url}, fault=True)
        return
    if fault:
        yield Passed(label, "fault", f"{fault}; what there is is read", {"url": url}, fault=True)
    if not (record.content_type or "").startswith("text/plain"):
        details: dict[str, JsonValue] = {"url": url, "type": record.content_type or ""}
        yield Passed(label, "conversion", "is not text", details)
        return
    text = data.decode("utf-8", "replace")
    title = text.lstrip().partition("\n")[0].strip()[:200]
    left: dict[str, JsonValue] = {"captured": date} if date else {}
    yield Article(
        label, text, BodyKind.TEXT, kind="page", title=title, url=url, identifier=url, left=left
    )
