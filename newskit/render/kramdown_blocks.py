"""kramdown's blocks: lists, quotations, code and headings are parted by lines, then read.

CommonMark asks of each line where it belongs; kramdown takes all lines of an item or a quotation
first, without the marks before them, and reads these as a text of their own.

Source: kramdown 2.4, `parser/kramdown/{list,blockquote,codeblock,header,paragraph}.rb`, and
kramdown-parser-gfm 1.1, which Jekyll sets up; run on 2,700 posts.

Where kramdown's links lead comes first: CommonMark wants an address without blanks and balanced
quotation marks around a title; kramdown takes what stands up to the parenthesis that closes, and
the last definition of a name (`parser/kramdown/link.rb`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Final

from markdown_it.rules_block import fence, hr, html_block, lheading
from markdown_it.token import Token

from newskit.frozen import NamedTuple, dataclass, field
from newskit.lazy import lazy
from newskit.render.kramdown import parse_attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

# Links and definitions.

_NAME: Final = lazy(r"\s*?\[([^\]]+)?\]")
# Longer ones are words, as are addresses with more open parentheses: all links look for an end.
_ENCLOSED: Final = lazy(r"\(<(.{0,4000}?)>")
_MOST_OPEN: Final = 40
_PARENTHESIS: Final = lazy(r"(\()|(\))|\s(?=['\"])")
_TITLE: Final = lazy(r"\s*?([\"'])(.{1,4000}?)\1\s*?\)", re.DOTALL)
_ESCAPED: Final = lazy(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$-])")
_BLANKS: Final = lazy(r"\s+")
_DEFINITION: Final = lazy(r" {0,3}\[([^\n\]]+)\]:[ \t]*(?:<(.*?)>)?(.*)")
_TITLE_BEHIND: Final = lazy(r"(?<![ \t])[ \t]+(?P<sign>[\"']).")


class LinkTarget(NamedTuple):
    """Where a link leads.

    Attributes:
        address: as it is written.
        title: may be empty.
        end: where the link ends.
    """

    address: str
    title: str
    end: int


Definitions = dict[str, tuple[str, str]]
"""Addresses and titles by name."""


def link_target(
    source: str, place: int, end: int, words: str, defined: Mapping[str, tuple[str, str]]
) -> LinkTarget | None:
    """Return where a link leads; None where it is none.

    Args:
        source: the paragraph.
        place: behind the bracket that closes its words.
        end: of what is read.
        words: of the link, which may be the name of a definition.
        defined: definitions by name.
    """
    name = _NAME.match(source, place, end)
    if name is not None or source[place : place + 1] != "(" or place >= end:
        found = defined.get(_key((name[1] if name else None) or plain_words(words)))
        return LinkTarget(*found, name.end() if name else place) if found else None
    if (enclosed := _ENCLOSED.match(source, place, end)) is not None:
        address, after, closed = enclosed[1], enclosed.end(), False
        if source[after : after + 1] == ")" and after < end:
            return LinkTarget(address, "", after + 1)
    else:
        address, after, closed = _address(source, place, end)
    if closed:
        return LinkTarget(address, "", after)
    title = _TITLE.match(source, after, end)
    return LinkTarget(address, title[2], title.end()) if title else None


def _address(source: str, place: int, end: int) -> tuple[str, int, bool]:
    """Return an address in parentheses, where it ends, and whether they are closed there."""
    depth, after = 0, place
    for sign in _PARENTHESIS.finditer(source, place, end):
        after = sign.end()
        depth += 1 if sign[1] else -1 if sign[2] else 0
        if not 0 < depth <= _MOST_OPEN or not (sign[1] or sign[2]):
            break
    return source[place + 1 : max(place + 1, after - 1)].strip(), after, depth == 0


def plain_words(words: str) -> str:
    """Return the words of a link or a picture without backslashes before signs."""
    return _ESCAPED.sub(r"\1", words)


def _key(name: str) -> str:
    return _BLANKS.sub(" ", name).lower()


def definitions(env: dict[str, Definitions]) -> Definitions:
    """Return the definitions of a document, which its blocks fill."""
    return env.setdefault("kramdown_links", {})


def loose_definitions(md: MarkdownIt) -> None:
    """Teach a parser definitions of links whose addresses have blanks."""
    md.block.ruler.at("reference", _definition_rule)


def _definition_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    if silent or state.is_code_block(start):
        return False
    first, _, second = state.getLines(
        start, min(start + 2, end), state.blkIndent, keepLastLF=False
    ).partition("\n")
    match = _DEFINITION.fullmatch(first)
    if match is None:
        return False
    rest = match[3].rstrip()
    address, title = (match[2], rest) if match[2] is not None else _parted(rest)
    below = second.strip()
    lines = 1
    if not title and _is_title(below):
        title, lines = below, 2
    if not address or (title and not _is_title(title.strip())):
        return False
    known = definitions(state.env)  # type: ignore[arg-type]
    known[_key(match[1])] = unescape(address), title.strip()[1:-1]
    state.line = start + lines
    return True


def _parted(rest: str) -> tuple[str, str]:
    """Return the address of a definition, and its title in its signs."""
    found = _TITLE_BEHIND.search(rest)
    if found is None:
        return rest, ""
    return rest[: found.start()], rest[found.start() :].lstrip()


def _is_title(text: str) -> bool:
    return len(text) > 2 and text[0] in "\"'" and text[0] == text[-1]


_SPANS: Final = (
    "a|abbr|acronym|b|big|bdo|br|button|cite|code|del|dfn|em|i|img|input|ins|kbd|label|mark|option"
    "|q|rb|rbc|rp|rt|rtc|ruby|samp|select|small|span|strong|sub|sup|tt|u|var|script"
)
_STOP: Final = rf"(?:\{{:(?![:/])[^\n}}]+\}}\s*$|</?(?!(?:{_SPANS})\b)[A-Za-z_:][\w:.-]*)"
_ENDS: Final = lazy(rf" {{0,3}}{_STOP}|<!-- -->$")
_ITEM: Final = lazy(r"( {0,3}(?:[+*-]|[0-9]+\.))([\t| ].*)")
_QUOTED: Final = lazy(r" {0,3}> ?")
_INDENT: Final = lazy(r"(?:\t| {4})[ \t]*\S")
_LEADING_INDENT: Final = lazy(r"^(?:\t| {4})", re.MULTILINE)
_LAZY_CODE: Final = lazy(r"\n( {0,3}\S)")
_NOTE: Final = lazy(r" {0,3}\[\^(\w[\w:-]*)\]:[ \t]*(.*)")
_ITEM_LIST: Final = lazy(r"\s*\{:(?![:/])((?:\\\}|[^}\n])+)\}\s*")
_RULE: Final = lazy(r" {0,3}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*")
_FENCE: Final = lazy(r" {0,3}(([~`])\2{2,}+)\s*+(\S*+)\s*+")
_UNDERLINE: Final = lazy(r"[-=]+[ \t]*")
_TABBED: Final = lazy(r"( *)(\t+)")
_DEEPEST: Final = 40
"""Lists and quotations inside each other that are read."""


@dataclass(slots=True)
class _Item:
    """An item of a list.

    Attributes:
        texts: what is read of it, in parts: nested lists begin a new one.
        attributes: of its attribute list.
    """

    texts: list[str]
    attributes: dict[str, str] = field(default_factory=dict["str", "str"])


def kramdown_blocks(md: MarkdownIt) -> None:
    """Read lists, quotations, code, rules and underlined headings as kramdown does."""
    ruler = md.block.ruler
    ruler.at("code", _code_rule)
    ruler.at("fence", _fence_rule, {"alt": ["paragraph", "reference"]})
    ruler.at("blockquote", _quotation_rule, {"alt": ["paragraph", "reference"]})
    ruler.at("hr", _hr_rule)
    ruler.at("list", _list_rule, {"alt": ["paragraph", "reference"]})
    ruler.at("lheading", _underlined_rule)
    ruler.at("html_block", _html_rule, {"alt": ["paragraph", "reference"]})
    ruler.at("footnote_def", _note_rule)


def _line(state: StateBlock, number: int) -> str:
    if not state.blkIndent:
        return state.src[state.bMarks[number] : state.eMarks[number]]
    return state.getLines(number, number + 1, state.blkIndent, keepLastLF=False)


def _is_outside(state: StateBlock, number: int) -> bool:
    """Tell whether a line does not belong to the note or definition that is read."""
    return state.sCount[number] < state.blkIndent and not state.isEmpty(number)


def _code_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read code: lines that are not indented belong to it where no blank line is before them."""
    if silent or not _INDENT.match(_line(state, start)):
        return False
    after, text = _code(state, start, end)
    token = state.push("code_block", "code", 0)
    token.content = _LEADING_INDENT.sub("", text) + "\n"
    token.map = [start, after]
    state.line = after
    return True


def _code(state: StateBlock, start: int, end: int) -> tuple[int, str]:
    """Return the line behind indented lines and those that belong to them, and their text."""
    lines: list[str] = []
    after = place = start
    while place < end and not _is_outside(state, place):
        line = _line(state, place)
        blank = not line.strip()
        follows = bool(lines) and bool(lines[-1].strip())
        if not blank and not _INDENT.match(line) and (not follows or _ENDS.match(line)):
            break
        lines.append(line)
        place += 1
        after = after if blank else place
    return after, _LAZY_CODE.sub(r" \1", "\n".join(lines[: after - start]))


def _note_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a footnote: the rest of its line, and what is indented behind it."""
    match = None if silent else _NOTE.match(_line(state, start))
    if match is None:
        return False
    after, text = start + 1, match[2]
    below = next((n for n in range(start + 1, end) if not state.isEmpty(n)), end)
    if below < end and _INDENT.match(_line(state, below)):
        after, code = _code(state, below, end)
        text = f"{text}{chr(10) * (below - start)}{_LEADING_INDENT.sub('', code)}"
    notes = state.env.setdefault("footnotes", {"refs": {}, "list": {}})
    notes.setdefault("refs", {})[f":{match[1]}"] = -1
    opening = state.push("footnote_reference_open", "", 1)
    opening.meta, opening.map = {"label": match[1]}, [start, after]
    _read(state, text)
    state.push("footnote_reference_close", "", -1)
    state.line = after
    return True


def _html_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read HTML: elements and comments; what begins otherwise is words."""
    begins = _line(state, start).lstrip(" ")
    if begins.startswith(("<?", "<!")) and not begins.startswith("<!--"):
        return False
    return html_block(state, start, end, silent)


def _fence_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read code between marks: one word may follow the first ones, and they are closed."""
    match = _FENCE.fullmatch(_line(state, start))
    closing = -1 if match is None else _closing(state, start, end, match[1])
    if match is None or closing < 0:
        return False
    if match[2] != "`" or "`" not in match[3]:
        return fence(state, start, end, silent)
    if not silent:  # words in code that begin a paragraph, for other renderers
        token = state.push("fence", "code", 0)
        token.info, token.markup, token.map = match[3], match[1], [start, closing + 1]
        token.content = state.getLines(start + 1, closing, state.sCount[start], keepLastLF=True)
        state.line = closing + 1
    return True


def _closing(state: StateBlock, start: int, end: int, marks: str) -> int:
    """Return the line that closes code; -1 where none does."""
    # With its state, as the identity of one that has gone may be another's.
    known: dict[object, tuple[StateBlock, int, int]] = state.env.setdefault("kramdown_fences", {})
    key = (marks, id(state), end, state.blkIndent)
    _, first, found = known.get(key, (state, end, -1))
    if first <= start and (found < 0 or found > start):
        return found
    closes = re.compile(rf" {{0,3}}{re.escape(marks)}{re.escape(marks[0])}*\s*")
    for number in range(start + 1, end):
        if closes.fullmatch(_line(state, number)):
            known[key] = state, start, number
            return number
    known[key] = state, start, -1
    return -1


def _quotation_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a quotation: it goes on to the next blank line."""
    if not _QUOTED.match(_line(state, start)):
        return False
    if silent:
        return True
    lines = [_line(state, start)]
    place = start + 1
    while place < end and not state.isEmpty(place) and not _is_outside(state, place):
        line = _line(state, place)
        if _ENDS.match(line):
            break
        lines.append(line)
        place += 1
    text = "\n".join(_unquoted(line) for line in lines)
    state.push("blockquote_open", "blockquote", 1).map = [start, place]
    _read(state, text)
    state.push("blockquote_close", "blockquote", -1)
    state.line = place
    return True


def _unquoted(line: str) -> str:
    match = _QUOTED.match(line)
    return line[match.end() :] if match else line


def _hr_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    return not silent and hr(state, start, end, silent)


def _underlined_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a heading: one line behind a blank one, and its underline."""
    below = start + 1
    if silent or below >= end or state.blkIndent > state.sCount[below]:
        return False
    if not _UNDERLINE.fullmatch(_line(state, below)) or not _is_behind_blank(state, start):
        return False
    return lheading(state, start, below + 1, silent)


def _is_behind_blank(state: StateBlock, start: int) -> bool:
    last = state.tokens[-1] if state.tokens else None
    if last is None or last.nesting > 0 or last.type == "attribute_list":
        return True
    return start == 0 or state.isEmpty(start - 1)


def _list_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a list of one kind: its items' lines first, then what these say."""
    first = _ITEM.fullmatch(_line(state, start))
    if first is None or silent:
        return first is not None
    numbered = first[1].lstrip(" ")[0] not in "+*-"
    items, after = _items(state, start, end, numbered=numbered)
    name, tag = ("ordered", "ol") if numbered else ("bullet", "ul")
    state.push(f"{name}_list_open", tag, 1).map = [start, after]
    tight = False
    for number, item in enumerate(items):
        opening = state.push("list_item_open", "li", 1)
        for key, value in item.attributes.items():
            opening.attrSet(key, value)
        place = len(state.tokens)
        for text in item.texts:
            _read(state, text)
        is_last = number == len(items) - 1
        if _has_plain_words(state.tokens[place:], item.texts, is_last=is_last) and (
            not is_last or not number or tight
        ):
            state.tokens[place].hidden = state.tokens[place + 2].hidden = True
        tight = tight or len(state.tokens) == place or state.tokens[place].type != "paragraph_open"
        tight = tight or state.tokens[place].hidden
        state.push("list_item_close", "li", -1)
    state.push(f"{name}_list_close", tag, -1)
    state.line = after
    return True


def _has_plain_words(tokens: list[Token], texts: list[str], *, is_last: bool) -> bool:
    """Tell whether the first paragraph of an item is shown without space around it."""
    if not tokens or tokens[0].type != "paragraph_open":
        return False
    lines = texts[0].split("\n")
    height = (tokens[0].map or [0, 1])[1]
    followed = "\n".join(lines[height:]).strip("\n \t") or len(texts) > 1
    if height >= len(lines) or lines[height].strip():
        return True  # nothing, or another block without a blank line
    return not followed and (is_last or height == len(lines) - 1)


class _Signs:
    """What lines of an item look like, by the indent of its words."""

    def __init__(self, indent: int) -> None:
        tabs, rest = divmod(indent, 4)
        unit = r"(?:\t| {4})"
        self.content = re.compile(rf"(?:{unit}{{{tabs}}} {{{rest}}}|{unit}{{{tabs + 1}}}).*\S")
        self.stops = re.compile(rf" {{0,{min(indent, 3)}}}{_STOP}|<!-- -->$")
        self.indent = " " * indent


_signs: Final[Callable[[int], _Signs]] = lru_cache(maxsize=64)(_Signs)


def _items(state: StateBlock, start: int, end: int, *, numbered: bool) -> tuple[list[_Item], int]:
    """Return the items of a list, and the line behind it."""
    items: list[_Item] = []
    signs, widest = _signs(0), 3
    nested = blank = False
    place = start
    while place < end and not _is_outside(state, place):
        line = _line(state, place)
        if blank and _RULE.fullmatch(line):
            break
        if (match := _starts_item(line, widest, numbered=numbered)) is not None:
            text, indent = _first_line(match[2], len(match[1]))
            item = _Item([text])
            if found := _ITEM_LIST.match(text):
                item = _Item([text[found.end() :]], parse_attributes(found[1]).values)
            items.append(item)
            signs, widest = _signs(min(indent, 200)), min(3, indent - 1)
            nested, blank = _ITEM.fullmatch(text) is not None, False
        elif not line.strip():
            nested = blank = True
            items[-1].texts[-1] += "\n"
        elif signs.content.match(line) or (not blank and not signs.stops.match(line)):
            nested = _take(items[-1], line, signs.indent, nested=nested)
            blank = False
        else:
            break
        place += 1
    while place > start + 1 and state.isEmpty(place - 1):
        place -= 1  # blank lines are of what comes next
    return items, place


def _starts_item(line: str, widest: int, *, numbered: bool) -> re.Match[str] | None:
    match = _ITEM.fullmatch(line)
    if match is None or (match[1].lstrip(" ")[0] in "+*-") is numbered:
        return None
    return match if len(line) - len(line.lstrip(" ")) <= widest else None


def _take(item: _Item, line: str, indent: str, *, nested: bool) -> bool:
    """Add a line to an item; return whether a list within it, or a blank line, has been seen."""
    tabs = len(line) - len(line.lstrip("\t"))
    line = "    " * tabs + line[tabs:]
    indented = line.startswith(indent)
    line = line.removeprefix(indent)
    if _ITEM.fullmatch(line):
        if not nested and indented:
            item.texts.append("")
            nested = True
        elif nested and not indented:
            line = f"{indent}    {line}"
    item.texts[-1] += line if not item.texts[-1] and len(item.texts) > 1 else f"\n{line}"
    return nested


def _first_line(content: str, indent: int) -> tuple[str, int]:
    """Return the first words of an item, and how far its other lines are indented."""
    found = _ITEM_LIST.match(content)
    if not (content[found.end() :] if found else content).strip():
        return content.lstrip(), 4
    while (match := _TABBED.match(content)) is not None:
        column = len(match[1]) + indent
        width = 4 - column % 4 + (len(match[2]) - 1) * 4
        content = match[1] + " " * width + content[match.end() :]
    return content.lstrip(), indent + len(content) - len(content.lstrip(" "))


def _read(state: StateBlock, text: str) -> None:
    """Read blocks of a text of their own, within what is open."""
    if not text.strip():
        return
    depth = state.env.get("kramdown_depth", 0) + 1
    if depth > _DEEPEST:
        raise RecursionError
    state.env["kramdown_depth"] = depth
    tokens: list[Token] = []
    state.md.block.parse(text, state.md, state.env, tokens)
    state.env["kramdown_depth"] = depth - 1
    for token in tokens:
        token.level += state.level
    state.tokens.extend(tokens)
