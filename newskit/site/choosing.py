"""Which files a command works on, and the count of those it passes over."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from newskit.post import Kind
from newskit.site.common import OTHER_FORMATS, ending, form_of_posts, repository_file
from newskit.site.find import find_site, site_in
from newskit.site.loose import loose_file, loose_folder
from newskit.site.model import WORKED_ON, Site, Verdict, read_head
from newskit.site.settings import fault_in

__all__ = ["Chooser", "Folder", "PassedOver", "Place", "place_of"]

_WORDS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.TEMPLATE: ("template", "templates"),
    Kind.OUTPUT: ("file of built output", "files of built output"),
    Kind.DATA: ("file of data", "files of data"),
    Kind.README: ("note on the repository", "notes on the repository"),
    Kind.STATIC: ("static file", "static files"),
    Kind.DEPENDENCY: ("file of other people's code", "files of other people's code"),
    Kind.OUTSIDE: ("file outside of the content", "files outside of the content"),
}


class Place(NamedTuple):
    """What a file is, and the generator of its site (empty without one)."""

    verdict: Verdict
    generator: str = ""

    @property
    def is_worked_on(self) -> bool:
        """Whether commands work on the file."""
        return self.verdict.kind in WORKED_ON


_POST: Final = Place(Verdict(Kind.POST, "it belongs to no site"))


class PassedOver:
    """How many files were passed over, by what they are."""

    def __init__(self) -> None:
        self.kinds: Counter[Kind] = Counter()
        self.formats: Counter[str] = Counter()
        self.folders: list[str] = []
        self.links = 0

    def __bool__(self) -> bool:
        return bool(self.kinds or self.formats or self.folders or self.links)

    def summary(self) -> str:
        """Return the counts in words: ``12 templates, 3 .mdx, _site/``."""
        parts = [
            f"{count:,} {_WORDS[kind][count != 1]}" for kind, count in self.kinds.most_common()
        ]
        parts += [f"{count:,} {name}" for name, count in self.formats.most_common()]
        shown = [f"{name}/" for name in self.folders[:3]]
        more = len(self.folders) - len(shown)
        if more:
            shown.append(f"{more:,} more {'folder' if more == 1 else 'folders'}")
        if self.links:
            word = "link to a folder" if self.links == 1 else "links to folders"
            shown.append(f"{self.links:,} {word}")
        return ", ".join([*parts, *shown])


class Folder:
    """A folder of a walk, as its site sees it."""

    __slots__ = ("_chooser", "_path", "_prefix", "site")

    def __init__(self, chooser: Chooser, path: Path, site: Site | None) -> None:
        self._chooser = chooser
        self._path = path
        self.site = site
        self._prefix = ""
        if site is not None and path != site.root:
            self._prefix = path.relative_to(site.root).as_posix() + "/"

    def why_closed(self, name: str) -> Verdict | None:
        """Return what a folder in this one is that is not to be looked into; None for others."""
        if self.site is None:
            return loose_folder(self._path, name, beside_sites=self._chooser.beside_sites)
        return self.site.closed(self._prefix + name)

    def closed(self, name: str) -> bool:
        """Tell whether a folder in this one is not to be looked into; it is counted then."""
        if self.why_closed(name) is None:
            return False
        self._chooser.passed.folders.append(name)
        return True

    def pass_link(self) -> None:
        """Count a link to a folder, which is not followed."""
        self._chooser.passed.links += 1

    def place(self, name: str) -> Place:
        """Return what a file in this folder is."""
        if (form := form_of_posts(name)) is not None:
            return Place(form, self.site.generator.value if self.site is not None else "")
        if self.site is None:
            if self._chooser.beside_sites and (found := repository_file(name)):
                return Place(found)
            found = loose_file(self._path, name)
            return _POST if found is None else Place(found)
        verdict = self.site.judge(self._prefix + name, read_head(self._path / name))
        return Place(verdict, self.site.generator.value)

    def take(self, name: str, *, included: bool) -> Place | None:
        """Return what a file is where it is worked on; count it and return None where not.

        Args:
            name: the file's name.
            included: whether its ending is among those that are read.
        """
        last = ending(name)
        if not included and last not in OTHER_FORMATS:
            return None
        place = self.place(name)
        passed = self._chooser.passed
        if not place.is_worked_on:
            if included or last in _MARKED_UP:
                passed.kinds[place.verdict.kind] += 1
            return None
        site = self.site
        read = (
            included
            if site is None
            else last not in site.unread and (included or last in site.formats)
        )
        if not read:
            passed.formats[last] += 1
            return None
        return place


_MARKED_UP: Final = frozenset((".mdx",))


class Chooser:
    """What the files of one run are; see `PassedOver` for those it does not work on."""

    def __init__(self) -> None:
        self.passed = PassedOver()
        self.beside_sites = False
        self.config_files: set[Path] = set()
        self._ignored: Site | None = None

    def start(self, root: str) -> None:
        """Begin the walk of a folder that was named.

        One that lies outside of its site's content altogether is what it would be without a site.
        """
        path = _absolute(root)
        site = find_site(path)
        self._ignored = None
        self.beside_sites = site is None and _holds_sites(path)
        if site is not None and path != site.root:
            relative = path.relative_to(site.root).as_posix()
            verdict = site.judge(f"{relative}/page.md", read_head(path / "\0"))
            if verdict.kind is Kind.OUTSIDE and not site.holds(relative):
                self._ignored = site

    def faults(self) -> Iterator[str]:
        """Yield which configuration files of the sites seen cannot be parsed, and why."""
        for path in sorted(self.config_files):
            if fault := fault_in(path):
                name = _relative(str(path))
                yield f"{name} cannot be parsed, so its settings are not known: {fault}"

    def folder(self, path: str) -> Folder:
        """Return a folder of the walk."""
        absolute = _absolute(path)
        site = find_site(absolute)
        if site is not None:
            self.config_files.add(site.root / site.config_file)
        return Folder(self, absolute, None if site is self._ignored else site)

    def named(self, path: str, *, strict: bool = False) -> Place:
        """Return what a file is that was named by hand.

        Args:
            path: the file.
            strict: whether nobody chose the file (a hook names all of a commit): what lies outside
                of a site's content is passed over then, and notes on the repository everywhere.
        """
        place = place_of(path)
        if (unread := _unread(path)) is not None:
            return Place(unread, place.generator)
        if strict:
            if place.generator or (found := repository_file(_relative(path))) is None:
                return place
            return Place(found)
        return _POST if place.verdict.kind is Kind.OUTSIDE else place


def place_of(path: str) -> Place:
    """Return what a file is to the site it lies in."""
    absolute = _absolute(path)
    site = find_site(absolute.parent)
    if site is None:
        return _POST
    relative = absolute.relative_to(site.root).as_posix()
    parts = relative.split("/")
    for depth in range(1, len(parts)):
        closed = site.closed("/".join(parts[:depth]))
        if closed is not None:
            return Place(closed, site.generator.value)
    verdict = form_of_posts(relative) or site.judge(relative, read_head(absolute))
    return Place(verdict, site.generator.value)


def _relative(path: str) -> str:
    return os.path.relpath(path).replace(os.sep, "/")


def _unread(path: str) -> Verdict | None:
    """Return the verdict on a file in a format that is not read; MDX is left as it is anyway."""
    last = ending(path)
    site = find_site(_absolute(path).parent)
    if last in OTHER_FORMATS - _MARKED_UP or (site is not None and last in site.unread):
        return Verdict(Kind.STATIC, f"{last} is a format that is not read")
    return None


def _absolute(path: str) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 (links stay as they were named)


def _holds_sites(folder: Path, depth: int = 2) -> bool:
    try:
        entries = [entry for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return False
    if any(site_in(folder / entry.name) is not None for entry in entries[:200]):
        return True
    deep = depth > 1 and [Path(entry.path) for entry in entries[:50] if entry.name[0] != "."]
    return any(_holds_sites(one, depth - 1) for one in deep or ())
