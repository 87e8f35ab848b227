"""The conventions in order, each with what a document must hold for it to be asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from newskit.config.convert import ConvertConfig
from newskit.convert.conventions.code import read_code
from newskit.convert.conventions.components import read_components
from newskit.convert.conventions.direction import read_direction
from newskit.convert.conventions.drawings import leave_out_signs
from newskit.convert.conventions.embeds import read_embeds
from newskit.convert.conventions.footnotes import read_footnotes
from newskit.convert.conventions.formulas import read_formulas
from newskit.convert.conventions.hidden import leave_out_hidden
from newskit.convert.conventions.links import read_addresses, read_links
from newskit.convert.conventions.nodes import Node, build, events_of
from newskit.convert.conventions.page import Page
from newskit.convert.conventions.pictures import read_pictures, shows_later
from newskit.convert.conventions.plain import read_boxes_in_lists, read_figures, read_times
from newskit.convert.conventions.styles import read_styles, sheet_of
from newskit.convert.conventions.targets import read_targets
from newskit.convert.notes import Note
from newskit.convert.tree import serialize, tokenize
from newskit.convert.vocabulary import HOLE
from newskit.lazy import lazy
from newskit.markup.elements import HTML

__all__ = ["Around", "read_conventions", "with_end_tags"]


class Around(NamedTuple):
    """What the rest of a document says about a part of it.

    Attributes:
        linked: the names of the places that its links lead to.
        labels: the footnote labels that it has already.
        footnotes: whether its notes can be footnotes.
        language: the language it states; empty for none.
    """

    linked: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    footnotes: bool = True
    language: str = ""


class _Convention(NamedTuple):
    """A convention, and how to tell quickly that a document holds nothing of it."""

    read: Callable[[Page], None]
    tags: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    asks: Callable[[str], bool] | None = None


_TAG = lazy(r"<([a-zA-Z][^\s/>]*)")


def _tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONVENTIONS = (
    _Convention(
        read_formulas,
        _tags(
            "math mjx-container d-math math-field la-tex tex-math math-inline math-block "
            "amp-mathml eqn"
        ),
        (
            "math/",
            "MathJax",
            "katex",
            "mathml",
            "arithmatex",
            "data-tex",
            "data-latex",
            "data-formula",
            "ql-formula",
            "data-math",
            "data-katex",
            "data-equation",
            "data-expr",
            "text/x-tex",
            "text/latex",
            'class="math',
            'class="tex',
            "inline-math",
            "display-math",
            "block-math",
            "text/tex",
        ),
    ),
    _Convention(
        read_pictures,
        _tags("picture noscript amp-img amp-anim amp-iframe amp-video amp-audio"),
        ("srcset", "data-src", "data-original", "data-lazy"),
        asks=shows_later,
    ),
    _Convention(
        read_code,
        _tags("pre listing xmp plaintext"),
        ("gutter", "lineno", "blob-num", "hljs-ln", "lntable", "crayon-", "ql-code-block"),
    ),
    _Convention(read_components, texts=("<",)),
    _Convention(
        read_embeds,
        _tags("script"),
        ("<!-- wp:", "<!--wp:", 'cite="http'),
        re.compile(
            r"<(?:div|span|p|blockquote|section|figure|aside|center|ins|article|a)\b[^>]*"
            r"(?: data-|lyte|youtube|vimeo)"
        ),
    ),
    _Convention(
        leave_out_hidden,
        _tags("dialog noscript"),
        (' hidden="',),
        re.compile(r' style="[^"]*(?:display|visibility|mso-hide)', re.IGNORECASE),
    ),
    _Convention(leave_out_signs, _tags("svg")),
    _Convention(read_figures, _tags("figure")),
    _Convention(
        read_boxes_in_lists,
        pattern=re.compile(r"(?:</li>|<(?:ul|ol|menu|dir)\b[^>]*>)\s*<(?!/|!|li\b|ul\b|ol\b)"),
    ),
    _Convention(read_times, _tags("time data")),
    _Convention(read_footnotes, texts=('href="#',)),
    _Convention(read_targets, texts=(' id="', ' name="')),
    _Convention(
        read_links,
        pattern=re.compile(
            r"<a (?:[^>]*)>(?:\s|&nbsp;|[\u200b\u200c\u200d\u2060\ufeff\u00ad]"
            r"|<(?!img|/a|iframe|video|audio|picture)[^>]*>)*(?:</a>|<svg|<title)"
        ),
    ),
    _Convention(
        read_styles,
        pattern=re.compile(
            r' style="[^"]*(?:font(?:-weight|-style)?\s*:|line-through|vertical-align)',
            re.IGNORECASE,
        ),
    ),
    _Convention(read_direction, texts=(' lang="', ' dir="')),
    _Convention(
        read_addresses,
        pattern=re.compile(
            r"<(?:p|div|li|td|figure|section|article|body|center|blockquote|span|font|nobr|label)"
            r"(?: [^>]*)?>\s*https?://[^<\s]+\s*<",
            re.IGNORECASE,
        ),
    ),
)
"""In the order in which they are read: what a formula or code holds is nobody else's."""


def read_conventions(
    serialized: str, config: ConvertConfig, around: Around, html: str
) -> tuple[str, list[Note]]:
    """Write a body so that its elements say what its conventions mean.

    Args:
        serialized: the body element, as the parser serialises it.
        config: profile and choices.
        around: what the rest of the document says.
        html: the source.

    Returns:
        The body element as it is to be converted, and what was left out.
    """
    found = set(_TAG.findall(serialized))
    unknown = {name for name in found - HTML if ":" not in name}
    sheet = sheet_of(html) if "<style" in html else {}
    asked = [
        one
        for one in _CONVENTIONS
        if _asks(one, serialized, found, unknown, around) or (sheet and one.read is read_styles)
    ]
    if not asked:
        return serialized, []
    closed = frozenset(name for name in unknown if f"</{name}" in html.lower())
    page = Page(
        build(tokenize(serialized)),
        config,
        around.linked,
        around.labels,
        around.language,
        closed,
        sheet,
    )
    held = _hold(page.root, config.keep)
    for one in asked:
        one.read(page)
    for hole, node in held:
        hole.replace([node])
    return serialize(events_of(page.root)), page.notes


def _hold(root: Node, names: tuple[str, ...]) -> list[tuple[Node, Node]]:
    """Take the elements that stay HTML out of the tree, so that no convention reads them."""
    held: list[tuple[Node, Node]] = []
    for node in root.all(*[name.lower() for name in names]) if names else ():
        if node.is_attached(root):
            hole = Node(HOLE)
            node.replace([hole])
            held.append((hole, node))
    return held


def _asks(
    one: _Convention, serialized: str, found: set[str], unknown: set[str], around: Around
) -> bool:
    if one.read is read_components:
        return bool(unknown)
    if one.read is read_footnotes and not around.footnotes:
        return False
    if one.read is read_targets and not around.linked:
        return False
    return (
        not one.tags.isdisjoint(found)
        or any(text in serialized for text in one.texts)
        or (one.pattern is not None and one.pattern.search(serialized) is not None)
        or (one.asks is not None and one.asks(serialized))
    )


_ALONE = lazy(r"<([a-zA-Z][\w.:-]*)((?:\s+(?:[^<>\"'/]|\"[^\"]*\"|'[^']*'|/(?!>))*)?)/>")


def with_end_tags(html: str) -> str:
    """Close the elements HTML does not know that their source closes by a slash, as XML does."""
    if "/>" not in html:
        return html

    def close(match: re.Match[str]) -> str:
        name = match[1].lower()
        return match[0] if name in HTML else f"<{match[1]}{match[2]}></{match[1]}>"

    return _ALONE.sub(close, html)
