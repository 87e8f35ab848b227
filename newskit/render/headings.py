"""Ids of headings, made of their words, and the table of contents that leads to them.

The ids are those of GitHub, which Jekyll's parser, Hugo and many others make too: lower case,
without punctuation, blanks as hyphens, repeated ones numbered.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Final, cast

from newskit.lazy import lazy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_NO_WORD: Final = lazy(r"[^\w\- \t]")
_HEADING: Final = lazy(r"<h([1-6])>([^<]*+(?:<(?!/?h[1-6]>)[^<]*+)*+)</h\1>")
_TAG: Final = lazy(r"<[^<>]*>")
_ALT: Final = lazy(r"<img\b[^<>]*>")


class _Ids:
    """The ids of one document: none is given twice."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def take(self, words: str) -> str:
        slug = heading_slug(words) or "section"
        count = self._counts.get(slug, 0)
        self._counts[slug] = count + 1
        return f"{slug}-{count}" if count else slug


def heading_slug(words: str) -> str:
    """Return the id of a heading with these words, the first of its name."""
    return _NO_WORD.sub("", words.strip().lower()).replace(" ", "-").replace("\t", "-")


def with_heading_ids(html: str) -> str:
    """Give the headings of rendered Markdown their ids."""
    if "<h" not in html:
        return html
    ids = _Ids()

    def opened(match: re.Match[str]) -> str:
        words = match[2]
        if "<" in words:
            words = _TAG.sub("", _ALT.sub("", words))
        words = unescape(words)
        name = escape(ids.take(words))
        return f'<h{match[1]} id="{name}">{match[2]}</h{match[1]}>'

    return _HEADING.sub(opened, html)


def heading_ids(md: MarkdownIt) -> None:
    """Teach a parser to give headings ids, and to fill kramdown's ``{:toc}``."""
    md.core.ruler.push("heading_ids", _rule)


def _rule(state: StateCore) -> None:
    ids = _Ids()
    found: list[tuple[int, str, Token]] = []
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type != "heading_open":
            continue
        name = opening.attrGet("id")
        if name is None:
            name = ids.take(_words(inline))
            opening.attrSet("id", name)
        if not opening.meta.get("no_toc"):
            found.append((int(opening.tag[1]), str(name), inline))
    if any(token.meta.get("toc") for token in state.tokens):
        _fill(state, found)


def _words(inline: Token) -> str:
    return "".join(
        child.content if child.type in {"text", "code_inline"} else " "
        for child in inline.children or ()
        if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
    )


def _fill(state: StateCore, found: list[tuple[int, str, Token]]) -> None:
    """Put the table of contents in the place of the list that asks for it."""
    from markdown_it.token import Token

    kept: list[Token] = []
    within: Token | None = None
    for token in state.tokens:
        if within is not None:
            if token.level == within.level and token.nesting < 0:
                within = None
            continue
        if token.meta.get("toc") and token.type in {"bullet_list_open", "ordered_list_open"}:
            within = token
            contents = Token("html_block", "", 0)
            contents.content = _contents(state, found, token.tag)
            kept.append(contents)
            continue
        kept.append(token)
    state.tokens[:] = kept


def _contents(state: StateCore, found: list[tuple[int, str, Token]], tag: str) -> str:
    renderer = cast("RendererHTML", state.md.renderer)
    parts: list[str] = []
    levels: list[int] = []
    for level, name, inline in found:
        while levels and levels[-1] > level:
            parts.append(f"</li></{tag}>")
            levels.pop()
        if levels and levels[-1] == level:
            parts.append("</li>")
        else:
            parts.append(f"<{tag}>" if levels else f'<{tag} id="markdown-toc">')
            levels.append(level)
        kept = [
            child
            for child in inline.children or ()
            if child.type not in {"link_open", "link_close", "footnote_ref"}
        ]
        words = renderer.renderInline(kept, state.md.options, state.env)
        parts.append(f'<li><a href="#{escape(name)}">{words}</a>')
    parts.extend(f"</li></{tag}>" for _ in levels)
    return "".join(parts) + "\n" if parts else ""
