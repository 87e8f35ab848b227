"""What stands in for cmark-gfm where it is not installed: markdown-it-py, with HTML as cmark's.

cmarkgfm 2025.10.22 has no wheels for macOS on Intel nor for Windows on ARM. The substitute reads
the same CommonMark with GFM's tables, strikethrough and task lists, some hundred times slower.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache, partial
from typing import Any, Final
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from newskit.lazy import lazy
from newskit.render.anchors import CMARK_NOTES

_DEEPEST: Final = 1000
_TASK: Final = lazy(r"\[([ xX])\](?=[ \t])")
_ALIGN: Final = "text-align:"
# What cmark leaves as it is in an address (houdini_escape_href).
_SAFE_IN_ADDRESS: Final = "-_.+!*'(),%#@?=;:/,+&$~"
# White space that markdown-it takes off the ends of lines and cmark does not: characters that no
# text holds (noncharacters, Unicode 23.7) stand there meanwhile.
_SPACES: Final = "".join(
    char for char in map(chr, range(0x3001)) if char.isspace() and char not in " \t\n\r"
)
_HIDE: Final = {ord(char): 0xFDD0 + place for place, char in enumerate(_SPACES)}
_SHOW: Final = {there: here for here, there in _HIDE.items()}
_EDGES: Final = lazy(f"^[ \t]*[{_SPACES}]+|[{_SPACES}]+[ \t]*$", re.MULTILINE)


def render(markdown: str, *, footnotes: bool) -> str:
    """Render Markdown as `newskit.render.cmark.render_markdown` does."""
    text = _EDGES.sub(lambda match: match[0].translate(_HIDE), markdown.replace("\0", "\ufffd"))
    return str(_parser(footnotes).render(text)).translate(_SHOW)


@cache
def _parser(footnotes: bool) -> MarkdownIt:  # noqa: FBT001 (a cache's key)
    md = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    if footnotes:
        footnote_plugin(md, inline=False)
        for name, rule in CMARK_NOTES.rules().items():
            md.add_render_rule(name, rule)
    md.core.ruler.push("tasks", _tasks)
    for name in ("s_open", "s_close"):
        md.add_render_rule(name, _struck)
    for name in ("th_open", "td_open"):
        md.add_render_rule(name, _cell)
    # Any address is a link to cmark, and stays what it is.
    vars(md).update(validateLink=_is_link, normalizeLink=partial(quote, safe=_SAFE_IN_ADDRESS))
    return md


def _is_link(_: str) -> bool:
    return True


def _struck(
    _: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    __: OptionsDict,
    ___: MutableMapping[str, Any],
) -> str:
    return "<del>" if tokens[place].nesting == 1 else "</del>"


def _cell(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    _: MutableMapping[str, Any],
) -> str:
    """Write the alignment of a cell as cmark does, in ``align``."""
    token = tokens[place]
    style = str(token.attrs.pop("style", ""))
    if style.startswith(_ALIGN):
        token.attrs["align"] = style.removeprefix(_ALIGN)
    return renderer.renderToken(tokens, place, options, {})


def _tasks(state: StateCore) -> None:
    """Put a box at the start of items that begin with ``[ ]`` or ``[x]``."""
    for place, token in enumerate(state.tokens):
        if token.type != "inline" or place < 2 or state.tokens[place - 2].type != "list_item_open":
            continue
        match = _TASK.match(token.content)  # as it is written: a backslash makes it text
        first = token.children[0] if token.children else None
        if first is None or match is None or not first.content.startswith(match[0]):
            continue
        checked = "" if match[1] == " " else ' checked=""'
        box = Token("html_inline", "", 0, content=f'<input type="checkbox"{checked} disabled="" />')
        first.content = first.content[match.end() :]
        token.children = [box, *(token.children or ())]
