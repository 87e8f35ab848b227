"""Bodies without their code, and their HTML tags, for the rules that look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.markup.code import fenced_blocks
from newskit.markup.elements import WHOLE_PAGE

_COMMENT = r"<!--(?s:.)*?(?:-->|\Z)"
_ELEMENT = (
    r"<(?<!\\<)(?P<tag>pre|script|style|code|textarea|xmp|samp|kbd|tt)\b[^<>]*>(?s:.)*?"
    r"(?:</(?P=tag)\s*>|\Z)"
)
_SPAN = (
    r"`(?<![`\\]`)(?P<more>`*+)"
    r"(?:[^`\n]++|`|\n(?![ \t]*\r?\n))*?(?<!`)`(?P=more)(?!`)"
)
# Tags with their ends are no mathematics: somebody wrote ($$) of money.
_FORMULA = r"\$\$(?s:(?!\$\$|</[A-Za-z]).)*+\$\$"
# Nor are dollars in an address: maps write `sn=1$$…$$` there.
_ADDRESS = r"(?P<address>\]\(https?://(?:[^\s()<>$]|\$(?!\$))*+\$\$[^\s()<>]*+)"
# What starts first hides what starts within it.
_CODE = lazy(f"{_COMMENT}|{_ELEMENT}|{_SPAN}|{_FORMULA}|{_ADDRESS}", re.IGNORECASE)
_CODE_OF_HTML = lazy(f"{_COMMENT}|{_ELEMENT}", re.IGNORECASE)
_CODE_BUT_ELEMENTS = lazy(f"{_COMMENT}|{_SPAN}|{_FORMULA}|{_ADDRESS}", re.IGNORECASE)
_BLOCKS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    *(
        ("{%", lazy(rf"\{{%-?\s*{name}\b[^%]*%\}}"), lazy(rf"\{{%-?\s*end{name}\s*-?%\}}"))
        for name in ("highlight", "raw", "comment", "codeblock")
    ),
    (
        "{{",
        lazy(r"\{\{[<%]\s*(?:highlight|code[\w-]*|output)\b[^{}]*(?<!/[%>])\}\}"),
        lazy(r"\{\{[<%]\s*/\s*(?:highlight|code[\w-]*|output)\s*[%>]\}\}"),
    ),
)
_INDENTED = lazy(
    r"\n(?P<code>[ \t]*\r?\n(?:[ ]{4}|[ ]{0,3}\t)[^\n]*(?:\n|\Z)"
    r"(?:(?:[ ]{4}|[ ]{0,3}\t)[^\n]*(?:\n|\Z)|[ \t]*\r?\n)*)"
)
"""Behind the line end of the line before; a literal start keeps the search quick."""
_QUOTED_CODE = lazy(
    r"(?P<before>\n> ?[^\s>][^\n]*)(?P<blank>(?:\n>[ \t]*)+)"
    r"(?P<code>(?:\n> {5}[^\n]*|\n>[ \t]*(?=\n> {5}))+)"
)
"""Within a quotation; items of a list are left to `_blank_quoted`."""
_ITEM = lazy(r"(?P<mark>[ ]{0,12}(?:[-*+]|\d{1,9}[.)])[ \t]+)(?P<text>\S)")
_LINE = lazy(r"[^\n]*\n?")
_RAW = (
    ("<!--", lazy(r"<!--(?<!\\<!--)"), ("-->", "--!>")),
    ("<script", lazy(r"<script(?<!\\<script)(?=[\s/>])"), ("</script",)),
    ("<style", lazy(r"<style(?<!\\<style)(?=[\s/>])"), ("</style",)),
)
_MARK = "\x01"
_TEMPLATE = lazy(r"\{[{%]")
_TEMPLATE_ENDS = {"{{": "}}", "{%": "%}"}
# As browsers read tags (HTML Living Standard, section 13.2.5), but a quoted value ends at the next
# tag, unless a quote that ends an attribute follows on the line, or before any `>` (`i <j` in TeX):
# an attribute whose quote is never closed makes no tag, so its end tag is found to be stray.
# A value in braces is JSX, and may hold a `>` (MDX): `onClick={() => go()}`.
# What starts with a digit or a sign is not an attribute (CommonMark, section 6.6): `1 <B - 1`.
_TAG = lazy(
    r"<(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9:-]*)"
    r"(?P<attributes>(?>(?:[\s/]+|(?<=[\"']))(?:\?(?=[a-z])|(?=[^?]))[^\s>=/<\-+0-9),;.&|!][^\s>=/<]*(?:\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'"
    r"|\"[^\"\n]*\"(?=\s|/?>)|'[^'\n]*'(?=\s|/?>)|\"(?:[^\"<]|<(?![^\"<>]*>))*+\"(?=[\s/>])|\{(?:[^{}<]|\{[^{}<]*\})*+\}(?=[\s/>])"
    r"|[^\s>\"'<][^\s><]*))?)*+)"
    r"\s*+(?P<void>/)?\s*+>"
)


# CommonMark, section 4.6, of its sixth kind what archives hold.
_BLOCK = lazy(
    r"^[ ]{0,3}</?(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|section|summary|table|tbody|td"
    r"|tfoot|th|thead|tr|ul)(?=[\s/>])",
    re.IGNORECASE | re.MULTILINE,
)
# Of its seventh kind, which interrupts no paragraph.
_ALONE = lazy(r"[ ]{0,3}</?[A-Za-z][^<>]*>[ \t]*\r?\n")


class Tag(NamedTuple):
    """An HTML tag: its name in lower case, whether it closes, its attributes and its place."""

    name: str
    closing: bool
    void: bool
    attributes: str
    start: int
    end: int


def mask_code(
    body: str, *, indented: bool, elements: bool = True, within_html: bool = False
) -> str:
    """Return `body` with code, comments and mathematics blanked out, of the same length.

    Args:
        body: the body.
        indented: whether indented lines behind a blank line are code, as in Markdown.
        elements: whether HTML elements such as `<pre>` and `<code>` are code.
        within_html: whether fences inside blocks of HTML are code (see `fenced_blocks`).
    """
    text = body
    if "```" in text or "~~~" in text:
        text = _mask_fences(text, within_html=within_html)
    if indented and ("\n    " in text or "\n\t" in text):
        text = _INDENTED.sub(_blank_code, f"\n{text}")[1:]
    if indented and "\n>     " in text:
        text = _QUOTED_CODE.sub(_blank_quoted, f"\n{text}")[1:]
    for mark, opening, closing in _BLOCKS:
        if mark in text:
            text = _mask_block(text, opening, closing)
    if "`" in text or ("$" in text and "$$" in text) or not elements:
        text = (_CODE if elements else _CODE_BUT_ELEMENTS).sub(_blank, text)
    elif "<" in text:
        # Nothing else begins code: the search skips from one `<` to the next.
        text = _CODE_OF_HTML.sub(lambda match: blanked(match[0]), text)
    return text


def is_jsx(body: str) -> bool:
    """Tell whether a body holds JSX outside of code: `className`, of which HTML knows nothing.

    JSX is laid out with indentation, which makes no code in it (MDX, "What is MDX", section
    "Markdown").
    """
    return "className=" in body and "className=" in mask_code(body, indented=True)


def unclosed_raw(body: str) -> tuple[int, int] | None:
    """Return the place of a comment, script or style that nothing closes, outside of code.

    Browsers take everything behind it for part of it (HTML Living Standard, section 13.2.5).
    """
    for opening, pattern, endings in _RAW:
        if opening not in body:
            continue
        start = max((match.start() for match in pattern.finditer(body)), default=-1)
        if start < 0 or any(ending in body[start:].lower() for ending in endings):
            continue
        # Another mark in its place is blanked out where it stands in code.
        end = start + len(opening)
        marked = f"{body[:start]}{_MARK * (end - start)}{body[end:]}"
        masked = mask_code(marked, indented=True)
        if masked[start] == _MARK:
            return start, end
    return None


def is_document(text: str) -> bool:
    """Tell whether a text is a whole HTML page: it starts with a doctype or ``<html>``."""
    return WHOLE_PAGE.match(text) is not None


def mask_templates(text: str) -> str:
    """Return `text` with Liquid and Hugo template code as underscores, of the same length.

    Template code may hold quotes, also inside an attribute in quotes.
    """
    if "{{" not in text and "{%" not in text:
        return text
    pieces: list[str] = []
    done = position = 0
    endless: set[str] = set()
    while (match := _TEMPLATE.search(text, position)) is not None:
        # An opening without an end is text, and so is each one of its kind behind it: looking for
        # their ends again would take the square of their number.
        opening = match[0]
        end = -1 if opening in endless else text.find(_TEMPLATE_ENDS[opening], match.end())
        if end < 0:
            endless.add(opening)
            position = match.start() + 1
            continue
        position = end + 2
        pieces += (
            text[done : match.start()],
            blanked(text[match.start() : position], "_"),
        )
        done = position
    return "".join((*pieces, text[done:]))


def blanked(text: str, sign: str = " ") -> str:
    """Return a text of the same length and lines that is nothing but one sign."""
    if "\r" in text:
        return "\r".join([blanked(part, sign) for part in text.split("\r")])
    return "\n".join([sign * len(line) for line in text.split("\n")])


def _blank(match: re.Match[str]) -> str:
    return match["address"] or blanked(match[0])


def _blank_code(match: re.Match[str]) -> str:
    """Blank an indented block, unless the line before is HTML: then it is indented HTML.

    Behind a list item, code is indented by four more columns than the item's text is (CommonMark,
    section 5.2); what is indented less goes on with the item.
    """
    start = match.start()
    before = match.string[match.string.rfind("\n", 0, start) + 1 : start]
    if before.rstrip().endswith(">"):
        return match[0]
    item = _ITEM.match(before)
    if item is None:
        return blanked(match[0])
    column = len(item["mark"].expandtabs(4)) + 4
    return "\n" + _LINE.sub(partial(_blank_deep, column=column), match["code"])


def _blank_quoted(match: re.Match[str]) -> str:
    """Blank an indented block of a quotation, unless it may go on with an item of a list."""
    before = match["before"].lstrip("\n> ")
    if _ITEM.match(before) or before.rstrip().endswith(">"):
        return match[0]
    return f"{match['before']}{match['blank']}{blanked(match['code'])}"


def _blank_deep(match: re.Match[str], *, column: int) -> str:
    line = match[0].expandtabs(4)
    deep = len(line) - len(line.lstrip(" ")) >= column
    return blanked(match[0]) if deep else match[0]


def _mask_block(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """Blank what stands between pairs of tags; an opening tag without an end is left as it is."""
    pieces: list[str] = []
    position = 0
    while (start := opening.search(text, position)) is not None:
        end = closing.search(text, start.end())
        if end is None:
            break
        pieces += (
            text[position : start.start()],
            blanked(text[start.start() : end.end()]),
        )
        position = end.end()
    return "".join((*pieces, text[position:])) if pieces else text


def _mask_fences(text: str, *, within_html: bool) -> str:
    pieces: list[str] = []
    position = 0
    for opening, closing in fenced_blocks(text, within_html=within_html):
        end = closing.end() if closing else len(text)
        code = text[opening.start() : end]
        pieces += (text[position : opening.start()], blanked(code))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def tags(text: str) -> Iterator[Tag]:
    """Yield the HTML tags of a text, in order."""
    for match in _TAG.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else ""
        if before == "\\" and not is_in_block(text, start):
            # Escaped in Markdown (CommonMark, section 2.4): text.
            continue
        if before in {"(", " "} and _is_address(text, start, end):
            continue
        close, name, attributes, void = match.groups()
        yield Tag(name.lower(), close is not None, void is not None, attributes, start, end)


def is_in_block(text: str, at: int) -> bool:
    """Tell whether a place is in a block of HTML, up to whose blank line nothing is Markdown."""
    behind = max(text.rfind("\n\n", 0, at) + 2, text.rfind("\n\r\n", 0, at) + 3)
    begin = behind if behind > 2 else 0
    return _block_from(text, begin) < at or _ALONE.match(text, begin, at) is not None


@lru_cache(maxsize=4)
def _block_from(text: str, begin: int) -> int:
    """Return where the first tag of a block ends in the paragraph that begins at a place.

    It is asked for each tag of the paragraph: looking anew would take the square of their number.
    """
    ends = [end for blank in ("\n\n", "\n\r\n") if (end := text.find(blank, begin)) >= 0]
    block = _BLOCK.search(text, begin, min(ends, default=len(text)) + 1)
    return block.end() if block else len(text)


def _is_address(text: str, start: int, end: int) -> bool:
    """Tell whether `<` opens the address of a link, and not a tag in the text of a footnote."""
    before = text[max(0, start - 3) : start]
    if before.endswith("]: "):
        line = text.rfind("\n", 0, start) + 1
        return not text[line:start].lstrip().startswith("[^")
    return before.endswith("](") and text[end : end + 1] in {"", ")", " ", "\t", "\r", "\n"}


def tag_attribute(tag: Tag, name: str) -> str | None:
    """Return the value of an attribute; None when the tag has none of that name."""
    pattern = rf"\s{name}(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s<>\"']+)))?(?=[\s/]|\Z)"
    match = re.search(pattern, tag.attributes, re.IGNORECASE)
    if match is None:
        return None
    return next((group for group in match.groups() if group is not None), "")
