"""Whether the post that a link names exists: among the posts seen, or on disk."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path, PurePosixPath

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.patterns import is_ignored
from newskit.site.find import find_site
from newskit.site.model import repository_file
from newskit.validate.archive.facts import Asked
from newskit.validate.archive.store import FactStore
from newskit.validate.body import mask_code

_ROOTS = {"post_url": frozenset(("_posts", "_drafts")), "ref": frozenset(("content",))}
KINDS = frozenset((*_ROOTS, "relative"))
"""Of links: two that name a post of the site, and one that names a file."""
MOST_ASKED = 10_000
"""Comparing the posts again is as quick as looking for more files than that."""
_MAX_FILES = 300_000
_MOST_KEPT = 100_000
_BATCH = 1000
_NAMES = "CREATE TABLE name (name BLOB PRIMARY KEY) WITHOUT ROWID"
_NAME = "SELECT 1 FROM name WHERE name = ?"


class Targets:
    """Looks for the targets of links; what was looked for on disk is noted in the store."""

    def __init__(self, store: FactStore) -> None:
        self.disk = Disk()
        self.store = store
        self.named = False
        self.asked = "", False

    def has(self, kind: str, target: str, path: str) -> bool:
        """Tell whether the target of a link in the post `path` exists."""
        if kind != "relative" and any(map(self._is_post, _sought(kind, target))):
            return True
        there = self.disk.has(kind, target, path)
        if len(self.store.asked) <= MOST_ASKED:
            self.store.asked.append(Asked(kind, target, path, there))
        if there or kind != "relative":
            return there
        # Obsidian and Quartz find a note by its name, wherever it lies.
        name = PurePosixPath(target.partition("#")[0]).name
        return name.lower() not in _IN_EVERY_FOLDER and self._is_post(name) and self._is_note(path)

    def _is_note(self, path: str) -> bool:
        """Tell whether a post is a note of a vault; many links of a post may ask in turn."""
        if path != self.asked[0]:
            self.asked = path, is_note_of_vault(path)
        return self.asked[1]

    def _is_post(self, name: str) -> bool:
        if not self.named:
            self._read_names()
        found = self.store.database.execute(_NAME, (name.encode("utf-8", "surrogatepass"),))
        return found.fetchone() is not None

    def _read_names(self) -> None:
        """Note the names of all posts: most archives have no links that ask for them."""
        self.named = True
        self.store.database.execute(_NAMES)
        paths = (row[0] for row in self.store.rows("SELECT path FROM post"))
        names = (
            (name.encode("utf-8", "surrogatepass"),)
            for path in paths
            if isinstance(path, bytes)
            for name in _names(path.decode("utf-8", "surrogatepass"))
        )
        while batch := tuple(islice(names, _BATCH)):
            self.store.database.executemany("INSERT OR IGNORE INTO name VALUES (?)", batch)


class Disk:
    """Looks for the targets of links on disk; folders are listed once."""

    def __init__(self) -> None:
        self.listed: dict[str, set[str] | None] = {}
        self.translated: dict[str, frozenset[str]] = {}

    def has(self, kind: str, target: str, path: str) -> bool:
        """Tell whether the disk has the target of a link in the post `path`.

        Where the post has no place on disk (standard input, a record), every target does.
        """
        source = Path(path)
        if not source.is_file():
            return True
        if kind == "relative" and target.startswith("@/"):
            # Zola's way to say: from the folder of the content on.
            root = self._root(source, "ref")
            return root is None or Path(root, target[2:].partition("#")[0]).exists()
        if kind == "relative":
            place = source.parent / target
            if repository_file(target) is not None and ".." in target:
                return True  # a note of the repository that the post was copied from
            return (
                place.exists()
                or "%" in target
                or "{" in target
                or is_ignored(place)
                or self._is_translated(place)
                or _is_found_by_docusaurus(source, target)
            )
        name = PurePosixPath(target).name
        root = self._root(source, kind)
        folder = target.lstrip("/").partition("/")[0]
        if root is None or (folder != name and not Path(root, folder).is_dir()):
            # A part of the site that is not here: what it holds is not known.
            return True
        names = self._names_below(root)
        return names is None or not names.isdisjoint(_sought(kind, target))

    def _names_below(self, root: str) -> set[str] | None:
        if root not in self.listed:
            self.listed[root] = _listing(root)
            # What was listed first is needed least: links come in the order of the posts.
            while len(self.listed) > 1 and sum(map(_size, self.listed.values())) > _MOST_KEPT:
                del self.listed[next(iter(self.listed))]
        return self.listed[root]

    def _is_translated(self, place: Path) -> bool:
        """Tell whether a page is there with a language in its name: ``page.de.md`` for ``page.md``.

        So MkDocs's plug-in static-i18n keeps translations; the links name none.
        """
        folder = str(place.parent)
        if folder not in self.translated:
            self.translated[folder] = _translated_in(folder)
        return place.name in self.translated[folder]

    def _root(self, source: Path, kind: str) -> str | None:
        """The site's folder of posts; for Jekyll, its parent, because collections link too."""
        for folder in source.absolute().parents:
            if folder.name in _ROOTS[kind]:
                return str(folder.parent if kind == "post_url" else folder)
        return None


def is_note_of_vault(path: str) -> bool:
    """Tell whether a post is a note of Obsidian, by its folders or by a link of its kind."""
    source = Path(path)
    marks = (".obsidian", "quartz.config.ts")
    if any((folder / mark).exists() for folder in source.absolute().parents for mark in marks):
        return True
    try:
        text = source.read_text("utf-8", "replace")
    except OSError:
        return False
    # Shells and programs write brackets, too.
    return _NOTE_LINK.search(mask_code(text, indented=True)) is not None if "[[" in text else False


_IN_EVERY_FOLDER = frozenset(("index.md", "_index.md", "readme.md"))
_NOTE_LINK = lazy(r"\[\[(?<!\\\[\[)[^\[\]\s][^\[\]\n]*\]\](?![(\[])")


def folder_of(path: str, target: str) -> str:
    """Return the folder that a relative link of the post `path` leads into."""
    return os.path.normpath(Path(path).parent / target.partition("#")[0] / "..")


def missing_folder(path: str, target: str) -> str:
    """Return the folder that a link of the post `path` leads into; nothing where it is there."""
    folder = folder_of(path, target)
    return "" if Path(folder).is_dir() else folder


def _translated_in(folder: str) -> frozenset[str]:
    """Return the names of pages that a folder has in some language: ``page.md``, ``page.de.md``."""
    try:
        names = [place.name for place in Path(folder).iterdir()]
    except (OSError, ValueError):
        return frozenset()
    parts = (name.rsplit(".", 2) for name in names)
    return frozenset(
        f"{part[0]}.{part[2]}" for part in parts if len(part) == 3 and _LANGUAGE.fullmatch(part[1])
    )


def _is_found_by_docusaurus(source: Path, target: str) -> bool:
    """Tell whether Docusaurus finds a file from the folder of the content, or of the original.

    Docusaurus tries the folder of the page, the folders of the content, and the site's.
    """
    site = find_site(source.absolute().parent)
    if site is None or site.generator is not Generator.DOCUSAURUS:
        return False
    relative = source.absolute().relative_to(site.root)
    original = _TRANSLATION.sub(_original, relative.as_posix(), count=1)
    folders = [folder for path in (relative, Path(original)) for folder in path.parents]
    return any((site.root / folder / target).exists() for folder in folders)


def _original(match: re.Match[str]) -> str:
    """The folder that a folder of Docusaurus's translations translates."""
    kind, version = match["kind"], match["version"]
    if kind == "docs":
        return f"versioned_docs/{version}/" if version and version != "current" else "docs/"
    return "src/pages/" if kind == "pages" else f"{kind}/"


_LANGUAGE = lazy(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_TRANSLATION = lazy(
    r"\Ai18n/[^/]+/docusaurus-plugin-content-(?P<kind>docs|blog|pages)[^/]*/"
    r"(?:(?P<version>current|version-[^/]+)/)?"
)


def _sought(kind: str, target: str) -> tuple[str, ...]:
    """The names by which a link's target is looked for.

    Hugo's `ref` finds the bundle ``bridge/index.md`` by ``bridge.md`` (0.111.3 run), and a
    translation, ``bridge.fr.md``, by the name without its language.
    """
    name = PurePosixPath(target).name
    return (name, PurePosixPath(name).stem) if kind == "ref" else (name,)


def _names(path: str) -> tuple[str, ...]:
    """The names by which links find a file: with and without ending and language, its bundle's."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    dot = name.rfind(".")
    if not 0 < dot < len(name) - 1:
        return (name,)
    stem = name[:dot]
    plain, _, language = stem.rpartition(".")
    if plain and _LANGUAGE.fullmatch(language):
        return name, stem, _bundle(folder, plain)
    return name, _bundle(folder, stem)


def _bundle(folder: str, stem: str) -> str:
    """The name of a page: its folder's where the file is the page of its folder."""
    return folder.rpartition("/")[2] if stem in {"index", "_index"} and folder else stem


def _size(names: set[str] | None) -> int:
    return len(names or ())


def _listing(root: str) -> set[str] | None:
    """What lies below a folder; None when there is too much to tell."""
    names: set[str] = set()
    for _, folders, files in os.walk(root):
        folders[:] = [folder for folder in folders if folder != ".git"]
        for name in files:
            names.update(_names(name))
        names.update(folders)
        if len(names) > _MAX_FILES:
            return None
    return names
