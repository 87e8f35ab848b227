"""What is not a post in any site: the repository's own files, dependencies, other formats."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from newskit.lazy import lazy
from newskit.post import Kind
from newskit.site.model import Head, Verdict

# Which folders hold posts: those whose files are dated, as generators' own lists take them.

_SAMPLE: Final = 40
_TEXT: Final = (".md", ".markdown", ".mdx", ".html", ".htm", ".mkd", ".mdown")
_NOT_LOOKED_INTO: Final = frozenset(("node_modules", ".git"))


@lru_cache(maxsize=4096)
def holds_dated(folder: Path) -> tuple[int, int]:
    """Return how many of the first files of text below a folder are dated, and how many there are.

    Section indexes and files without front matter do not count; forty files are looked at.
    """
    dated = total = 0
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _NOT_LOOKED_INTO)
        for name in sorted(names):
            if not name.lower().endswith(_TEXT) or name.startswith("_index."):
                continue
            head = Head(Path(base, name))
            if head.front_matter is None:
                continue
            total += 1
            dated += head.is_dated
            if total >= _SAMPLE:
                return dated, total
    return dated, total


OTHER_FORMATS: Final = frozenset(
    (
        ".mdx",
        ".rst",
        ".rest",
        ".adoc",
        ".asciidoc",
        ".asc",
        ".org",
        ".textile",
        ".wiki",
        ".mediawiki",
        ".creole",
        ".pod",
        ".rmd",
        ".qmd",
        ".rmarkdown",
        ".ipynb",
        ".typ",
        ".lr",
    )
)
"""Endings of posts in formats that are not read."""

DEPENDENCIES: Final = frozenset(
    (
        *("node_modules", "bower_components", "vendor", "venv", "__pycache__", "site-packages"),
        *("Pods", "Carthage"),
    )
)
_DOCUMENTS = lazy(
    r"(?:readme|licen[cs]e|copying|changelog|changes|history|contributing|contributors|authors"
    r"|code[-_]of[-_]conduct|security|support|governance|maintainers|codeowners|notice|todo"
    r"|upgrading|funding|pull_request_template|issue_template|claude|agents|gemini|translation"
    r"|documentation|install|roadmap|style[-_]?guide|writing[-_]guide)"
    r"(?:[-._][\w-]{1,12})?(?:\.(?:md|markdown|mkd|txt|html?|rst|adoc|org))?",
    re.IGNORECASE,
)
_PATTERN = lazy(
    r"y{4}[-_.]?m{2}[-_.]?d{2}(?![A-Za-z])"
    r"|[-_]*(?:(?:blog[-_]?)?post|article|news|episode|issue)[-_]template\.\w+\Z",
    re.IGNORECASE,
)
_LISTS = lazy(
    r"(?:(?:dev-|test-|docs-)?requirements(?:[-_.]\w+)?|constraints(?:[-_.]\w+)?|runtime|robots|humans|ads"
    r"|app-ads|security|llms(?:-full)?|keybase|manifest|version|cmakelists|google[0-9a-f]{8,}"
    r"|baidu_verify_\w+|yandex_[0-9a-f]+|cname)\.(?:txt|html)",
    re.IGNORECASE,
)


def form_of_posts(path: str) -> Verdict | None:
    """Return the verdict on a form of posts (``YYYY-MM-DD-title.md``, ``post-template.md``)."""
    if _PATTERN.match(path[path.rfind("/") + 1 :]) is None:
        return None
    return Verdict(Kind.TEMPLATE, "a form of new posts, by its name")


def ending(path: str) -> str:
    """Return the ending of a file's name in small letters, with its dot."""
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def below(path: str, folder: str) -> bool:
    """Tell whether a path is `folder` or lies below it; ``.`` holds everything."""
    return folder in {"", "."} or path == folder or path.startswith(folder + "/")


def repository_file(path: str) -> Verdict | None:
    """Return the verdict on a file that speaks of a repository, not in it; None for others."""
    name = path.rpartition("/")[2]
    if _LISTS.fullmatch(name) or name.endswith(".LICENSE.txt"):
        return Verdict(Kind.DATA, "a file for programs, not for readers")
    if path.endswith(".txt") and ("/" + path).rpartition("/")[0].endswith("/requirements"):
        return Verdict(Kind.DATA, "a list of packages")
    if path.startswith(".github/") or "/.github/" in path:
        return Verdict(Kind.README, "a form or note of the repository's service")
    if _DOCUMENTS.fullmatch(name):
        return Verdict(Kind.README, "a note on the repository")
    return None


def dependency(folder: str) -> Verdict | None:
    """Return the verdict on a folder of other people's code; None for others."""
    name = folder.rpartition("/")[2]
    if name in DEPENDENCIES and name != "vendor":
        return Verdict(Kind.DEPENDENCY, f"{name}/ holds other people's code")
    return None
