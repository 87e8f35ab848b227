"""Abbreviations (``*[HTML]: HyperText Markup Language``) of kramdown and Python-Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token

from newskit.lazy import lazy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore

__all__ = ["abbreviations"]

_DEFINITION: Final = lazy(r"\*\[([^\]\n]+)\]:[ \t]*(.*)")
_MOST: Final = 1000


def abbreviations(md: MarkdownIt) -> None:
    """Teach a parser abbreviations: their definitions go, their words get a title."""
    md.block.ruler.before("reference", "abbreviation", _define, {"alt": ["paragraph", "reference"]})
    md.core.ruler.after("inline", "abbreviations", _mark)


def _define(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    match = _DEFINITION.fullmatch(line) if line.startswith("*[") else None
    if match is None:
        return False
    if not silent:
        state.env.setdefault("abbreviations", {})[match[1]] = match[2].strip()
        state.line = start + 1
    return True


def _mark(state: StateCore) -> None:
    defined: dict[str, str] = state.env.get("abbreviations") or {}
    if not defined or len(defined) > _MOST:
        return
    names = "|".join(re.escape(name) for name in sorted(defined, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    for token in state.tokens:
        if token.children and any(pattern.search(child.content) for child in token.children):
            token.children = [
                part for child in token.children for part in _parts(child, pattern, defined)
            ]


def _parts(child: Token, pattern: re.Pattern[str], defined: dict[str, str]) -> list[Token]:
    if child.type != "text":
        return [child]
    parts: list[Token] = []
    position = 0
    for match in pattern.finditer(child.content):
        parts.append(_text(child.content[position : match.start()]))
        opening = Token("abbr_open", "abbr", 1)
        if defined[match[0]]:
            opening.attrSet("title", defined[match[0]])
        parts.extend((opening, _text(match[0]), Token("abbr_close", "abbr", -1)))
        position = match.end()
    parts.append(_text(child.content[position:]))
    return parts


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token
