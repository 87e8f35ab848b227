"""What kramdown and Python-Markdown do with a text before its blocks are read.

``{::nomarkdown}``, ``{::comment}``, elements with a `markdown` attribute, and formulas in ``$$``.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from newskit.lazy import lazy
from newskit.markup.code_places import outside_code
from newskit.render.cmark import inline_html
from newskit.render.containers import with_containers, with_indented
from newskit.render.flavour import Flavour
from newskit.render.held import Held
from newskit.render.html_blocks import hold_blocks

__all__ = ["prepared"]

_EXTENSION: Final = lazy(
    r"\{::(comment|nomarkdown)\b[^}\n]*\}(?:\n)?(.*?)\{:/(?:\1)?\}|\{::[^}\n]*/\}|\{::[^}\n]*\}|\{:/\w*\}",
    re.DOTALL,
)
_MARKED: Final = lazy(r"^[ \t]*(?:!!!|\?\?\?|===)\+?[ \t]+[\w\"]", re.MULTILINE)
_END_OF_BLOCK: Final = lazy(r"^\^[ \t]*$\n?", re.MULTILINE)
_TERM: Final = lazy(
    r"^(?![ \t]*:[ \t])([^\n]*\S[^\n]*)\n(?=( *)[^\s:|#>*+-][^\n]*\n\2 {0,3}:[ \t])",
    re.MULTILINE,
)
_BREAK: Final = lazy(r"(?<!\\)\\\\(?=\n[^\n])")
_SPAN_LINE: Final = lazy(  # a line of a tag that begins no block: what follows is Markdown
    r"^</?(?:a|abbr|b|big|br|cite|code|del|dfn|em|font|i|img|input|ins|kbd|label|mark|q|s|samp|small"
    r"|span|strike|strong|sub|sup|tt|u)\b(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>(?=[ \t]*$)",
    re.MULTILINE | re.IGNORECASE,
)
_NO_HEADING: Final = lazy(r"^(#{1,6})(?=[ \t]*$)", re.MULTILINE)
_NO_ITEM: Final = lazy(r"(?<![^\n])([ ]{0,3})([*+-]|\d+\.)(?=\n|\Z)")
_ITEM: Final = lazy(
    r"^(?![ \t]*(?:[*+-]|\d+\.)[ \t])[ \t]*[^\s<>|][^\n<]*\n(?= {0,3}(?!1\.)\d+\.[ \t]+\S)",
    re.MULTILINE,
)
_VOID_END: Final = lazy(
    r"</(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\s*>", re.IGNORECASE
)
_PARENTHESIS: Final = lazy(r"^([ \t>]*(?:[*+-][ \t]+)?\d{1,9})\)(?=[ \t])", re.MULTILINE)
_SPACED: Final = lazy(
    r"\]\(([^\s()<>\"']+(?: [^\s()<>\"']+)+)([ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
)
_FORMULA: Final = lazy(r"(?<![\\$])\$\$(?!\$)((?:(?!\n[ \t]*\n)[^$]|\\\$)+?)\$\$(?!\$)")
_MARKDOWN: Final = lazy(
    r"<([A-Za-z][\w-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*?)"
    r"\s+markdown\s*=\s*[\"']?(1|block|span|0)[\"']?((?:\s[^<>]*)?)>",
    re.IGNORECASE,
)
_INLINE: Final = frozenset(
    ["a", "abbr", "b", "cite", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup"]
)
_SPAN_ONLY: Final = _INLINE | frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "caption", "legend", "th"]
)
_OUTER_END: Final = lazy(r"(?<=\n\n)([ \t]*</[A-Za-z][\w-]*>[^\n]*)\n(?=[^\s<])")
_MOST_ELEMENTS: Final = 2000


def prepared(markdown: str, flavour: Flavour, held: Held) -> str:
    """Return a text that CommonMark's rules read as the site's renderer reads the one given."""
    if flavour in {Flavour.KRAMDOWN, Flavour.ANY} and "{:" in markdown:
        markdown = outside_code(_EXTENSION, lambda match: _extension(match, held), markdown)
    if flavour is Flavour.KRAMDOWN:
        if "</" in markdown:
            # The end tag of an element that has no end is shown.
            markdown = outside_code(_VOID_END, lambda match: held.text(match[0]), markdown)
        markdown = _as_commonmark(_with_formulas(markdown, flavour, held))
    if "<" in markdown and flavour in {Flavour.KRAMDOWN, Flavour.PYTHON}:
        markdown = outside_code(_SPAN_LINE, lambda match: held.inline(match[0]), markdown)
    if ":::" in markdown and flavour in {Flavour.MDX, Flavour.ANY}:
        markdown = with_containers(markdown)
    if flavour in {Flavour.PYTHON, Flavour.ANY} and _MARKED.search(markdown):
        markdown = with_indented(markdown)
    if "<" in markdown and flavour in {Flavour.KRAMDOWN, Flavour.PYTHON}:
        markdown = hold_blocks(markdown, held)
    if "markdown" in markdown and flavour in {Flavour.KRAMDOWN, Flavour.PYTHON, Flavour.ANY}:
        markdown = _elements(markdown, held)
    return _with_formulas(markdown, flavour, held)


def _with_formulas(markdown: str, flavour: Flavour, held: Held) -> str:
    if "$$" not in markdown:
        return markdown
    return outside_code(_FORMULA, lambda match: _formula(match, markdown, flavour, held), markdown)


def _as_commonmark(markdown: str) -> str:
    """Write what kramdown reads otherwise as CommonMark has it."""
    if "\n^" in markdown:
        # A lone `^` ends a block (kramdown, "EOB Marker"), which a comment does elsewhere.
        markdown = outside_code(_END_OF_BLOCK, lambda _: "\n<!-- -->\n", markdown)
    if "\n" in markdown and ":" in markdown:
        # Each line before a definition is a term; the parser takes the last one alone.
        markdown = outside_code(_TERM, lambda match: f"{match[1]}\n\n", markdown)
    if "\n\n" in markdown:
        # An item of a list has words; a mark alone under a line is its underline.
        markdown = outside_code(_NO_ITEM, _no_item, markdown)
    if ". " in markdown:
        # A list may follow a paragraph whatever its first number.
        markdown = outside_code(_ITEM, lambda match: f"{match[0]}\n", markdown)
    if ") " in markdown:
        # Lists are numbered with a full stop alone.
        markdown = outside_code(_PARENTHESIS, lambda match: f"{match[1]}\\)", markdown)
    if "\\\\\n" in markdown:
        # Two backslashes at the end of a line break it.
        markdown = outside_code(_BREAK, lambda _: "\\", markdown)
    if "#\n" in markdown or markdown.endswith("#"):
        # A heading has words.
        markdown = outside_code(_NO_HEADING, lambda match: f"\\{match[1]}", markdown)
    if "](" in markdown:
        markdown = outside_code(_SPACED, lambda match: f"](<{match[1]}>{match[2] or ''})", markdown)
    return markdown


def _no_item(match: re.Match[str]) -> str:
    blank = match.string.endswith("\n\n", 0, match.start()) or not match.start()
    sign = match[2]
    return f"{match[1]}{sign[:-1]}\\{sign[-1]}" if blank else match[0]


def _extension(match: re.Match[str], held: Held) -> str:
    if match[1] != "nomarkdown":
        return ""
    content = match[2]
    return held.block(content) if "\n" in content else held.inline(content)


def _formula(match: re.Match[str], text: str, flavour: Flavour, held: Held) -> str:
    tex = escape(match[1].strip(), quote=False)
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    around = text[start : match.start()] + text[match.end() : len(text) if end < 0 else end]
    alone = not around.strip(" \t>")
    if flavour is not Flavour.KRAMDOWN:
        kind = "display" if alone else "inline"
        return held.inline(f'<span class="math {kind}">$${tex}$$</span>')
    if alone:
        return held.block(f'<div class="math display">\\[{tex}\\]</div>')
    return held.inline(f'<span class="math inline">\\({tex}\\)</span>')


def _elements(markdown: str, held: Held) -> str:
    """Open elements with a `markdown` attribute, so that their content is read."""
    for _ in range(_MOST_ELEMENTS):
        found = _next_element(markdown)
        if found is None:
            break
        opening, closing = found
        name, mode = opening[1].lower(), opening[3]
        tag = f"<{opening[1]}{opening[2].rstrip()}{opening[4].rstrip()}>"
        inner = markdown[opening.end() : closing.start()]
        before, after = markdown[: opening.start()], markdown[closing.end() :]
        if mode == "0":
            middle = f"{tag}{inner}{closing[0]}"
        elif mode == "span" or (mode == "1" and name in _SPAN_ONLY):
            if name in _INLINE:
                middle = f"{held.inline(tag)}{inner}{held.inline(closing[0])}"
            else:
                middle = held.block(f"{tag}{inline_html(inner.strip())}{closing[0]}")
        else:
            line = before[before.rfind("\n") + 1 :]
            indent = line if not line.strip() else ""
            body = _dedented(inner, indent)
            end = held.block(f"</{opening[1]}>")
            middle = f"{held.block(tag)}\n\n{body}\n\n{indent}{end}\n\n{indent}"
            after = after.lstrip(" \t")
        markdown = before + middle + after
    # An end tag of what is around ends its block where it stands, not at the next blank line.
    return _OUTER_END.sub(r"\1\n\n", markdown)


def _next_element(markdown: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """Find the first element with a `markdown` attribute outside of code, and its end tag."""
    from newskit.markup.code_places import code_places

    places = None
    for opening in _MARKDOWN.finditer(markdown):
        places = places or code_places(markdown)
        if places.holds(opening.start()) or opening[4].endswith("/"):
            continue
        tags = re.compile(rf"<(/?){re.escape(opening[1])}\b(?:[^<>]*[^<>/])?>", re.IGNORECASE)
        depth = 1
        for tag in tags.finditer(markdown, opening.end()):
            depth += -1 if tag[1] else 1
            if not depth:
                return opening, tag
    return None


def _dedented(inner: str, indent: str) -> str:
    """Take from the lines of an element's content what they are all indented by."""
    lines = inner.strip("\n").rstrip().split("\n")
    depths = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    depth = min(depths, default=0)
    return "\n".join(indent + line[depth:] if line.strip() else "" for line in lines)
