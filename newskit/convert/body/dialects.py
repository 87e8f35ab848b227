"""Which renderer a body was written for, when nobody says."""

from __future__ import annotations

import re

from newskit.config.convert import Dialect

__all__ = ["guess_dialect"]

_HUGO = re.compile(r"\{\{[<%]")
_JEKYLL = re.compile(r"\{%|^\{:|\{::", re.MULTILINE)
_JEKYLL_PATH = re.compile(
    r"(?:^|/)(?:_posts|_drafts|_i18n)/|(?:^|/)\d{4}-\d\d-\d\d-[^/]*\.(?:md|markdown)$"
)
_HUGO_PATH = re.compile(r"(?:^|/)content/")


def guess_dialect(body: str, path: str) -> Dialect:
    """Guess the dialect from the file's ending, the body's template code and the path."""
    if path.lower().endswith((".html", ".htm", ".xhtml")):
        return Dialect.HTML
    if _HUGO.search(body):
        return Dialect.COMMONMARK
    if _JEKYLL.search(body) or _JEKYLL_PATH.search(path):
        return Dialect.KRAMDOWN
    return Dialect.COMMONMARK if _HUGO_PATH.search(path) else Dialect.KRAMDOWN
