"""What kramdown reads beyond CommonMark: its tables, its formulas, its lists of attributes.

Source: kramdown's syntax page, "Tables"; run: kramdown 2.4.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markdown_it.rules_block import heading
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, VOID

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline


# Spans that kramdown and marked read otherwise than CommonMark.
#
# Sources: kramdown 2.4, `parser/kramdown/{emphasis,codespan,escaped_chars}.rb`; marked 1 to 4,
# `rules.js`, whose punctuation is that of ASCII.

_KRAMDOWN: Final = frozenset("/,;?@&%^")
"""Punctuation before which a backslash is shown."""

_ASCII_MARKS: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

_TAG: Final = lazy(
    r"</?[A-Za-z][\w-]*:[\w-]+(?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>"
)
_ADDRESSES: Final = ("<mailto:", "<http:", "<https:", "<ftp:", "<tel:")


def kramdown_spans(md: MarkdownIt) -> None:
    """Read code, escapes and headings as kramdown does."""
    md.block.ruler.at("heading", _heading, {"alt": ["paragraph", "reference", "blockquote"]})
    _show_backslashes(md, _KRAMDOWN)
    md.inline.ruler.at("backticks", _code)


def marked_spans(md: MarkdownIt) -> None:
    """Read emphasis as marked does: marks end beside punctuation that is not of ASCII."""
    md.inline.ruler.at("emphasis", _marked_emphasis)


def named_tags(md: MarkdownIt) -> None:
    """Read tags whose names have a colon (``<o:p>``) as tags, not as addresses or words."""
    md.inline.ruler.before("autolink", "named_tag", _named_tag)


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a heading, which has words, and whose marks no blank stands before."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if state.sCount[start] > state.blkIndent or not line.strip("# \t"):
        return False
    return heading(state, start, end, silent)


def _show_backslashes(md: MarkdownIt, signs: frozenset[str]) -> None:
    def escape(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
        after = state.src[state.pos + 1 : state.pos + 2]
        if state.src[state.pos] != "\\" or after not in signs:
            return False
        if not silent:
            state.append_pending("\\")
        state.pos += 1
        return True

    md.inline.ruler.before("escape", "shown_backslash", escape)


def _code(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    """Read code: it ends at the next marks, also where more of them follow."""
    source, start = state.src, state.pos
    if source[start] != "`":
        return False
    after = start
    while after < state.posMax and source[after] == "`":
        after += 1
    marks = source[start:after]
    alone = len(marks) == 1 and source[start - 1 : start].isspace() | (start == 0)
    alone = alone and source[after : after + 1].isspace()
    end = -1 if alone else source.find(marks, after, state.posMax)
    state.pos = after if end < 0 else end + len(marks)
    if silent:
        return True
    if end < 0:
        state.append_pending(marks)
        return True
    content = source[after:end]
    if len(marks) > 1:
        content = content.removeprefix(" ").removesuffix(" ")
    token = state.push("code_inline", "code", 0)
    token.markup = marks
    token.content = content.replace("\n", " ")
    return True


def _marked_emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's
    source, start = state.src, state.pos
    marker = source[start]
    if silent or marker not in "*_":
        return False
    end = start
    while end < state.posMax and source[end] == marker:
        end += 1
    before, after = source[start - 1 : start], source[end : end + 1]
    left = _flanks(after, before)
    right = _flanks(before, after)
    opens = left and (marker == "*" or not right or before in _ASCII_MARKS)
    closes = right and (marker == "*" or not left or after in _ASCII_MARKS)
    for _ in range(end - start):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), end - start, len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos = end
    return True


def _flanks(inner: str, outer: str) -> bool:
    """Tell whether marks between two characters, or an edge, may belong to the inner one."""
    if not inner or inner.isspace():
        return False
    return inner not in _ASCII_MARKS or not outer.isalnum()


def _named_tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    if state.src[state.pos] != "<" or state.src.startswith(_ADDRESSES, state.pos):
        return False
    match = _TAG.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True


_CODE: Final = lazy(r"(?:(?<![\\`])|(?<=\\`))(`++).*?(?<!`)\1(?!`)")
_SPAN_TAG: Final = lazy(r"<(/)?([a-zA-Z][\w-]*+)(?=[\s:/>])(?!://)[^<>]*?(/)?>")
_CODE_TAG: Final = lazy(r"<code(?=[\s>])[^<>]*+>[^<]*+(?:<(?!/?code\b)[^<]*+)*+</code>")
_SEPARATOR: Final = lazy(r"(?=.*[-=])[|+ \t:=-]+")
_RULE_CELL: Final = lazy(r"[ \t]*(:?)[-=]+(:?)[ \t]*")
_HELD: Final = "\x00"
_ESCAPED: Final = "\x01"


def kramdown_tables(md: MarkdownIt) -> None:
    """Teach a parser kramdown's tables, in the place of GFM's."""
    md.disable("table")
    md.block.ruler.before("paragraph", "kramdown_table", _rule)


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    if silent or state.is_code_block(start):
        return False
    last = state.tokens[-1] if state.tokens else None
    # Only what comes first, or behind a blank line, may be a table.
    follows = last is not None and last.nesting < 1 and last.type != "attribute_list"
    if follows and not state.isEmpty(start - 1):
        return False
    lines: list[str] = []
    line = start
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if text.startswith("{:") and lines:
            break
        if "|" not in _hide_spans(_hide(text)) and not (lines and _SEPARATOR.fullmatch(text)):
            return False
        lines.append(text)
        line += 1
    rows = [text for text in lines if not _SEPARATOR.fullmatch(text)]
    if not rows:
        return False
    _write(state, start, lines)
    state.line = line
    return True


def _hide(text: str) -> str:
    """Hide the pipes that part no cells: escaped ones, and those in code."""
    text = text.replace("\\|", _ESCAPED)
    if "<code" in text:
        text = _CODE_TAG.sub(lambda match: match[0].replace("|", _HELD), text)
    return _CODE.sub(lambda match: match[0].replace("|", _HELD), text)


def _hide_spans(text: str) -> str:
    """Hide the pipes in elements of a line, which do not make it one of a table."""
    if "|" not in text or "<" not in text:
        return text
    opened: list[tuple[str, int]] = []
    names: Counter[str] = Counter()
    hidden: list[str] = []
    place = 0
    for tag in _SPAN_TAG.finditer(text):
        name = tag[2].lower()
        if name in ANY_BLOCK or name in VOID or tag[3]:
            continue
        if not tag[1]:
            opened.append((name, tag.start()))
            names[name] += 1
        elif names[name]:
            begun = opened.pop()
            while begun[0] != name:
                names[begun[0]] -= 1
                begun = opened.pop()
            names[name] -= 1
            if not opened:
                inside = text[begun[1] : tag.end()].replace("|", _HELD)
                hidden += [text[place : begun[1]], inside]
                place = tag.end()
    # What nothing closes goes on to the end.
    end = opened[0][1] if opened else len(text)
    return "".join([*hidden, text[place:end], text[end:].replace("|", _HELD)])


def _cells(text: str) -> list[str]:
    hidden = _hide(text).strip()
    hidden = hidden.removeprefix("|")
    hidden = hidden.removesuffix("|")
    return [cell.strip().replace(_ESCAPED, "\\|").replace(_HELD, "|") for cell in hidden.split("|")]


def _write(state: StateBlock, start: int, lines: list[str]) -> None:
    alignments: list[str] = []
    header = 0
    for number, text in enumerate(lines):
        if not _SEPARATOR.fullmatch(text):
            continue
        if not alignments:
            cells = text.strip().strip("|").replace("+", "|").split("|")
            found = [_RULE_CELL.fullmatch(cell) for cell in cells]
            if all(found) and any(lines[:number]):
                alignments = [_alignment(match) for match in found if match]
                header = number
    state.push("table_open", "table", 1).map = [start, start + len(lines)]
    if header:
        state.push("thead_open", "thead", 1)
        _rows(state, start, lines[:header], "th", alignments)
        state.push("thead_close", "thead", -1)
    state.push("tbody_open", "tbody", 1)
    _rows(state, start + header, lines[header:], "td", alignments)
    state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)


def _alignment(match: re.Match[str]) -> str:
    left, right = match[1], match[2]
    if left and right:
        return "center"
    return "left" if left else "right" if right else ""


def _rows(state: StateBlock, start: int, lines: list[str], tag: str, alignments: list[str]) -> None:
    for number, text in enumerate(lines):
        if _SEPARATOR.fullmatch(text):
            continue
        state.push("tr_open", "tr", 1)
        for column, cell in enumerate(_cells(text)):
            opening = state.push(f"{tag}_open", tag, 1)
            if column < len(alignments) and alignments[column]:
                opening.attrSet("style", f"text-align:{alignments[column]}")
            inline = state.push("inline", "", 0)
            inline.content = cell
            inline.map = [start + number, start + number + 1]
            inline.children = []
            state.push(f"{tag}_close", tag, -1)
        state.push("tr_close", "tr", -1)


# Attribute lists: kramdown's ``{: #id .class key="value"}``, and braces at the end of a heading.
# Sources: kramdown's syntax page, "Attribute List Definitions" and "Inline Attribute Lists"; Hugo's
# "Markdown attributes"; Python-Markdown's `attr_list`.


_BLOCK: Final = lazy(r"\{:(?![:/])((?:\\\}|[^}\n])*)\}[ \t]*")
_SPAN: Final = lazy(r"\{:(?![:/])((?:\\\}|\"[^\"]*\"|'[^']*'|[^}])*+)\}")
_SPAN_UNQUOTED: Final = lazy(r"\{:(?![:/])((?:\\\}|[^}])*+)\}")  # a lone quotation mark is in it
_DEFINITION: Final = lazy(r"([A-Za-z0-9_][\w:-]*):(.*)", re.DOTALL)
_PART: Final = lazy(
    r"#(?P<id>[^\s{}.#=\"']+)|\.(?P<name>[^\s{}.#=\"']+)"
    r"|(?P<key>[A-Za-z_:][\w:.-]*)=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s}]+))"
    r"|(?P<word>[A-Za-z0-9_][\w:-]*)"
)
# kramdown takes an id alone; Hugo and Python-Markdown classes and values, too.
_HEADING_ID: Final = lazy(r"[ \t]+\{(?P<list>#[A-Za-z][\w:-]*)\}[ \t]*$")
_LISTED: Final = (
    r"(?:[#.][^\s{}\"']+|[A-Za-z_:][\w:.-]*=(?:\"[^\"]*\"|'[^']*'|[^\s{}]+))(?:[ \t]+[^{}]*)?"
)
_HEADING_LIST: Final = lazy(rf"[ \t]*\{{:?[ \t]*(?P<list>{_LISTED})\}}[ \t]*$")
_HEADING_LIST_OR_NONE: Final = lazy(rf"[ \t]*\{{:?[ \t]*(?P<list>{_LISTED}|(?<=\{{))\}}[ \t]*$")
_STAND_IN: Final = lazy(r"[\U000f0000-\U0010ffff]\Z")  # for what is set aside (`Held`)
_SPANS: Final = frozenset({"code_inline", "image", "html_inline", "footnote_ref"})
_BLOCKS: Final = frozenset({"fence", "code_block", "hr", "html_block"})


class Attributes(NamedTuple):
    """What an attribute list says: attributes, and the words that are names of others."""

    values: dict[str, str]
    words: tuple[str, ...]


def parse_attributes(text: str) -> Attributes:
    """Read what stands between the braces of an attribute list."""
    values: dict[str, str] = {}
    names: list[str] = []
    words: list[str] = []
    for match in _PART.finditer(text):
        if match["id"]:
            values["id"] = match["id"]
        elif match["name"]:
            names.append(match["name"])
        elif match["word"]:
            words.append(match["word"])
        else:
            value = match["double"] or match["single"] or match["bare"] or ""
            if match["key"] == "class":
                names.extend(value.split())
            else:
                values[match["key"]] = value
    if names:
        values["class"] = " ".join(names)
    return Attributes(values, tuple(words))


def attribute_lists(md: MarkdownIt) -> None:
    """Teach a parser kramdown's attribute lists of blocks and spans."""
    md.block.ruler.before(
        "reference",
        "attribute_list",
        _block_rule,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    md.inline.ruler.before("link", "attribute_list", _span_rule)
    md.core.ruler.after("block", "block_attributes", _attach_to_blocks)
    md.core.ruler.after("inline", "span_attributes", _attach_to_spans)


def heading_attributes(md: MarkdownIt, *, only_ids: bool, empty: bool = False) -> None:
    """Teach a parser the braces at the end of a heading; empty ones hold attributes by goldmark."""
    pattern = _HEADING_ID if only_ids else _HEADING_LIST_OR_NONE if empty else _HEADING_LIST

    def rule(state: StateCore) -> None:
        for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
            if opening.type == "heading_open" and (match := pattern.search(inline.content)):
                inline.content = inline.content[: match.start()]
                _give(opening, parse_attributes(match["list"]).values)

    md.core.ruler.before("inline", "heading_attributes", rule)


def _block_rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = _BLOCK.fullmatch(line) if line.startswith("{:") else None
    if match is None:
        return False
    if not silent:
        token = state.push("attribute_list", "", 0)
        token.content = match[1]
        token.hidden = True
        token.meta = {"behind": start > state.lineMax or not state.isEmpty(max(0, start - 1))}
        state.line = start + 1
    return True


def _span_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if not state.src.startswith("{:", state.pos) or state.pos > _last_brace(state.src):
        return False
    match = _SPAN.match(state.src, state.pos, state.posMax) or _SPAN_UNQUOTED.match(
        state.src, state.pos, state.posMax
    )
    if match is None or state.pos == 0:
        return False
    if not silent:
        token = state.push("attribute_list", "", 0)
        token.content = match[1]
        token.markup = match[0]
    state.pos = match.end()
    return True


@lru_cache(maxsize=1)
def _last_brace(text: str) -> int:
    return text.rfind("}")


def _attach_to_blocks(state: StateCore) -> None:
    """Give each block its attributes: those of the list behind it, else of the list before it."""
    defined: dict[str, Attributes] = {}
    kept: list[Token] = []
    waiting: list[Attributes] = []
    for token in state.tokens:
        if token.type != "attribute_list":
            if waiting and token.nesting >= 0 and token.type != "inline":
                for found in waiting:
                    _give_all(token, found, defined)
                waiting = []
            kept.append(token)
            continue
        definition = _DEFINITION.fullmatch(token.content)
        if definition:
            defined[definition[1]] = parse_attributes(definition[2])
            continue
        found = parse_attributes(token.content)
        block = _block_before(kept) if token.meta["behind"] else None
        if block is None:
            waiting.append(found)
        else:
            _give_all(block, found, defined)
    state.tokens[:] = kept


def _block_before(tokens: list[Token]) -> Token | None:
    """Return the token that opens the block which ends where the tokens do."""
    if not tokens:
        return None
    last = tokens[-1]
    if last.type in _BLOCKS:
        return last
    if last.nesting >= 0:
        return None
    opening = last.type.removesuffix("_close") + "_open"
    for token in reversed(tokens):
        if token.type == opening and token.level == last.level:
            return token
    return None


def _give_all(token: Token, found: Attributes, defined: dict[str, Attributes]) -> None:
    for word in found.words:
        if word in defined:
            _give(token, defined[word].values)
        elif word in {"toc", "no_toc", "footnotes"}:
            token.meta = {**token.meta, word: True}
    _give(token, found.values)


def _give(token: Token, values: dict[str, str]) -> None:
    for key, value in values.items():
        if key == "class":
            token.attrJoin("class", value)
            if "no_toc" in value.split():
                token.meta = {**token.meta, "no_toc": True}
        else:
            token.attrSet(key, value)


def _attach_to_spans(state: StateCore) -> None:
    for token in state.tokens:
        if token.children and any(child.type == "attribute_list" for child in token.children):
            token.children = _with_attributes(token.children)


def _with_attributes(children: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for child in children:
        if child.type != "attribute_list":
            kept.append(child)
            continue
        last = kept[-1] if kept else None
        while last is not None and last.type == "text" and not last.content:
            kept.pop()
            last = kept[-1] if kept else None
        span = None
        if last is not None:
            span = last if last.type in _SPANS else _block_before(kept)
        if span is None and last is not None and _STAND_IN.search(last.content):
            continue  # it is of what stands there
        if span is None:
            # kramdown shows a list that stands behind words.
            child.type, child.content = "text", child.markup
            kept.append(child)
        else:
            _give(span, parse_attributes(child.content).values)
    return kept
