"""What kramdown does with a text before its blocks are read.

``{::nomarkdown}``, ``{::comment}``, elements with a `markdown` attribute, and formulas in ``$$``.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from newskit.lazy import lazy
from newskit.markup.code import code_places, outside_code
from newskit.markup.elements import VOID
from newskit.markup.html_spans import parses_block_html
from newskit.render.cmark import inline_html
from newskit.render.containers import with_containers, with_indented
from newskit.render.flavour import BLOCK_TAGS, Flavour
from newskit.render.held import Held

# Blocks of HTML in Markdown whose renderer reads them to their end tag.
#
# CommonMark ends one at the next blank line and reads on; kramdown (`parse_block_html` off, its
# default) and Python-Markdown take everything up to the end tag as it is.

_ELEMENT: Final = (  # whose attributes have names; else it is words
    r" {0,3}<([A-Za-z][\w-]*)(?:\s(?:[^<>\"'|]|\"[^\"]*\"|'[^']*')*)?(?<!/)>"
)
_OPENING: Final = lazy(rf"<!--|^{_ELEMENT}", re.MULTILINE)  # of a comment, or an element
_NEXT_OPENING: Final = lazy(_ELEMENT)  # of an element behind another one, on its line
_WORDS_AFTER: Final = lazy(r"[ \t]*[^\s]")
_IN_LINES: Final = frozenset(
    (
        *("a", "abbr", "b", "bdo", "big", "button", "cite", "code", "del", "dfn", "em", "font"),
        *("i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "tt", "u", "var"),
    )
)
_SAME: Final = frozenset(("pre", "script", "style", "textarea"))
"""Elements that CommonMark reads to their end tag, too."""

_BLANK: Final = lazy(r"\n[ \t]*\n")
_READ_INSIDE: Final = lazy(r"\smarkdown\s*=", re.IGNORECASE)
_AFTER: Final = lazy(r"[ \t]*(?:\n[ \t]*(?:\n|<|\Z)|\Z)")
_MOST: Final = 2000


def hold_blocks(text: str, held: Held) -> str:
    """Set aside the blocks of HTML that CommonMark would end too early or too late."""
    places = None
    parts: list[str] = []
    position = comment_end = 0
    block = ""
    unclosed: set[str] = set()
    for _ in range(_MOST):
        opening = _NEXT_OPENING.match(text, position) if block else None
        opening = opening or _OPENING.search(text, position)
        block = ""
        if opening is None:
            break
        if opening[1] is None:
            places = places or code_places(text)
            if comment_end >= 0 and not places.holds(opening.start()):
                comment_end = text.find("-->", opening.end())
            end = max(opening.end(), comment_end)
            parts.append(text[position:end])
            position = end
            continue
        name = opening[1].lower()
        end = -1
        if name not in _IN_LINES | VOID | _SAME | unclosed:
            places = places or code_places(text)
            if not places.holds(opening.start()):
                end = _end(text, opening)
                if end < 0 and not opening[0].startswith(" ") and not _READ_INSIDE.search(text):
                    # What nothing closes goes on to the end.
                    parts.append(text[position : opening.start()])
                    parts.append(held.block(f"{text[opening.start() :].rstrip()}</{opening[1]}>"))
                    return "".join(parts)
                if end < 0:
                    unclosed.add(name)
        block = text[opening.start() : end] if end > 0 else ""
        if not block or _READ_INSIDE.search(block):
            block = ""
            end = opening.end()
        elif not _BLANK.search(block) and _AFTER.match(text, end):
            block = ""
        parts.append(text[position : opening.start()])
        parts.append(held.block(block) if block else text[opening.start() : end])
        if block and _WORDS_AFTER.match(text, end):
            parts.append("\n\n")  # what is behind an element on its line is a block, too
        position = end
    parts.append(text[position:])
    return "".join(parts)


def _end(text: str, opening: re.Match[str]) -> int:
    """Return where the end tag of an element ends; -1 where there is none."""
    tags = re.compile(rf"<(/?){re.escape(opening[1])}\b(?:[^<>]*[^<>/])?>", re.IGNORECASE)
    depth = 1
    for tag in tags.finditer(text, opening.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return -1


_EXTENSION: Final = lazy(r"\{::(?:(comment|nomarkdown)\b[^}\n]*(?<!/)\}\n?|[^}\n]*\})|\{:/(\w*)\}")
_MARKED: Final = lazy(r"^[ \t]*(?:!!!|\?\?\?|===)\+?[ \t]+[\w\"]", re.MULTILINE)
_END_OF_BLOCK: Final = lazy(r"^\^[ \t]*$\n?", re.MULTILINE)
_TERM: Final = lazy(
    r"^(?![ \t]*:[ \t])(?=[^\n]*\S)([^\n]*+)\n(?=( *)[^\s:|#>*+-][^\n]*\n\2 {0,3}:[ \t])",
    re.MULTILINE,
)
_DEFINED: Final = lazy(r"\n *:[ \t]")  # as the line below a term begins
_BREAK: Final = lazy(r"(?<!\\)\\\\(?=\n[^\n])")
_SPAN_LINE: Final = lazy(  # a line of a tag that begins no block: what follows is Markdown
    r"^</?(?:a|abbr|b|big|br|cite|code|del|dfn|em|font|i|img|input|ins|kbd|label|mark|q|s|samp|small"
    r"|span|strike|strong|sub|sup|tt|u)\b(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>(?=[ \t]*$)",
    re.MULTILINE | re.IGNORECASE,
)
_VOID_END: Final = lazy(
    r"</(?<!\\</)(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\s*>",
    re.IGNORECASE,
)
_SPACED: Final = lazy(
    r"\]\(([^\s()<>\"']+(?: [^\s()<>\"']+)+)([ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
)
_SPACED_LINK: Final = lazy(r"<((?:https?|ftps?):[^<>\n ]* [^<>\n]*)>")
_QUOTED_ELEMENT: Final = lazy(  # on a line of its own, before words
    r"^( {0,3}>(?: {0,4}>)*[ ]?)(<([a-z][a-z\d]*)\b[^\n]*</\3>)[ \t]*\n(?=\1[ \t]*[^\s<>])",
    re.MULTILINE | re.IGNORECASE,
)
_WIDE_TABLE: Final = lazy(
    r"^([^\n|]*+\|[^\n]*+)\n(?=[ \t]*(\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?)[ \t]*$)",
    re.MULTILINE,
)
_STRUCK: Final = lazy(  # between single tildes, as marked reads them
    r"(?<![~\\/])~(?=[^\s~])((?:(?!\n[ \t]*\n)[^~]){0,2000}?[^\s~])~(?!~)"
)
_LAZY_TABLE: Final = lazy(  # under an item or a quotation, without its indent
    r"^([ \t]*(?:[*+-]|\d{1,9}[.)]|>)[ \t]+[^\n|]*\n)"
    r"(?=\|[^\n]*\|[ \t]*\n\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?:\n|\Z))",
    re.MULTILINE,
)
_CELL_END: Final = lazy(r"(?<!\\)\|")
_FORMULA: Final = lazy(r"(?<![\\$])\$\$(?!\$)((?:(?!\n[ \t]*\n)[^$]|\\\$)+?)\$\$(?!\$)")
_FORMULA_ALONE: Final = lazy(
    r"(?<![^\n])([ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)*)\\\$\$(?!\$)"
    r"((?:(?!\n[ \t]*\n)[^$]|\\\$)+?)\$\$(?=[ \t]*(?:\n|\Z))"
)
_BLOCK_FORMULA: Final = lazy(  # which may hold blank lines (kramdown)
    r"(?<![^\n]\n)(?<=^)( {0,3})\$\$(?!\$)([^$]+)\$\$(?=[ \t]*$)", re.MULTILINE
)
_QUOTED_LINE: Final = lazy(r"\n[ \t]*(?:>[ \t]?)+")
_MARKDOWN: Final = lazy(
    r"<([A-Za-z][\w-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*?)"
    r"\s+markdown\s*=\s*[\"']?(1|block|span|0)[\"']?((?:\s[^<>]*)?)>",
    re.IGNORECASE,
)
_UNREAD: Final = lazy(  # an element in a line in which no Markdown is read
    r"<(a|abbr|b|cite|em|i|q|small|span|strong|sub|sup)\b[^<>]*\smarkdown\s*=\s*[\"']?0[^<>]*>"
    r"(?:(?!</\1\b|\n[ \t]*\n).)*+</\1>",
    re.IGNORECASE | re.DOTALL,
)
_INLINE: Final = frozenset(
    ["a", "abbr", "b", "cite", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup"]
)
_SPAN_BLOCKS: Final = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "caption", "legend", "th"]
)
_SPAN_ONLY: Final = _INLINE | _SPAN_BLOCKS
_OUTER_END: Final = lazy(r"(?<=\n\n)([ \t]*</[A-Za-z][\w-]*>[^\n]*)\n(?=[^\s<])")
_TAG: Final = lazy(r"<(/?)([A-Za-z][\w-]*)(?:\s[^<>]*)?(?<!/)>")
_RAW: Final = "table|ul|ol|pre|script|style|textarea|math"
_PARSED: Final = lazy(  # what `parse_block_html` opens; kramdown leaves the content of others raw
    rf"<({_RAW})\b(?:.*?</\1\s*>|.*)"
    rf"|(^ {{0,3}}|(?<=>))(<(?!(?:{_RAW}|hr|iframe)\b)(?:{'|'.join(sorted(BLOCK_TAGS))})(?![\w-])"
    r"(?![^<>]*\bmarkdown\s*=)[^<>]*)(?<!/)>",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)
_HANGING: Final = lazy(r" {0,3}(?:[+*:-]|[0-9]+\.|\[\^[^\]\n]+\]:)[ \t]")
_MOST_SPACES: Final = 3
_NEAR: Final = 2000
_MOST_LEVELS: Final = 20
"""How deep elements with the attribute are opened inside each other; others stay as they are."""


def prepared(markdown: str, flavour: Flavour, held: Held, *, formulas: bool = True) -> str:
    """Return a text that CommonMark's rules read as the site's renderer reads the one given."""
    if flavour in {Flavour.KRAMDOWN, Flavour.MARKDOWN_IT, Flavour.ANY} and "{:" in markdown:
        if parses_block_html(markdown):
            markdown = outside_code(_PARSED, _read_inside, markdown)
        markdown = _without_extensions(markdown, held)
    if flavour is Flavour.KRAMDOWN:
        if "</" in markdown:
            # The end tag of an element that has no end is shown.
            markdown = outside_code(_VOID_END, lambda match: held.text(match[0]), markdown)
        markdown = _as_commonmark(_with_formulas(markdown, flavour, held))
    if "<" in markdown and flavour is Flavour.KRAMDOWN:
        markdown = _hold_spans(markdown, held)
    if flavour is Flavour.GOLDMARK and "\n|" in markdown:
        # The table is one there; it ends the item that CommonMark goes on with.
        markdown = outside_code(_LAZY_TABLE, lambda match: f"{match[0]}\n", markdown)
    if flavour is Flavour.GOLDMARK and "-|" in markdown.replace(" ", ""):
        markdown = outside_code(_WIDE_TABLE, _wide_table, markdown)
    if flavour is Flavour.MARKED and "~" in markdown:
        markdown = outside_code(_STRUCK, _struck, markdown)
    if ":::" in markdown and flavour in {Flavour.MDX, Flavour.MARKDOWN_IT, Flavour.ANY}:
        markdown = with_containers(markdown)
    marked = "!!!" in markdown or "???" in markdown or "===" in markdown
    if marked and flavour in {Flavour.PYTHON, Flavour.ANY} and _MARKED.search(markdown):
        markdown = with_indented(markdown)
    if "<" in markdown and flavour is Flavour.KRAMDOWN:
        markdown = hold_blocks(markdown, held)
    if "markdown" in markdown and flavour in {Flavour.KRAMDOWN, Flavour.ANY}:
        markdown = _elements(markdown, held, flavour)
    return _with_formulas(markdown, flavour, held) if formulas else markdown


def _hold_spans(markdown: str, held: Held) -> str:
    """Set aside elements in lines that are not read, and tags alone on their lines."""
    if "markdown" in markdown:
        markdown = outside_code(_UNREAD, lambda match: held.inline(match[0]), markdown)
    return outside_code(_SPAN_LINE, lambda match: held.inline(match[0]), markdown)


def _struck(match: re.Match[str]) -> str:
    """Strike words through, whatever is beside the tildes; not where emphasis ends within."""
    return match[0] if match[1].count("**") % 2 else f"<del>{match[1]}</del>"


def _read_inside(match: re.Match[str]) -> str:
    """Ask for the Markdown in an element, as kramdown's `parse_block_html` does for all."""
    return match[0] if match[1] else f'{match[2]}{match[3].rstrip()} markdown="1">'


_DOLLARS: Final = lazy(
    r"(?<![\\$\w])\$(?![\s$])((?:\\.|[^$\\\n`]|\n(?![ \t]*\n))+?)(?<!\s)\$(?![\d$])"
)


_BRACKETS: Final = {
    "\\(": lazy(r"(?<!\\)\\\((?:[^\\]|\\[^()])+\\\)"),
    "\\[": lazy(r"(?<!\\)\\\[(?:[^\\]|\\[^\[\]])+\\\]"),
}


def hold_formulas(markdown: str, held: Held, signs: frozenset[str]) -> str:
    """Set aside formulas behind some signs, as sites with an extension for them do."""

    def formula(match: re.Match[str]) -> str:
        return held.inline(f'<span class="math inline">{escape(match[0], quote=False)}</span>')

    for sign, pattern in ({"$": _DOLLARS} | _BRACKETS).items():
        if sign in signs and sign in markdown:
            markdown = outside_code(pattern, formula, markdown)
    return markdown


def _with_formulas(markdown: str, flavour: Flavour, held: Held) -> str:
    if "$$" not in markdown:
        return markdown
    if flavour is Flavour.KRAMDOWN:
        markdown = outside_code(
            _BLOCK_FORMULA,
            lambda match: match[1] + _formula(match, markdown, flavour, held),
            markdown,
        )
    if "\\$$" in markdown and flavour in {Flavour.KRAMDOWN, Flavour.ANY}:
        # A formula that begins a paragraph and is all of it, in its line ("Math Blocks").
        markdown = outside_code(
            _FORMULA_ALONE, lambda match: _formula_alone(match, markdown, flavour, held), markdown
        )
    return outside_code(_FORMULA, lambda match: _formula(match, markdown, flavour, held), markdown)


def _as_commonmark(markdown: str) -> str:
    """Write what kramdown reads otherwise as CommonMark has it."""
    if "\n^" in markdown:
        # A lone `^` ends a block (kramdown, "EOB Marker"), which a comment does elsewhere.
        markdown = outside_code(_END_OF_BLOCK, lambda _: "\n<!-- -->\n", markdown)
    if _DEFINED.search(markdown):
        # Each line before a definition is a term; the parser takes the last one alone.
        markdown = outside_code(_TERM, lambda match: f"{match[1]}\n\n", markdown)
    if "\\\\\n" in markdown:
        # Two backslashes at the end of a line break it.
        markdown = outside_code(_BREAK, lambda _: "\\", markdown)
    if "://" in markdown:
        # The address of an automatic link may have blanks.
        markdown = outside_code(_SPACED_LINK, _spaced_link, markdown)
    if ">" in markdown and "</" in markdown:
        # In a quotation, too, an element ends its block at its end tag.
        markdown = outside_code(_QUOTED_ELEMENT, _ended, markdown)
    if "](" in markdown:
        markdown = outside_code(_SPACED, lambda match: f"](<{match[1]}>{match[2] or ''})", markdown)
    return markdown


def _spaced_link(match: re.Match[str]) -> str:
    words = re.sub(r"([\\`*_\[\]|])", r"\\\1", match[1])
    return f"[{words}](<{match[1]}>)"


def _ended(match: re.Match[str]) -> str:
    if match[3].lower() in _IN_LINES:
        return match[0]
    return f"{match[1]}{match[2]}\n{match[1].rstrip()}\n"


def _wide_table(match: re.Match[str]) -> str:
    """Give the head of a table the cells that the line below it has more, as goldmark does."""
    head = match[1].strip()
    missing = match[2].strip("|").count("|") - len(_CELL_END.findall(head.strip("|")))
    return (
        f"{match[1].rstrip()}{'' if head.endswith('|') else ' |'}{'  |' * missing}\n"
        if missing > 0
        else match[0]
    )


def _without_extensions(markdown: str, held: Held) -> str:
    """Take kramdown's extensions out of a text; what `nomarkdown` encloses is held."""
    tags = list(_EXTENSION.finditer(markdown))
    if not tags:
        return markdown
    ends: dict[str, list[re.Match[str]]] = {"comment": [], "nomarkdown": []}
    for tag in reversed(tags):  # the next one is the last of its list
        for name, later in ends.items():
            if tag[2] is not None and tag[2] in {"", name}:
                later.append(tag)
    places = code_places(markdown)
    parts: list[str] = []
    position = 0
    for tag in tags:
        if tag.start() < position or places.holds(tag.start()):
            continue
        later = ends.get(tag[1] or "", [])
        while later and later[-1].start() < tag.end():
            later.pop()
        parts.append(markdown[position : tag.start()])
        position = later[-1].end() if later else tag.end()
        if tag[1] == "nomarkdown" and later:
            content = markdown[tag.end() : later[-1].start()]
            parts.append(held.block(content) if "\n" in content else held.inline(content))
    return "".join([*parts, markdown[position:]])


def _formula_alone(match: re.Match[str], text: str, flavour: Flavour, held: Held) -> str:
    before = text[text.rfind("\n", 0, max(match.start() - 1, 0)) + 1 : match.start()]
    if before.strip(" \t>\n") and not match[1].strip(" \t>"):
        return match[0]
    tex = escape(match[2].strip(), quote=False)
    written = f"\\({tex}\\)" if flavour is Flavour.KRAMDOWN else f"$${tex}$$"
    return match[1] + held.inline(f'<span class="math inline">{written}</span>')


def _formula(match: re.Match[str], text: str, flavour: Flavour, held: Held) -> str:
    tex = match[match.re.groups]
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    around = text[start : match.start()] + text[match.end() : len(text) if end < 0 else end]
    alone = not around.strip(" \t>")
    if ">" in around:
        tex = _QUOTED_LINE.sub("\n", tex)
    elif flavour is Flavour.KRAMDOWN and "|" in around and "\n" not in tex:
        tex = tex.replace("\\|", "|")  # in a table, whose cells are parted first
    tex = escape(tex.strip(), quote=False)
    if flavour is not Flavour.KRAMDOWN:
        kind = "display" if alone else "inline"
        return held.inline(f'<span class="math {kind}">$${tex}$$</span>')
    if alone:
        return held.block(f'<div class="math display">\\[{tex}\\]</div>')
    return held.inline(f'<span class="math inline">\\({tex}\\)</span>')


def _elements(markdown: str, held: Held, flavour: Flavour) -> str:
    """Open elements with a `markdown` attribute, so that their content is read."""
    opened = _opened(markdown, held, flavour, _MOST_LEVELS)
    # An end tag of what is around ends its block where it stands, not at the next blank line.
    return _OUTER_END.sub(r"\1\n\n", opened)


def _opened(text: str, held: Held, flavour: Flavour, levels: int) -> str:
    """Open the elements of a text, and those within them down to so many levels."""
    found = _marked_elements(text) if levels else []
    parts: list[str] = []
    line, position = "", 0  # what stands before an element on its line
    for opening, closing in found:
        if opening.start() < position:
            continue
        before = text[position : opening.start()]
        line = before if "\n" in before else line + before
        line = line[line.rfind("\n") + 1 :]
        inner = text[opening.end() : closing.start()]
        block, middle = _opened_element(opening, (inner, closing[0]), held, flavour, levels - 1)
        position = closing.end()
        if block:
            indent = "" if line.strip() or _is_alone(text, opening.start(), line) else line
            middle = _indented(middle, indent) + f"\n\n{indent}"
            line = indent
            while text.startswith((" ", "\t"), position):
                position += 1
        else:
            if opening[1].lower() in _SPAN_BLOCKS and text.startswith("<", position):
                middle += "\n\n"
            line = middle if "\n" in middle else line + middle
        parts += before, middle
    return "".join([*parts, text[position:]])


def _is_alone(text: str, place: int, indent: str) -> bool:
    """Tell whether an element behind a few spaces is in no item of a list."""
    if len(indent) > _MOST_SPACES or "\t" in indent:
        return False
    for line in reversed(text[max(0, place - _NEAR) : place - len(indent)].split("\n")):
        if line.strip() and len(line) - len(line.lstrip(" ")) < len(indent):
            return not _HANGING.match(line)
    return True


def _opened_element(
    opening: re.Match[str], rest: tuple[str, str], held: Held, flavour: Flavour, levels: int
) -> tuple[bool, str]:
    """Return whether an element is a block of Markdown, and the element opened."""
    inner, closing = rest
    name, mode = opening[1].lower(), opening[3].lower()
    tag = f"<{opening[1]}{opening[2].rstrip()}{opening[4].rstrip()}>"
    if mode == "0":
        return False, f"{tag}{_opened(inner, held, flavour, levels)}{closing}"
    if mode == "span" or (mode == "1" and name in _SPAN_ONLY):
        if name in _INLINE:
            inside = _opened(inner, held, flavour, levels)
            return False, f"{held.inline(tag)}{inside}{held.inline(closing)}"
        return False, held.block(f"{tag}{_spans(inner.strip(), flavour)}{closing}")
    start, body = held.block(tag), _opened(_dedented(inner), held, flavour, levels)
    return True, f"{start}\n\n{body}\n\n" + held.block(f"</{opening[1]}>")


def _spans(markdown: str, flavour: Flavour) -> str:
    """Return the HTML of what is one paragraph."""
    if "{:" not in markdown:
        return inline_html(markdown)
    from newskit.render.beyond import render_beyond  # which takes long to import

    html = (render_beyond(markdown, flavour) or "").strip()
    return html.removeprefix("<p>").removesuffix("</p>") or inline_html(markdown)


def _marked_elements(text: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    """Find elements with a `markdown` attribute outside of code, and their end tags.

    Start tags that nothing ends do not count.
    """
    openings = {one.start(): one for one in _MARKDOWN.finditer(text) if not one[4].endswith("/")}
    if not openings:
        return []
    open_tags: dict[str, list[int]] = {}
    ends: dict[int, re.Match[str]] = {}
    position = 0
    tags = {tag.start(): tag for tag in _TAG.finditer(text)} | openings
    for start, tag in sorted(tags.items()):
        if start < position:
            continue  # in an attribute of the last one
        if start in openings:
            open_tags.setdefault(tag[1].lower(), []).append(start)
            position = tag.end()
        elif not tag[1]:
            open_tags.setdefault(tag[2].lower(), []).append(start)
        elif stack := open_tags.get(tag[2].lower()):
            ends[stack.pop()] = tag
    places = code_places(text)
    return [
        (opening, ends[start])
        for start, opening in openings.items()
        if start in ends and not places.holds(start)
    ]


def _dedented(inner: str) -> str:
    """Take from the lines of an element's content what they are all indented by."""
    lines = inner.strip("\n").rstrip().split("\n")
    depths = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    depth = min(depths, default=0)
    return "\n".join(line[depth:] if line.strip() else "" for line in lines)


def _indented(text: str, indent: str) -> str:
    """Indent all lines but the first, and those that are empty."""
    if not indent:
        return text
    first, *lines = text.split("\n")
    return "\n".join([first, *(indent + line if line else "" for line in lines)])
