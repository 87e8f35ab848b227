"""Object stores and other places named by a URL, through fsspec (the extra `newskit[cluster]`)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO, cast

from newskit.config.read import ReadConfig
from newskit.errors import ReadError, UsageError
from newskit.lazy import lazy
from newskit.read.source import is_container

_URL = lazy(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_url(path: str) -> bool:
    """Tell whether `path` is a URL such as ``s3://bucket/posts/``, not a file's name."""
    return _URL.match(path) is not None


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL (fsspec's, which has no types) and the path in it.

    Raises:
        UsageError: when fsspec or the package for this kind of store is not installed.
    """
    try:
        fsspec: Any = import_module("fsspec.core")
    except ImportError as error:
        raise UsageError(
            f"{url}: reading URLs needs fsspec", hint="pip install 'newskit[cluster]'"
        ) from error
    try:
        system, path = cast("tuple[Any, str]", fsspec.url_to_fs(url))
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url}: {error}") from error
    return system, path


def open_remote(url: str) -> BinaryIO:
    """Open what a URL names for reading.

    Raises:
        ReadError: when it cannot be opened.
    """
    system, path = file_system(url)
    try:
        return cast("BinaryIO", system.open(path, "rb"))
    except OSError as error:
        raise ReadError(f"{url}: cannot be read: {error.strerror or error}") from error


def iter_remote(url: str, config: ReadConfig) -> Iterator[tuple[str, str]]:
    """Yield the URL and the relative path of each file that `url` names: itself, or those below.

    Below a prefix the same patterns hold as in a folder, beside JSON Lines files and tar archives,
    which are always taken.

    Raises:
        ReadError: when there is nothing there.
    """
    from newskit.patterns import Patterns

    system, root = file_system(url)
    try:
        if system.isfile(root):
            yield url, root.rpartition("/")[2]
            return
        found = sorted(cast("list[str]", system.find(root)))
    except OSError as error:
        raise ReadError(f"{url}: cannot be read: {error.strerror or error}") from error
    if not found:
        raise ReadError(f"{url}: no such file or folder")
    include, exclude = Patterns(config.include), Patterns(config.exclude)
    base = root.rstrip("/") + "/"
    for path in found:
        relative = path.removeprefix(base)
        hidden = any(part.startswith(".") for part in relative.split("/"))
        if (hidden and not config.hidden) or exclude.match_file(relative):
            continue
        if is_container(relative) or include.match_file(relative):
            yield f"{url.rstrip('/')}/{relative}", relative
