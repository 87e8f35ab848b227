"""Ids of headings and the table of contents that leads to them; footnotes in HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from newskit.frozen import NamedTuple
from newskit.lazy import lazy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


# Ids of headings, made of their words, and the table of contents that leads to them.
#
# The ids are those of GitHub, which Jekyll's parser, Hugo and many others make too: lower case,
# without punctuation, blanks as hyphens, repeated ones numbered.

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


class NoteForm(NamedTuple):
    """How a renderer writes footnotes.

    Attributes:
        parts: HTML by markdown-it's render rule; ``{number}`` is the note's, ``{name}`` its label,
            and ``{again}`` tells the second mark of a note, and those behind it, from the first.
        sign: what ``{again}`` begins with.
        second: the number in ``{again}`` of a note's second mark.
    """

    parts: Mapping[str, str]
    sign: str
    second: int

    def rules(self) -> dict[str, Callable[..., str]]:
        """Return markdown-it's render rules, by name."""
        return {name: self._rule(html) for name, html in self.parts.items()}

    def _rule(self, html: str) -> Callable[..., str]:
        def write(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
            meta = tokens[place].meta
            number = int(meta.get("id", 0)) + 1
            again = int(meta.get("subId") or 0)
            return html.format(
                number=number,
                name=escape(str(meta.get("label") or number)),
                again=f"{self.sign}{again - 1 + self.second}" if again > 0 else "",
            )

        return write


SITE_NOTES: Final = NoteForm(
    MappingProxyType(
        {
            "footnote_ref": '<sup id="fnref:{name}{again}"><a href="#fn:{name}" class="footnote"'
            ' rel="footnote" role="doc-noteref">{number}</a></sup>',
            "footnote_block_open": '<div class="footnotes" role="doc-endnotes">\n<ol>\n',
            "footnote_block_close": "</ol>\n</div>\n",
            "footnote_open": '<li id="fn:{name}" role="doc-endnote">',
            "footnote_anchor": ' <a href="#fnref:{name}{again}" class="reversefootnote"'
            ' role="doc-backlink">\u21a9</a>',
        }
    ),
    ":",
    1,
)
"""As kramdown and Hugo write them."""

CMARK_NOTES: Final = NoteForm(
    MappingProxyType(
        {
            "footnote_ref": '<sup class="footnote-ref"><a href="#fn-{number}"'
            ' id="fnref-{number}{again}" data-footnote-ref>{number}</a></sup>',
            "footnote_block_open": '<section class="footnotes" data-footnotes>\n<ol>\n',
            "footnote_block_close": "</ol>\n</section>\n",
            "footnote_open": '<li id="fn-{number}">\n',
            "footnote_close": "</li>\n",
            "footnote_anchor": ' <a href="#fnref-{number}{again}" class="footnote-backref"'
            ' data-footnote-backref data-footnote-backref-idx="{number}{again}"'
            ' aria-label="Back to reference {number}{again}">\u21a9</a>',
        }
    ),
    "-",
    2,
)
"""As cmark-gfm writes them."""
