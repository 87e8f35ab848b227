"""What sites' renderers read beyond CommonMark, by markdown-it and what a flavour adds to it.

Importing the parser takes longer than most posts; few of them need it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from newskit.lazy import lazy
from newskit.render.anchors import SITE_NOTES, heading_ids
from newskit.render.flavour import Flavour
from newskit.render.kramdown import (
    attribute_lists,
    heading_attributes,
    kramdown_spans,
    kramdown_tables,
    marked_spans,
    named_tags,
)
from newskit.render.kramdown_blocks import kramdown_blocks
from newskit.render.kramdown_nesting import kramdown_nesting

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from newskit.render.hooks import Hooks

# Abbreviations (``*[HTML]: HyperText Markup Language``) of kramdown and Python-Markdown.

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


# Definitions.


def definitions(md: MarkdownIt) -> None:
    """Teach a parser definitions behind colons: tildes are Pandoc's alone, and code is none."""
    deflist_plugin(md)
    read = next(rule.fn for rule in md.block.ruler.__rules__ if rule.name == "deflist")

    def behind_colon(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        line = start + 1
        if line < end and state.isEmpty(line):
            line += 1
        if not silent and line < end:
            place = state.bMarks[line] + state.tShift[line]
            if state.src[place : place + 1] != ":" or state.is_code_block(line):
                return False
        return read(state, start, end, silent)

    md.block.ruler.at("deflist", behind_colon, {"alt": ["paragraph", "reference", "blockquote"]})


# Footnotes as the sites write them: a raised number, the notes at the end, a way back.


def footnotes(md: MarkdownIt) -> None:
    """Teach a parser ``[^1]`` and ``[^1]: note``."""
    footnote_plugin(md, inline=False)
    md.inline.ruler.before("image", "note_behind_sign", _note_behind_sign)
    for name, rule in SITE_NOTES.rules().items():
        md.add_render_rule(name, rule)


def _note_behind_sign(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's
    """Read the mark of a footnote behind an exclamation mark (`now![^1]`): no image begins."""
    mark = _NOTE_BEHIND_SIGN.match(state.src, state.pos)
    if mark is None or f":{mark[1]}" not in state.env.get("footnotes", {}).get("refs", {}):
        return False
    if not silent:
        state.pending += "!"
    state.pos += 1
    return True


_NOTE_BEHIND_SIGN: Final = lazy(r"!\[\^([^\]\s]+)\]")
_DEEPEST: Final = 120
"""Levels of blocks that are read; the parser leaves out what is deeper."""


def render_beyond(text: str, flavour: Flavour, hooks: Hooks | None = None) -> str | None:
    """Render what cmark does not read; None where it is nested too deeply for the parser."""
    parser = _parser_for(flavour)
    found: dict[str, Any] = {}
    try:
        tokens = parser.parse(text, found)
        if any(token.level >= _DEEPEST - 1 for token in tokens):
            return None
        if hooks is not None:
            from newskit.render.hooks import apply_hooks  # Hugo's alone

            apply_hooks(parser, tokens, found, hooks)
        return str(parser.renderer.render(tokens, parser.options, found))
    except RecursionError:
        return None


_DEFINITIONS = {Flavour.KRAMDOWN, Flavour.GOLDMARK, Flavour.MARKDOWN_IT, Flavour.ANY}
_NAMED = {Flavour.KRAMDOWN, Flavour.MARKED}
_LISTS = {Flavour.KRAMDOWN, Flavour.MARKDOWN_IT, Flavour.ANY}


class _Parser(MarkdownIt):
    """A parser that takes every address for a link's, as the sites' renderers do.

    Attributes:
        decodes: whether an automatic link shows its address decoded, as markdown-it alone does.
    """

    decodes = False

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's interface
        return True

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's interface
        return super().normalizeLinkText(link) if self.decodes else link


@cache
def _parser_for(flavour: Flavour) -> MarkdownIt:
    """Return the parser of a flavour; made once in each process."""
    md = _Parser(
        "commonmark",
        {"maxNesting": _DEEPEST, "breaks": flavour is Flavour.MARKED},
    )
    md.decodes = flavour is Flavour.MARKDOWN_IT
    md.enable(["table", "strikethrough"])
    footnotes(md)
    tasklists_plugin(md)
    if flavour in _DEFINITIONS:
        definitions(md)
    if flavour in _DEFINITIONS or flavour is Flavour.MDX:
        only_ids = flavour in {Flavour.KRAMDOWN, Flavour.MDX}
        heading_attributes(md, only_ids=only_ids, empty=flavour is Flavour.GOLDMARK)
    if flavour in _LISTS:
        attribute_lists(md)
        abbreviations(md)
    if flavour in _NAMED:
        named_tags(md)
    if flavour is Flavour.MARKDOWN_IT:
        md.disable("code")
    if flavour is Flavour.MARKED:
        marked_spans(md)
    if flavour is Flavour.KRAMDOWN:
        kramdown_blocks(md)
        kramdown_spans(md)
        kramdown_nesting(md)
        kramdown_tables(md)
    heading_ids(md)
    return md
