"""Which files a command works on, and the count of those it passes over."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy, wordlist
from newskit.markup.elements import WHOLE_PAGE
from newskit.post import Kind
from newskit.site.find import find_site, site_in
from newskit.site.forms import FORM_FOLDERS, form_of_notes, form_of_posts
from newskit.site.head import is_dated_name, read_head
from newskit.site.model import (
    OTHER_FORMATS,
    WORKED_ON,
    Site,
    Verdict,
    dependency,
    ending,
    fault_in,
    repository_file,
)

# What is not a post though it lies in no site: templates, dependencies, built output, notes.
#
# A folder that belongs to no site holds posts; what tells otherwise stands in the file itself or
# beside it.

_PROJECT: Final = frozenset(
    wordlist(
        """
        .git package.json Gemfile Makefile Rakefile pyproject.toml requirements.txt setup.py
        Cargo.toml go.mod composer.json stack.yaml deno.json Project.toml
        """
    )
)
"""What lies at the top of a project and not of a folder of posts."""

_OUTPUTS: Final = frozenset(
    ("_site", "public", "output", "dist", "build", "_build", "out", "htmlcov", ".deploy_git")
)
_TESTS: Final = frozenset(("test", "tests", "__tests__", "spec", "fixtures", "testdata"))
_ERROR_PAGE: Final = lazy(r"(?:40[0-9]|50[0-9]|offline)\.html?", re.IGNORECASE)
_FILLED: Final = lazy(
    r"\{\{|<%|%(?:\w+%|[sd])\Z|(?:your|the) (?:(?:post|page|article) )?title\b|title here\Z",
    re.IGNORECASE,
)
_PROGRAM: Final = lazy(r"\s*\{%-?\s*(?:load|extends|import|from|macro|autoescape|set)\b")
_CODE: Final = lazy(
    r"\s*(?:import\b[^\n;]*['\"][^\n]*['\"];?[ \t]*\r?\n|#include[ \t]*[<\"]|#!/|<\?php\b"
    r"|(?:export[ \t]+)?(?:const|let|var|function)[ \t]+[\w$]+[ \t]*[=(])"
)
_LIBRARIES: Final = frozenset(("lib", "libs", "libraries", "third_party", "plugins"))
_OF_PACKAGES: Final = frozenset(("package.json", "bower.json", "composer.json"))
_VENDORED: Final = ("autoload.php", "modules.txt", "bundle")
_NOTES: Final = lazy(
    r"(?:readme|licen[cs]e|changelog|contributing|copying|code[-_]of[-_]conduct|notice)\b.*",
    re.IGNORECASE,
)
_APP: Final = lazy(r"<script\b(?=[^<>]*\btype=[\"']?module\b)[^<>]*\bsrc=", re.IGNORECASE)
_UNSEEN: Final = lazy(
    r"<!--.*?-->|<(script|style|noscript|template|svg)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_SHOWING: Final = lazy(r"<(?:img|iframe|video|audio|picture|object|embed)\b", re.IGNORECASE)


def loose_folder(parent: Path, name: str, *, beside_sites: bool) -> Verdict | None:
    """Return what a folder outside of all sites is that is not to be looked into; else None.

    Args:
        parent: the folder it lies in.
        name: its name.
        beside_sites: whether the walk began at a folder that holds sites.
    """
    found = dependency(name)
    if found is not None:
        return found
    if name == "vendor" and any(os.path.lexists(parent / name / one) for one in _VENDORED):
        return Verdict(Kind.DEPENDENCY, "vendor/ holds other people's code")
    if name in _LIBRARIES and _holds_libraries(parent / name):
        return Verdict(Kind.DEPENDENCY, f"{name}/ holds other people's code")
    if beside_sites and name in _TESTS:
        return Verdict(Kind.OUTSIDE, f"{name}/ holds what a program is tested with")
    if os.path.lexists(parent / name / "_next" / "static"):
        return Verdict(Kind.OUTPUT, f"built pages: {name}/ holds the _next/ of Next.js")
    if name in _OUTPUTS and _is_project(parent) and _is_built(parent / name):
        return Verdict(
            Kind.OUTPUT, f"built pages: {name}/ has an index.html, beside a project's files"
        )
    return None


def _holds_libraries(folder: Path) -> bool:
    """Tell whether a folder's folders are packages: each with a note or a list of its own."""
    try:
        packages = [entry.path for entry in os.scandir(folder) if entry.is_dir()][:20]
        named = [{one.name.lower() for one in Path(package).iterdir()} for package in packages]
    except OSError:
        return False
    return bool(named) and all(
        any(name in _OF_PACKAGES or name.startswith(("license", "readme")) for name in names)
        for names in named
    )


def loose_file(folder: Path, name: str) -> Verdict | None:
    """Return what a file outside of all sites is that is not a post; None for a post."""
    last = ending(name)
    if last in {".html", ".htm"}:
        page = _page(folder, name)
        if page is not None:
            return page
    elif last in {".md", ".markdown"} and _is_program(folder / name):
        return Verdict(Kind.TEMPLATE, "text with the code of a template, without front matter")
    elif last == ".txt" and _CODE.match(read_head(folder / name).text):
        return Verdict(Kind.DATA, "the code of a program")
    elif (form := form_of_notes(folder, read_head(folder / name))) is not None:
        return form
    elif _is_form(folder / name):
        return Verdict(Kind.TEMPLATE, "a form of new posts: its values are filled in later")
    note = repository_file(name)
    if note is None or not _is_project(folder):
        return None
    if note.kind is Kind.README and _NOTES.fullmatch(name) is None and not name[:4].isupper():
        return None
    return note if read_head(folder / name).front_matter is None else None


def _page(folder: Path, name: str) -> Verdict | None:
    """Return what an HTML file is that is not a post."""
    head = read_head(folder / name)
    bare = head.front_matter is None
    if head.is_templated and bare and not is_dated_name(name):
        return Verdict(Kind.TEMPLATE, "HTML with the code of a template, without front matter")
    if _ERROR_PAGE.fullmatch(name) and _is_project(folder):
        return Verdict(Kind.TEMPLATE, "an error page")
    if bare and _is_frame(head.text):
        return Verdict(Kind.TEMPLATE, "the frame of a program: a script makes what it shows")
    return None


def _is_program(path: Path) -> bool:
    """Tell whether a file begins with the code of a template of a program: Django's, Jinja's."""
    head = read_head(path)
    return _PROGRAM.match(head.text) is not None and head.front_matter is None


def _is_form(path: Path) -> bool:
    """Tell whether the title or the date of a file is a placeholder of a template."""
    if path.parent.name.lower() not in FORM_FOLDERS:
        return False
    keys = read_head(path).keys
    return any(_FILLED.match(keys.get(key, "")) for key in ("title", "date"))


def _is_frame(text: str) -> bool:
    """Tell whether a whole page shows nothing, and states no article, before its script has run."""
    if _APP.search(text) is None or "application/ld+json" in text:
        return False
    start = re.search(r"<body\b[^<>]*>", text, re.IGNORECASE)
    if start is None or re.search(r"</body\s*>", text, re.IGNORECASE) is None:
        return False
    body = _UNSEEN.sub("", text[start.end() :])
    return _SHOWING.search(body) is None and not re.sub(r"<[^<>]*>", "", body).strip()


@lru_cache(maxsize=1024)
def _is_project(folder: Path) -> bool:
    return any(os.path.lexists(folder / one) for one in _PROJECT)


@lru_cache(maxsize=1024)
def _is_built(folder: Path) -> bool:
    head = read_head(folder / "index.html")
    return WHOLE_PAGE.match(head.text) is not None and head.front_matter is None


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
        head = read_head(self._path / name)
        verdict = form_of_notes(self._path, head) or self.site.judge(self._prefix + name, head)
        return Place(verdict, self.site.generator.value)

    def take(self, name: str, *, included: bool) -> Place | None:
        """Return what a file is where it is worked on; count it and return None where not."""
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
    head = read_head(absolute)
    verdict = form_of_posts(relative) or form_of_notes(absolute.parent, head)
    verdict = verdict or site.judge(relative, head)
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
