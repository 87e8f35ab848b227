"""Forms of new posts and notes: files that a person or a program fills in, and no posts."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from newskit.lazy import lazy
from newskit.post import Kind
from newskit.site.head import Head, read_head
from newskit.site.model import Verdict, below, folder_name, read_mapping, text_of

_SAMPLE: Final = 40
_PATTERN = lazy(
    r"y{4}[-_.]?m{2}[-_.]?d{2}(?![A-Za-z])"
    r"|[-_]*(?:(?:blog[-_]?)?post|article|news|episode|issue)[-_]template\.\w+\Z",
    re.IGNORECASE,
)

FORM_FOLDERS = frozenset(
    ("scaffolds", "archetypes", "templates", "_templates", "template", "models", "scripts", "tools")
)
"""Folders of forms of new posts, in small letters."""


def form_of_notes(folder: Path, head: Head) -> Verdict | None:
    """Return the verdict on a form that Obsidian fills in to make a note; None for others.

    Forms lie where the vault's settings say, or in a folder of that name where it, or most of
    what lies beside it, is filled in; anywhere, where nothing but names stand in its values.
    """
    named = folder.name.lower().endswith(("template", "templates"))
    if head.is_form or (named and (head.is_filled_in or _are_filled_in(folder))):
        return Verdict(Kind.TEMPLATE, "a form of new notes: its values are filled in later")
    if _is_of_vault(folder):
        return Verdict(Kind.TEMPLATE, "a form of new notes: the vault's settings name its folder")
    return None


@lru_cache(maxsize=4096)
def _are_filled_in(folder: Path) -> bool:
    """Tell whether two notes or more of a folder, and most of them, are filled in."""
    heads = [read_head(path) for path in sorted(folder.glob("*.md"))[:_SAMPLE]]
    filled = sum(head.is_filled_in for head in heads)
    return filled > 1 and filled * 2 > len(heads)


@lru_cache(maxsize=4096)
def _is_of_vault(folder: Path) -> bool:
    """Tell whether a vault of Obsidian takes a folder, or one that it lies in, for its forms."""
    for root in (folder, *folder.parents):
        if (root / ".obsidian").is_dir():
            path = folder.relative_to(root).as_posix()
            return any(below(path, one) for one in _forms_of_vault(root / ".obsidian"))
        if (root / ".git").exists():
            break
    return False


@lru_cache(maxsize=256)
def _forms_of_vault(settings: Path) -> tuple[str, ...]:
    """Return the folders of forms of a vault: of Obsidian's own templates, and of Templater."""
    named = (
        text_of(read_mapping(settings / name), key)
        for name, key in (
            ("templates.json", "folder"),
            ("plugins/templater-obsidian/data.json", "templates_folder"),
        )
    )
    return tuple(one for one in map(folder_name, named) if one != ".")


def form_of_posts(path: str) -> Verdict | None:
    """Return the verdict on a form of posts (``YYYY-MM-DD-title.md``, ``post-template.md``)."""
    if _PATTERN.match(path[path.rfind("/") + 1 :]) is None:
        return None
    return Verdict(Kind.TEMPLATE, "a form of new posts, by its name")
