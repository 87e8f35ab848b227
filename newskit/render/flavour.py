"""Which Markdown a site's renderer reads, beyond CommonMark."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from newskit.lazy import lazy
from newskit.markup.definitions import LABEL


class Flavour(StrEnum):
    """The Markdown of a site's renderer.

    Attributes:
        KRAMDOWN: Jekyll's, with its parser for GFM.
        GOLDMARK: Hugo's.
        MARKED: Hexo's; a line end is a break.
        GFM: GitHub's.
        MARKDOWN_IT: Eleventy's from 2 on: no block of code by indenting alone.
        MDX: Markdown with JSX in it, as Docusaurus reads it.
        PYTHON: Python-Markdown with its `extra` extensions, as Pelican sets it up.
        ANY: not known; what several of them read alike counts.
    """

    KRAMDOWN = "kramdown"
    GOLDMARK = "goldmark"
    MARKED = "marked"
    GFM = "gfm"
    MARKDOWN_IT = "markdown-it"
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
    "eleventy": Flavour.MARKDOWN_IT,
}
_JEKYLL_PATH: Final = lazy(r"(?:^|/)(?:_posts|_drafts|_i18n)/")
_HEXO_PATH: Final = lazy(r"(?:^|/)source/_(?:posts|drafts)/")
_HUGO_PATH: Final = lazy(r"(?:^|/)content/")
_SHORTCODE: Final = lazy(r"\{\{[<%]")

BLOCK_TAGS: Final = frozenset(
    (
        *("address", "article", "aside", "applet", "body", "blockquote", "caption", "col"),
        *("colgroup", "dd", "div", "dl", "dt", "fieldset", "figcaption", "footer", "form", "h1"),
        *("h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "head", "iframe"),
        *("legend", "menu", "li", "main", "map", "nav", "ol", "optgroup", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "th", "thead", "tfoot", "tr", "ul"),
    )
)
"""Elements whose tags kramdown takes for words within a line."""

# What cmark does not read as the sites' renderers do. A post without any of it, as most are,
# is rendered by cmark: a hundred times as fast, and the same HTML. A line is begun by the line end
# before it: the search skips to the next one, where `^` is tried at every character.
_FOOTNOTE = r"\[\^[^\]\s]{1,999}+\]"
_DEFINITION = r"\n {0,3}:[ \t]+\S"
_HEADING = r"^#.*\{[^{}\n]*\}[ \t]*$|\}[ \t]*\n(?:=+|-+)[ \t]*$"  # with attributes
_ATTRIBUTES = r"\{:"
_ABBREVIATION = rf"\n {{0,3}}\*{LABEL}"
_TABLE = r"\n {0,3}\S.*\|"
# One strikes through on GitHub, not by kramdown; between two of two, anything may stand.
_TILDES = r"(?<!~)~(?!~)(?:[^~\n]|\n(?![ \t]*\n))*+(?<![~\s])~(?!~)|~~(?=[^\w\s~])|[^\w\s~]~~(?!~)"
_BREAK = r"[^\n]\n[^\n]"
_TAG = r"</?[A-Za-z][\w-]*:\w"  # a name with a colon
_INNER = (  # of emphasis: words, code, links, and the end of a line
    r"(?:[^*_\n`<\[\\]|`[^`\n]*`|\[[^\[\]*_`<]*\](?:\([^()\s]*\))?|(?<=\w)_(?=\w)"
    r"|\n(?![ \t]*(?:\n|[-+>#|\d])))*"
)
_PLAIN_MARKS: Final = lazy(  # of emphasis, that kramdown and CommonMark pair alike; others are odd
    # Most characters begin none of it, which this tells before the kinds are tried.
    r"(?=[`~\\\]<{*_]|https?:|[ \t>](?<=^.))(?:"
    r"^(`{3,}|~{3,})[^\n]*\n.*?^\1|(?<!`)(`+)(?!`).*?(?<!`)\2(?!`)|\\.|\]\([^()\s]*\)|<[^<>]*>"
    r"|https?://[^\s)*]+|^[ \t>]*(?:[*_][ \t]*){3,}$|^[ \t>]*\*[ \t]|(?<=\s)[*_]+(?=\s)"
    r"|\{%[^%]*%\}|(?<=[^\W\d_])_+(?=[^\W_])"
    rf"|(?<![\w*\]])(\*\*?)(?=[^\s*_]){_INNER}(?<=[^\s*])\3(?![\w*\[])"
    rf"|(?<![\w*\]])(__?)(?=[^\s*_]){_INNER}(?<=[^\s_])\4(?![\w_\[])|(?P<odd>[*_]))",
    re.MULTILINE | re.DOTALL,
)
_FENCES: Final = lazy(r"^[ \t>]*(?:`{3}|~{3})", re.MULTILINE)
_DEEP_FENCE: Final = lazy(r"^(?: {4}|\t)[ \t]*(?:`{3,}|~{3,})[ \t]*$", re.MULTILINE)
_TAG_NAME: Final = lazy(r"<(/?)([A-Za-z][\w-]*)")
_BLOCK_TAG = (  # in a line of words, and end tags of what has no end
    r"^[ \t]*(?:[^\s<]|<(?:a|b|code|em|i|img|kbd|span|strong|sub|sup|u)\b)[^\n]*"
    rf"</?(?:{'|'.join(sorted(BLOCK_TAGS))})\b|</(?:br|img|input|source|link)\b"
)
_RAW_TAG = (  # around words that CommonMark reads, and kramdown does not
    r"<(?!/)(?!(?:a|abbr|b|big|button|cite|del|details|div|em|i|ins|p|pre|q|small|span|strong|sub"
    r"|sup|tt)\b)[A-Za-z][^\n<>]*>[^\n<]*[*_`\[]"
)
_EMPHASIS = (  # that CommonMark does not see, for the punctuation at its edges
    r"[。，、：；？！）」』】》〉”’…]\*+[^\W\d_]|\w\*+[（「『【《〈“‘]"
)
_BACKSLASH = r"\\[/,;?@&%^]"  # that is shown
_ONE_TILDE = r"(?<!~)~(?!~)[^~\n]*[^~\s]~(?!~)"  # strikes through on GitHub alone
_INDENTED = r"\n(?: {4}|\t)[ \t]*\S"
_INDENTED_MARKS = r"\n(?:[ \t]|[ \t]*>[ \t])[ \t>]*#{1,6}[ \t]"
_CODE = r"(?<!`)`(?!`)[^`\n]*``(?!`)"  # that ends within a run of marks
_ODD_MARK = r"(?:^|(?<=\s))`(?=\s)"  # of no code, between blanks
_MARK = r"(?:[*+-]|\d+\.)[ \t]"  # of an item
_CODE_LINE = r"(?: {4}|\t)[ \t]*+[^\s][^\n]*+\n"
_ODD_NUMBER = (  # in parentheses, behind words that are no item, or below another item
    rf"\n[ \t>]*+(?:{_MARK})?\d+\)[ \t]"
    rf"|\n[ \t]*+(?!{_MARK})[^\s][^\n]*+\n[ \t]*+(?!1\.)\d+\.[ \t]"
    rf"|\n([ \t]*+){_MARK}[^\n]*+\n\1[ \t]++(?!1\.)\d+\.[ \t]"
)
_NO_ITEM = r"\n(?:[ ]{0,3}(?:[*+-]|\d+\.)|[ \t]*#{1,6}[ \t#]*)$"  # marks without words
_ODD_INDENT = r"\n[ ]+\t"
_LAZY_CODE = (  # lines behind code that are not indented
    rf"\n[ \t]*+\n{_CODE_LINE}(?:{_CODE_LINE})*+ {{0,3}}(?!{_MARK}|[<{{])[^\s]"
)
_LAZY_MARKS = r"\n {0,3}>[^\n]*+\n {0,3}(?:`{3}|~{3}|[*_-]{3,}+[ \t]*$)"
_ODD_LINE = (  # that underlines more than one, or divides a paragraph
    r"^[^\s>#|-][^\n]*+\n[^\s|][^\n]*+\n[ \t]*+(?:-++|=++)[ \t]*+$"
    r"|\S\n {0,3}(?:\*{3,}+|_{3,}+)[ \t]*$"
)
_ODD_FENCE = (
    r"\n {0,3}(?:`{3,}+|~{3,}+)[ \t]*+[^\s`]++[ \t]++[^\s]|\n {0,3}`{3,}+[^\s`]++`\S*+[ \t]*+$"
)
_ODD_ADDRESS = (  # with escapes, blanks, three quotation marks; a name behind a blank
    r"\]\((?:[^)\\\x00-\x1f]|\\[^()\n]){0,500}+(?:\\[()]|[\x00-\x08\x0b-\x1f])"
    r"|\]\([^\n\"()]*+\"[^\"\n]*+\"[^\"\n)]*+\"|\]\([ \t]*+[^\s()]++[ \t]++[^\s\"')]"
    r"|\][ \t]*+\n?[ \t]++\[|\]\n\[|\]\([^()\s\"']++\n[^()\n]*+\)"
)
_ODD_DEFINITION = (
    r"\n[ \t>]*+(?:[*+-][ \t]|\d+\.[ \t])?[ \t]*+\[[^\]\n^]+\]:[ \t]*[^\s<>][^<>\n]*[ \t][^\"'\s(]"
)
_MAIL = r"<mailto:"
_ODD_VALUE = (
    r"<[A-Za-z][^<>=]*+(?:=[ \t]*+(?:\"[^\"]*+\"|'[^']*+'|\w++(?=[\s>/]))[^<>=]*+)*+=[ \t]*+[^<>]"
)
_INSTRUCTION = r"<[?!](?!--)"  # that is words
_FAR_TAG = r"<[^\W\da-zA-Z_]"  # whose name is of another script
# A text without one of its signs has none of it; to look for signs takes a fraction of the time.
_SIGNS: Final = (
    (_FOOTNOTE, ("[^",)),
    (_DEFINITION, ("\n",)),
    (_HEADING, ("{",)),
    (_ATTRIBUTES, ("{:",)),
    (_ABBREVIATION, ("*[",)),
    (_TABLE, ("|",)),
    (_TILDES, ("~",)),
    (_BREAK, ("\n",)),
    (_TAG, ("<",)),
    (_EMPHASIS, ("*",)),
    (_BACKSLASH, ("\\",)),
    (_BLOCK_TAG, ("<",)),
    (_RAW_TAG, ("<",)),
    (_CODE, ("``",)),
    (_ODD_MARK, ("` ", "`\n", "`\t")),
    (_ONE_TILDE, ("~",)),
    (_INDENTED, ("\n    ", "\n\t")),
    (_INDENTED_MARKS, (" #",)),
    (_ODD_NUMBER, (". ", ") ", ".\t")),
    (_NO_ITEM, ("*\n", "-\n", "+\n", ".\n", "#\n", "# ")),
    (_ODD_INDENT, (" \t",)),
    (_LAZY_CODE, ("\n    ", "\n\t")),
    (_LAZY_MARKS, (">",)),
    (_ODD_LINE, ("\n---", "\n===", "\n***", "\n___", "\n-\n", "\n--\n", "\n=")),
    (_ODD_FENCE, ("```", "~~~")),
    (_ODD_ADDRESS, ("](", "] ", "]\n")),
    (_ODD_DEFINITION, ("]:",)),
    (_MAIL, (_MAIL,)),
    (_INSTRUCTION, ("<?", "<!")),
    (_ODD_VALUE, ("<",)),
    (_FAR_TAG, ("<",)),
)
_FOUND: Final = {source: (signs, lazy(source, re.MULTILINE)) for source, signs in _SIGNS}
_COMMON: Final = (_FOOTNOTE, _DEFINITION, _HEADING)
_EXTRA: Final = (*_COMMON, _ATTRIBUTES, _ABBREVIATION)
_MORE: Final = {
    Flavour.KRAMDOWN: (
        *(*_EXTRA, _TABLE, _TILDES, _TAG, _BACKSLASH, _CODE, _ODD_MARK, _BLOCK_TAG, _RAW_TAG),
        *(_INDENTED_MARKS, _ODD_NUMBER, _NO_ITEM, _ODD_INDENT, _LAZY_CODE, _LAZY_MARKS),
        *(
            _ODD_LINE,
            _ODD_FENCE,
            _ODD_ADDRESS,
            _ODD_DEFINITION,
            _MAIL,
            _FAR_TAG,
            _INSTRUCTION,
            _ODD_VALUE,
        ),
    ),
    Flavour.GOLDMARK: _COMMON,
    Flavour.MARKED: (_FOOTNOTE, _BREAK, _TAG, _EMPHASIS),
    Flavour.GFM: (_FOOTNOTE,),
    Flavour.MARKDOWN_IT: (*_EXTRA, _ONE_TILDE, _INDENTED),
    Flavour.MDX: _COMMON,
    Flavour.ANY: _EXTRA,
}


def needs_more(markdown: str, flavour: Flavour) -> bool:
    """Tell whether a text may hold what CommonMark with GFM's tables does not read."""
    # One line end for what begins a line, one for what a blank line is before.
    lines = f"\n\n{markdown}"
    for source in _MORE[flavour]:
        signs, pattern = _FOUND[source]
        for sign in signs:
            if sign in lines:
                if pattern.search(lines):
                    return True
                break
    if flavour is not Flavour.KRAMDOWN:
        return False
    return _has_odd_marks(markdown) or _has_stray_end(markdown) or _has_open_fence(markdown)


def _has_open_fence(markdown: str) -> bool:
    """Tell whether marks of code may be words, as nothing closes them, or too deep a line."""
    if "```" not in markdown and "~~~" not in markdown:
        return False
    return len(_FENCES.findall(markdown)) % 2 > 0 or _DEEP_FENCE.search(markdown) is not None


def _has_odd_marks(markdown: str) -> bool:
    """Tell whether kramdown may pair the marks of emphasis otherwise than CommonMark does."""
    if "*" not in markdown and "_" not in markdown:
        return False
    return any(match["odd"] for match in _PLAIN_MARKS.finditer(markdown))


def _has_stray_end(markdown: str) -> bool:
    """Tell whether there are end tags that kramdown may show, as they end nothing."""
    if "</" not in markdown:
        return False
    open_tags: dict[str, int] = {}
    for match in _TAG_NAME.finditer(markdown):
        left = open_tags[match[2]] = open_tags.get(match[2], 0) + (-1 if match[1] else 1)
        if left < 0:
            return True
    return False


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
