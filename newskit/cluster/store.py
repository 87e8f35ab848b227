"""Where plan, progress and parts live: a folder that all machines share, or an object store.

A file appears whole or not at all: in a folder under a temporary name that is synced and renamed,
in an object store with the end of its upload.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from abc import abstractmethod
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from newskit.errors import WriteError
from newskit.files import open_file
from newskit.read.remote import file_system, is_remote

_TEMPORARY = ".tmp-"


class ObjectStore(Protocol):
    """A flat folder of files."""

    @abstractmethod
    def read(self, name: str) -> bytes | None:
        """Return what a file holds, or None when there is none."""

    @abstractmethod
    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""

    @abstractmethod
    def create(self, name: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """Open a file that appears when the block ends well."""

    @abstractmethod
    def names(self) -> list[str]:
        """Return the names of the files, without those that are not finished."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file if it is there."""

    @abstractmethod
    def clear(self) -> None:
        """Remove what writers that died have left behind."""


def open_store(location: str) -> ObjectStore:
    """Return the store at a path or URL.

    Raises:
        UsageError: when the package for this kind of store is not installed.
    """
    return _Remote(location) if is_remote(location) else _Folder(Path(location))


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str) -> bytes | None:
        try:
            with open_file(self._path / name) as file:
                return file.read()
        except FileNotFoundError:
            return None

    def open(self, name: str) -> BinaryIO:
        return open_file(self._path / name)

    @contextmanager
    def create(self, name: str) -> Generator[BinaryIO]:
        # Not the process's number: processes of several machines write into this folder.
        temporary = self._path / f"{name}{_TEMPORARY}{uuid.uuid4().hex}"
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path / name)
        except OSError as error:
            raise WriteError(
                f"{self._path / name}: cannot be written: {error.strerror or error}"
            ) from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def names(self) -> list[str]:
        try:
            with os.scandir(self._path) as entries:
                return sorted(entry.name for entry in entries if _TEMPORARY not in entry.name)
        except FileNotFoundError:
            return []

    def remove(self, name: str) -> None:
        (self._path / name).unlink(missing_ok=True)

    def clear(self) -> None:
        for path in self._path.glob(f"*{_TEMPORARY}*"):
            path.unlink(missing_ok=True)


class _Remote:
    """An object store: an upload that is not finished leaves nothing behind."""

    def __init__(self, url: str) -> None:
        # fsspec has no types.
        self._system: Any
        self._system, self._root = file_system(url.rstrip("/"))

    def read(self, name: str) -> bytes | None:
        try:
            return cast("bytes", self._system.cat_file(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None

    def open(self, name: str) -> BinaryIO:
        return cast("BinaryIO", self._system.open(f"{self._root}/{name}", "rb"))

    @contextmanager
    def create(self, name: str) -> Generator[BinaryIO]:
        try:
            self._system.makedirs(self._root, exist_ok=True)
            file = self._system.open(f"{self._root}/{name}", "wb", autocommit=False)
            try:
                yield cast("BinaryIO", file)
            except BaseException:
                with contextlib.suppress(Exception):
                    file.close()
                    file.discard()
                raise
            file.close()
            file.commit()
        except OSError as error:
            raise WriteError(f"{self._root}/{name}: cannot be written: {error}") from error

    def names(self) -> list[str]:
        try:
            found = cast("list[str]", self._system.ls(self._root, detail=False))
        except FileNotFoundError:
            return []
        return sorted(path.rstrip("/").rpartition("/")[2] for path in found)

    def remove(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._system.rm_file(f"{self._root}/{name}")

    def clear(self) -> None:
        """Nothing to do: what is not finished is not there."""
