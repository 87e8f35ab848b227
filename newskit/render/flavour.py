"""Which Markdown a site's renderer reads, beyond CommonMark."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from newskit.lazy import lazy

__all__ = ["Flavour", "flavour_of", "needs_more"]


class Flavour(StrEnum):
    """The Markdown of a site's renderer.

    Attributes:
        KRAMDOWN: Jekyll's, with its parser for GFM.
        GOLDMARK: Hugo's.
        MARKED: Hexo's; a line end is a break.
        GFM: GitHub's.
        MDX: Markdown with JSX in it, as Docusaurus reads it.
        PYTHON: Python-Markdown with its `extra` extensions, as Pelican sets it up.
        ANY: not known; what several of them read alike counts.
    """

    KRAMDOWN = "kramdown"
    GOLDMARK = "goldmark"
    MARKED = "marked"
    GFM = "gfm"
    MDX = "mdx"
    PYTHON = "python-markdown"
    ANY = "any"


_GENERATORS: Final = {
    "jekyll": Flavour.KRAMDOWN,
    "hugo": Flavour.GOLDMARK,
    "hexo": Flavour.MARKED,
    "pelican": Flavour.PYTHON,
    "mkdocs": Flavour.PYTHON,
    "docusaurus": Flavour.MDX,
    "eleventy": Flavour.ANY,
}
_JEKYLL_PATH: Final = lazy(r"(?:^|/)(?:_posts|_drafts|_i18n)/")
_HEXO_PATH: Final = lazy(r"(?:^|/)source/_(?:posts|drafts)/")
_HUGO_PATH: Final = lazy(r"(?:^|/)content/")
_SHORTCODE: Final = lazy(r"\{\{[<%]")

# What cmark does not read as the sites' renderers do. A post without any of it, as most are,
# is rendered by cmark: a hundred times as fast, and the same HTML.
_COMMON = (
    r"\[\^[^\]\s]+\]"  # a footnote
    r"|^ {0,3}:[ \t]+\S"  # a definition
    r"|^#.*\{[^{}\n]*\}[ \t]*$|\}[ \t]*\n(?:=+|-+)[ \t]*$"  # attributes of a heading
)
_ATTRIBUTES = r"|\{:"
_ABBREVIATION = r"|^ {0,3}\*\[[^\]\n]+\]:"
_TABLE = r"|^ {0,3}\S.*\|"
_TILDES = r"|(?<!~)~(?!~)[^~\n]*[^~\s]~(?!~)"  # struck through on GitHub, not by kramdown
_TAG = r"|</?[A-Za-z][\w-]*:\w"  # a name with a colon
_EMPHASIS = (  # that CommonMark does not see, for the punctuation at its edges
    r"|[。，、：；？！）」』】》〉”’…),.:;?!%]\*+[^\W\d_]|\w[\"'\]]\*+[^\W\d_]|\w\*+[（「『【《〈“‘(]"
)
_SPANS = (
    r"|\\[/,;?@&%^]"  # backslashes that are shown
    r"|(?<!`)`(?!`)[^`\n]*``(?!`)"  # code that ends within a run of marks
)
_MORE: Final = {
    Flavour.KRAMDOWN: re.compile(
        _COMMON + _ATTRIBUTES + _ABBREVIATION + _TABLE + _TILDES + _TAG + _EMPHASIS + _SPANS,
        re.MULTILINE,
    ),
    Flavour.GOLDMARK: re.compile(_COMMON, re.MULTILINE),
    Flavour.MARKED: re.compile(r"\[\^[^\]\s]+\]|[^\n]\n[^\n]" + _TAG, re.MULTILINE),
    Flavour.GFM: re.compile(r"\[\^[^\]\s]+\]", re.MULTILINE),
    Flavour.MDX: re.compile(_COMMON, re.MULTILINE),
    Flavour.PYTHON: re.compile(
        _COMMON + _ATTRIBUTES + _ABBREVIATION + _TAG + _EMPHASIS + r"|\\[/,;?@&%^\"'$:<=|~]",
        re.MULTILINE,
    ),
    Flavour.ANY: re.compile(_COMMON + _ATTRIBUTES + _ABBREVIATION, re.MULTILINE),
}


def needs_more(markdown: str, flavour: Flavour) -> bool:
    """Tell whether a text may hold what CommonMark with GFM's tables does not read."""
    return _MORE[flavour].search(markdown) is not None


def flavour_of(path: str, body: str, generator: str = "") -> Flavour:
    """Return the flavour of the site's generator; without one, of what is usual where a post lies.

    Args:
        path: of the post, with ``/`` separators.
        body: its text; shortcodes are Hugo's.
        generator: of the site, as in `newskit.config.validate.Generator`; may be empty.
    """
    known = Flavour.MDX if path.endswith(".mdx") else _GENERATORS.get(generator)
    if known is not None:
        return known
    if _HEXO_PATH.search(path):
        return Flavour.MARKED
    if _JEKYLL_PATH.search(path):
        return Flavour.KRAMDOWN
    if _HUGO_PATH.search(path) or ("{{" in body and _SHORTCODE.search(body)):
        return Flavour.GOLDMARK
    return Flavour.ANY
