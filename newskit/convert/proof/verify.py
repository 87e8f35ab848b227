"""The proof: render the Markdown, and compare what it shows with what the source shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from newskit.convert.proof.canonical import Form, canonical, canonical_of_tree
from newskit.convert.proof.marks import same_marks
from newskit.convert.proof.quick import alike, fold_blocks, quick_form
from newskit.convert.proof.structure import structure
from newskit.convert.tree import body_html
from newskit.render.cmark import render_markdown

__all__ = ["proves", "same", "shows_quickly"]

_RAW_HTML = re.compile(r"<(?!br>|https?://|!-- -->\n)[a-zA-Z/!?]")
_BREAK_FIRST = re.compile(r"\n[-+*>.)\d \t]*<br>")


def proves(markdown: str, serialized: str, *, semantics: bool) -> bool:
    """Tell whether the Markdown renders to the document of the source.

    Args:
        markdown: the result.
        serialized: the source's body, as the parser serialises it.
        semantics: whether elements Markdown has no syntax for count.
    """
    rendered = render_markdown(markdown)
    # Well formed output needs no parsing to be read.
    parsed = not _renders_well_formed(markdown)
    if parsed:
        rendered = body_html(rendered)
    if shows_quickly(serialized, rendered, semantics=semantics):
        return True
    source = canonical_of_tree(serialized, semantics=semantics)
    read = canonical_of_tree if parsed else canonical
    return same(source, read(rendered, semantics=semantics))


def shows_quickly(serialized: str, rendered: str, *, semantics: bool) -> bool:
    """Tell whether the quick ways see that two documents are the same; False proves nothing.

    Args:
        serialized: the source's body, as the parser serialises it.
        rendered: the result, serialised or as the renderer writes it.
        semantics: whether elements Markdown has no syntax for count.
    """
    source = quick_form(serialized, semantics=semantics)
    if source is None:
        return False
    result = quick_form(rendered, semantics=semantics)
    if result is None:
        return False
    if alike(source, result):
        return True
    source, result = fold_blocks(source), fold_blocks(result)
    if alike(source, result):
        return True
    one = structure(source, semantics=semantics)
    other = structure(result, semantics=semantics)
    return one is not None and other is not None and same(one, other, texts=same_marks)


def _renders_well_formed(markdown: str) -> bool:
    """Tell whether the renderer's output is surely well formed.

    It is without raw HTML, and with no other than a comment alone on the rest of its line or a
    line break after something on its line: one that comes first may begin a block of HTML.
    """
    if _RAW_HTML.search(markdown):
        return False
    return "<br>" not in markdown or not _BREAK_FIRST.search(f"\n{markdown}")


def same(source: Form, result: Form, *, texts: Callable[[str, str], bool] | None = None) -> bool:
    """Tell whether two forms show the same document.

    The language of a code block and the alignment of a column count only where the source has
    one.

    Args:
        source: the form of the source.
        result: the form of what was made of it.
        texts: tells whether two texts that differ show the same; None when none do.
    """
    if source == result:
        return True
    pending: list[tuple[Any, Any]] = [(source, result)]
    while pending:
        one, other = pending.pop()
        if one == other:
            continue
        if texts and isinstance(one, str) and isinstance(other, str) and texts(one, other):
            continue
        parts = _pairs(one, other)
        if parts is None:
            return False
        pending.extend(parts)
    return True


def _pairs(one: Any, other: Any) -> list[tuple[Any, Any]] | None:
    """Return what must be the same in two forms for them to be; None when they differ."""
    if not isinstance(one, (tuple, list)) or not isinstance(other, (tuple, list)):
        return None
    source = cast("Sequence[Any]", one)
    result = cast("Sequence[Any]", other)
    if len(source) != len(result) or not source:
        return None
    if source[0] == "pre" == result[0]:
        known = not source[2] or source[2] == result[2]
        return [(source[1], result[1])] if known else None
    if source[0] == "table" == result[0]:
        sides = zip(source[2], result[2], strict=False)
        if any(side and side != there for side, there in sides):
            return None
        return [(source[1], result[1]), (source[3], result[3])]
    return list(zip(source, result, strict=True))
