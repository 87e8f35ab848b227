"""Which renderer a body was written for, when nobody says."""

from __future__ import annotations

import re

from newskit.config.convert import Dialect

__all__ = ["guess_dialect"]

_HUGO = re.compile(r"\{\{[<%]")
_JEKYLL = re.compile(r"\{%|\{::|\n\{:|\A\{:")
_JEKYLL_PATH = re.compile(
    r"(?:^|/)(?:_posts|_drafts|_i18n)/|(?:^|/)\d{4}-\d\d-\d\d-[^/]*\.(?:md|markdown)$"
)
_HUGO_PATH = re.compile(r"(?:^|/)content/")
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
# In Markdown an indented tag is code; what is piped in is likelier HTML cut out of a page.
_CUT_OUT = re.compile(r"(?:[ \t]*\n)*(?: {4}|\t)\s*<[a-zA-Z]")


def guess_dialect(body: str, path: str) -> Dialect:
    """Guess the dialect from the file's ending, the body itself and the path.

    A whole page is HTML whatever its file is called, and so is a fragment on standard input that
    begins with an indented tag and ends with one.
    """
    if path.lower().endswith((".html", ".htm", ".xhtml")) or _PAGE.match(body):
        return Dialect.HTML
    if path == "-" and _CUT_OUT.match(body) and body.rstrip().endswith(">"):
        return Dialect.HTML
    coded = "{" in body
    if coded and _HUGO.search(body):
        return Dialect.COMMONMARK
    if (coded and _JEKYLL.search(body)) or _JEKYLL_PATH.search(path):
        return Dialect.KRAMDOWN
    return Dialect.COMMONMARK if _HUGO_PATH.search(path) else Dialect.KRAMDOWN
