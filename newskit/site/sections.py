"""Which folders hold posts: those whose files are dated, as generators' own lists take them."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from newskit.site.model import Head

__all__ = ["holds_dated"]

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
