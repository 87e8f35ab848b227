"""The proof: render the Markdown, and compare what it shows with what the source shows."""

from __future__ import annotations

import re
from typing import Any

from newskit.convert.canonical import Form, canonical
from newskit.convert.quick import quick_form
from newskit.convert.render import render_markdown
from newskit.convert.tree import body_html

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
    if _RAW_HTML.search(markdown):
        rendered = body_html(rendered)
    quick = quick_form(serialized, semantics=semantics)
    if quick is not None and quick == quick_form(rendered, semantics=semantics):
        return True
    source = canonical(serialized, semantics=semantics)
    return same(source, canonical(rendered, semantics=semantics))


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
        if not isinstance(one, (tuple, list)) or not isinstance(other, (tuple, list)):
            return False
        if len(one) != len(other):
            return False
        if one and one[0] == "pre" == other[0]:
            if one[1] != other[1] or (one[2] and one[2] != other[2]):
                return False
        elif one and one[0] == "table" == other[0]:
            sides = zip(one[2], other[2], strict=False)
            if one[1] != other[1] or any(side and side != there for side, there in sides):
                return False
            pending.append((one[3], other[3]))
        else:
            pending.extend(zip(one, other, strict=True))
    return True
