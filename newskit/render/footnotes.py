"""Footnotes as the sites write them: a raised number, the notes at the end, a way back."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererProtocol
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

__all__ = ["footnotes"]


def footnotes(md: MarkdownIt) -> None:
    """Teach a parser ``[^1]`` and ``[^1]: note``."""
    footnote_plugin(md, inline=False)
    md.add_render_rule("footnote_ref", _reference)
    md.add_render_rule("footnote_block_open", _begin)
    md.add_render_rule("footnote_block_close", _end)
    md.add_render_rule("footnote_open", _note)
    md.add_render_rule("footnote_anchor", _way_back)


def _name(token: Token) -> str:
    return escape(str(token.meta.get("label") or int(token.meta["id"]) + 1))


def _again(token: Token) -> str:
    number = int(token.meta.get("subId") or 0)
    return f":{number}" if number > 0 else ""


def _reference(
    _: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType
) -> str:
    token = tokens[index]
    name = _name(token)
    return (
        f'<sup id="fnref:{name}{_again(token)}"><a href="#fn:{name}" class="footnote"'
        f' rel="footnote" role="doc-noteref">{int(token.meta["id"]) + 1}</a></sup>'
    )


def _begin(*_: object) -> str:
    return '<div class="footnotes" role="doc-endnotes">\n<ol>\n'


def _end(*_: object) -> str:
    return "</ol>\n</div>\n"


def _note(
    _: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType
) -> str:
    return f'<li id="fn:{_name(tokens[index])}" role="doc-endnote">'


def _way_back(
    _: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, ___: EnvType
) -> str:
    token = tokens[index]
    return (
        f' <a href="#fnref:{_name(token)}{_again(token)}" class="reversefootnote"'
        ' role="doc-backlink">↩</a>'
    )
