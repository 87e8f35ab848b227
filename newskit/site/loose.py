"""What is not a post though it lies in no site: templates, dependencies, built output, notes.

A folder that belongs to no site holds posts; what tells otherwise stands in the file itself or
beside it.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from newskit.lazy import lazy
from newskit.post import Kind
from newskit.site.common import dependency, ending, repository_file
from newskit.site.model import Verdict, is_dated_name, read_head

__all__ = ["loose_file", "loose_folder"]

_PROJECT: Final = frozenset(
    (
        ".git",
        "package.json",
        "Gemfile",
        "Makefile",
        "Rakefile",
        "pyproject.toml",
        "requirements.txt",
        "setup.py",
        "Cargo.toml",
        "go.mod",
        "composer.json",
        "stack.yaml",
        "deno.json",
        "Project.toml",
    )
)
"""What lies at the top of a project and not of a folder of posts."""

_OUTPUTS: Final = frozenset(
    ("_site", "public", "output", "dist", "build", "_build", "out", "htmlcov", ".deploy_git")
)
_TESTS: Final = frozenset(("test", "tests", "__tests__", "spec", "fixtures", "testdata"))
_FORMS: Final = frozenset(
    ("scaffolds", "archetypes", "templates", "_templates", "template", "models", "scripts", "tools")
)
_ERROR_PAGE: Final = re.compile(r"(?:40[0-9]|50[0-9]|offline)\.html?", re.IGNORECASE)
_FILLED: Final = lazy(
    r"\{\{|<%|%(?:\w+%|[sd])\Z|(?:your|the) (?:(?:post|page|article) )?title\b|title here\Z",
    re.IGNORECASE,
)
_PROGRAM: Final = lazy(r"\s*\{%-?\s*(?:load|extends|import|from|macro|autoescape|set)\b")
_CODE: Final = lazy(
    r"\s*(?:import\b[^\n;]*['\"][^\n]*['\"];?[ \t]*\r?\n|#include[ \t]*[<\"]|#!/|<\?php\b"
    r"|(?:export[ \t]+)?(?:const|let|var|function)[ \t]+[\w$]+[ \t]*[=(])"
)
_VENDORED: Final = ("autoload.php", "modules.txt", "bundle")
_NOTES: Final = re.compile(
    r"(?:readme|licen[cs]e|changelog|contributing|copying|code[-_]of[-_]conduct|notice)\b.*",
    re.IGNORECASE,
)
_WHOLE: Final = lazy(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
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
    if beside_sites and name in _TESTS:
        return Verdict(Kind.OUTSIDE, f"{name}/ holds what a program is tested with")
    if name in _OUTPUTS and _is_project(parent) and _is_built(parent / name):
        return Verdict(
            Kind.OUTPUT, f"built pages: {name}/ has an index.html, beside a project's files"
        )
    return None


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
    if path.parent.name not in _FORMS:
        return False
    keys = read_head(path).keys
    return any(_FILLED.match(keys.get(key, "")) for key in ("title", "date"))


def _is_frame(text: str) -> bool:
    """Tell whether a whole page shows nothing, and states no article, before its script has run."""
    if _APP.search(text) is None or "application/ld+json" in text:
        return False
    start = re.search(r"<body\b[^>]*>", text, re.IGNORECASE)
    if start is None or re.search(r"</body\s*>", text, re.IGNORECASE) is None:
        return False
    body = _UNSEEN.sub("", text[start.end() :])
    return _SHOWING.search(body) is None and not re.sub(r"<[^>]*>", "", body).strip()


@lru_cache(maxsize=1024)
def _is_project(folder: Path) -> bool:
    return any(os.path.lexists(folder / one) for one in _PROJECT)


@lru_cache(maxsize=1024)
def _is_built(folder: Path) -> bool:
    head = read_head(folder / "index.html")
    return _WHOLE.match(head.text) is not None and head.front_matter is None
