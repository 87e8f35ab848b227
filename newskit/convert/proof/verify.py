"""The proof: render the Markdown, and compare what it shows with what the source shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from newskit.convert.proof.canonical import Form, canonical, canonical_of_tree
from newskit.convert.proof.quick import alike, quick_form
from newskit.convert.tree import body_html
from newskit.render import render_markdown

__all__ = ["proves", "same"]

_RAW_HTML = re.compile("<[a-zA-Z/!?]")


def proves(markdown: str, serialized: str, *, semantics: bool) -> bool:
    """Tell whether the Markdown renders to the document of the source.

    Args:
        markdown: the result.
        serialized: the source's body, as the parser serialises it.
        semantics: whether elements Markdown has no syntax for count.
    """
    rendered = render_markdown(markdown)
    # Without raw HTML the renderer's output is well formed and needs no parsing to be read.
    if raw := _RAW_HTML.search(markdown):
        rendered = body_html(rendered)
    quick = quick_form(serialized, semantics=semantics)
    if quick is not None:
        other = quick_form(rendered, semantics=semantics)
        if other is not None and alike(quick, other):
            return True
    source = canonical_of_tree(serialized, semantics=semantics)
    read = canonical_of_tree if raw else canonical
    return same(source, read(rendered, semantics=semantics))


def same(source: Form, result: Form) -> bool:
    """Tell whether two forms show the same document.

    The language of a code block and the alignment of a column count only where the source has
    one.
    """
    if source == result:
        return True
    pending: list[tuple[Any, Any]] = [(source, result)]
    while pending:
        one, other = pending.pop()
        if one == other:
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
