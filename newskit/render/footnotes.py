"""Footnotes in the HTML of renderers: the mark, the notes at the end, a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import Final, NamedTuple

from markdown_it.token import Token


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
