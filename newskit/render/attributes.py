"""Attribute lists: kramdown's ``{: #id .class key="value"}``, and braces at the end of a heading.

Sources: kramdown's syntax page, "Attribute List Definitions" and "Inline Attribute Lists"; Hugo's
"Markdown attributes"; Python-Markdown's `attr_list`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from markdown_it.token import Token

from newskit.lazy import lazy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

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
_HEADING_LIST: Final = lazy(
    r"[ \t]*\{:?[ \t]*(?P<list>"
    r"(?:[#.][^\s{}\"']+|[A-Za-z_:][\w:.-]*=(?:\"[^\"]*\"|'[^']*'|[^\s{}]+))"
    r"(?:[ \t]+[^{}]*)?)\}[ \t]*$"
)
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


def heading_attributes(md: MarkdownIt, *, only_ids: bool) -> None:
    """Teach a parser the braces at the end of a heading."""
    pattern = _HEADING_ID if only_ids else _HEADING_LIST

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
        if span is None:
            # kramdown shows a list that stands behind words.
            child.type, child.content = "text", child.markup
            kept.append(child)
        else:
            _give(span, parse_attributes(child.content).values)
    return kept
