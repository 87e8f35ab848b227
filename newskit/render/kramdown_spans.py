"""Spans that kramdown and Python-Markdown read otherwise than CommonMark.

Sources: kramdown 2.4, `parser/kramdown/{emphasis,codespan,escaped_chars}.rb`; Python-Markdown 3,
`inlinepatterns`, `ESCAPED_CHARS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown_it.rules_inline.state_inline import Delimiter

from newskit.lazy import lazy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

__all__ = ["kramdown_spans", "named_tags", "python_spans"]

_KRAMDOWN: Final = frozenset("/,;?@&%^")
_PYTHON: Final = frozenset("/,;?@&%^\"'$:<=|~")
"""Punctuation before which a backslash is shown."""

_TAG: Final = lazy(
    r"</?[A-Za-z][\w-]*:[\w-]+(?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>"
)
_ADDRESSES: Final = ("<mailto:", "<http:", "<https:", "<ftp:", "<tel:")


def kramdown_spans(md: MarkdownIt) -> None:
    """Read code and escapes as kramdown does."""
    _show_backslashes(md, _KRAMDOWN)
    md.inline.ruler.at("backticks", _code)


def python_spans(md: MarkdownIt) -> None:
    """Read emphasis and escapes as Python-Markdown does."""
    _show_backslashes(md, _PYTHON)
    md.inline.ruler.at("emphasis", _emphasis)


def named_tags(md: MarkdownIt) -> None:
    """Read tags whose names have a colon (``<o:p>``) as tags, not as addresses or words."""
    md.inline.ruler.before("autolink", "named_tag", _named_tag)


def _show_backslashes(md: MarkdownIt, signs: frozenset[str]) -> None:
    def escape(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
        after = state.src[state.pos + 1 : state.pos + 2]
        if state.src[state.pos] != "\\" or after not in signs:
            return False
        if not silent:
            state.append_pending("\\")
        state.pos += 1
        return True

    md.inline.ruler.before("escape", "shown_backslash", escape)


def _code(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    """Read code: it ends at the next marks, also where more of them follow."""
    source, start = state.src, state.pos
    if source[start] != "`":
        return False
    after = start
    while after < state.posMax and source[after] == "`":
        after += 1
    marks = source[start:after]
    alone = len(marks) == 1 and source[start - 1 : start].isspace() | (start == 0)
    alone = alone and source[after : after + 1].isspace()
    end = -1 if alone else source.find(marks, after, state.posMax)
    state.pos = after if end < 0 else end + len(marks)
    if silent:
        return True
    if end < 0:
        state.append_pending(marks)
        return True
    content = source[after:end]
    if len(marks) > 1:
        content = content.removeprefix(" ").removesuffix(" ")
    token = state.push("code_inline", "code", 0)
    token.markup = marks
    token.content = content.replace("\n", " ")
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    """Note the marks of emphasis: what stands around them is white space or is not.

    CommonMark asks for punctuation too, which takes ``**注意：**请`` for no emphasis.
    """
    source, start = state.src, state.pos
    marker = source[start]
    if silent or marker not in "*_":
        return False
    end = start
    while end < state.posMax and source[end] == marker:
        end += 1
    before = source[start - 1] if start else " "
    after = source[end] if end < state.posMax else " "
    opens, closes = not after.isspace(), not before.isspace()
    if marker == "_":
        opens = opens and not (before.isalpha() and after.isalpha())
        closes = closes and not after.isalnum()
    for _ in range(end - start):
        token = state.push("text", "", 0)
        token.content = marker
        place = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=end - start,
                token=place,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos = end
    return True


def _named_tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's interface
    if state.src[state.pos] != "<" or state.src.startswith(_ADDRESSES, state.pos):
        return False
    match = _TAG.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True
