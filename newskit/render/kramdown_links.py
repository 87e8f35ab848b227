"""Where kramdown's links lead: addresses in parentheses, and definitions by name.

CommonMark wants an address without blanks and balanced quotation marks around a title; kramdown
takes what stands up to the parenthesis that closes, and the last definition of a name.

Source: kramdown 2.4, `parser/kramdown/link.rb`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

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


class Target(NamedTuple):
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
) -> Target | None:
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
        return Target(*found, name.end() if name else place) if found else None
    if (enclosed := _ENCLOSED.match(source, place, end)) is not None:
        address, after, closed = enclosed[1], enclosed.end(), False
        if source[after : after + 1] == ")" and after < end:
            return Target(address, "", after + 1)
    else:
        address, after, closed = _address(source, place, end)
    if closed:
        return Target(address, "", after)
    title = _TITLE.match(source, after, end)
    return Target(address, title[2], title.end()) if title else None


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


def link_definitions(md: MarkdownIt) -> None:
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
