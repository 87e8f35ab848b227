"""What all files of text below a folder are taken for, and why."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from newskit.config.model import POST_PATTERNS
from newskit.frozen import dataclass
from newskit.post import Kind
from newskit.site.choosing import Chooser, Place, place_of
from newskit.site.model import OTHER_FORMATS, WORKED_ON, ending

_ENDINGS = frozenset(pattern[1:] for pattern in POST_PATTERNS)


@dataclass(frozen=True, slots=True)
class File:
    """A file: its path, what it is and why, and whether commands read it."""

    path: str
    kind: str
    why: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class FoundSite:
    """A site: the generator's name, its folder, the file it was known by."""

    name: str
    root: Path
    config_file: str


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one kind for one reason; `example` is the first of them."""

    kind: str
    why: str
    count: int
    example: str
    is_worked_on: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """The sites found, every file in order, the files by kind, and what is wrong.

    Attributes:
        faults: of the sites' settings.
        unread: folders that could not be read, and why.
    """

    sites: tuple[FoundSite, ...]
    files: tuple[File, ...]
    groups: tuple[Group, ...]
    faults: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def survey(path: str) -> Survey:
    """Return what the files below a folder are, or what one file is."""
    sites: dict[Path, FoundSite] = {}
    files: list[File] = []
    faults: tuple[str, ...] = ()
    unread: list[OSError] = []
    if not os.path.isdir(path):  # noqa: PTH112 (as it was named)
        files.append(_file(path, place_of(path), formats=_ENDINGS))
    else:
        chooser = Chooser()
        chooser.start(path)
        _look(path, chooser, sites, files, unread)
        faults = tuple(chooser.faults())
    closed = tuple(f"{one.filename}: the folder cannot be read: {one.strerror}" for one in unread)
    return Survey(tuple(sites.values()), tuple(files), tuple(_groups(files)), faults, closed)


_LINK = ("link", "a link to a folder, which is not followed: name it to work on it")


def _look(
    root: str,
    chooser: Chooser,
    sites: dict[Path, FoundSite],
    files: list[File],
    unread: list[OSError],
) -> None:
    for base, folders, names in os.walk(root, onerror=unread.append):
        folder = chooser.folder(base)
        site = folder.site
        if site is not None:
            name = site.label
            sites.setdefault(site.root, FoundSite(name, site.root, site.config_file))
        folders.sort()
        for name in list(folders):
            closed = folder.why_closed(name)
            if closed is not None:
                files.append(
                    File(_path(base, name) + "/", closed.kind.value, closed.why, is_read=False)
                )
            elif os.path.islink(_path(base, name)) and not name.startswith("."):  # noqa: PTH114 (as it was named)
                files.append(File(_path(base, name) + "/", *_LINK, is_read=False))
            if closed is not None or name.startswith("."):
                folders.remove(name)
        formats = site.formats if site is not None else _ENDINGS
        if site is not None:
            formats = (_ENDINGS | formats) - site.unread
        files += [
            _file(_path(base, name), folder.place(name), formats=formats)
            for name in sorted(names)
            if not name.startswith(".") and ending(name) in _ENDINGS | OTHER_FORMATS
        ]


def _path(base: str, name: str) -> str:
    return os.path.join(base, name).removeprefix("./")  # noqa: PTH118 (as it was named)


def _file(path: str, place: Place, *, formats: frozenset[str]) -> File:
    last = ending(path)
    kind, why = place.verdict
    if kind in WORKED_ON and last not in formats:
        return File(path, f"{kind.value} ({last})", "a format that is not read", is_read=False)
    return File(path, kind.value, why, is_read=kind in WORKED_ON)


def _groups(files: list[File]) -> list[Group]:
    counts = Counter((file.kind, file.why, file.is_read) for file in files)
    examples: dict[tuple[str, str, bool], str] = {}
    for file in files:
        examples.setdefault((file.kind, file.why, file.is_read), file.path)
    order = {kind.value: number for number, kind in enumerate(Kind)}
    return sorted(
        (
            Group(kind, why, count, examples[kind, why, read], read)
            for (kind, why, read), count in counts.items()
        ),
        key=lambda group: (order.get(group.kind.partition(" (")[0], 99), -group.count),
    )
