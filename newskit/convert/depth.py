"""A guard against nesting no parser should meet: one linear scan before parsing."""

from __future__ import annotations

import re

from newskit.convert.result import Action, Conversion, Difference, DifferenceKind
from newskit.markup.elements import VOID

__all__ = ["too_deep"]

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSES_ITSELF = VOID | frozenset(
    "p li dt dd tr td th thead tbody tfoot option optgroup rt rp html head body".split()  # noqa: SIM905 - a table of words
)
_BLANK_LINES = re.compile(r"\n[ \t\r]*(?=\n)")


def too_deep(html: str, limit: int) -> Conversion | None:
    """Keep HTML as it is when its elements nest deeper than the limit.

    Parsing time may grow with the square of the depth of nested blocks.

    Args:
        html: the source.
        limit: how many elements may be open at once.

    Returns:
        The source as an HTML block with a difference; None when it is not too deep.
    """
    if html.count("<") <= limit or html.count("<") - html.count("</") <= limit:
        return None
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _CLOSES_ITSELF:
            continue
        if match[1]:
            depth -= depth > 0
            continue
        depth += 1
        if depth > limit:
            text = f"more than {limit} elements inside each other"
            line = html.count("\n", 0, match.start()) + 1
            column = match.start() - html.rfind("\n", 0, match.start())
            difference = Difference(
                DifferenceKind.DEPTH, line, column, match.start(), text, Action.KEPT_HTML
            )
            kept = _BLANK_LINES.sub("\n<!-- -->", html.strip("\n"))
            return Conversion(f"<div>\n{kept}\n</div>\n", (difference,), proved=False)
    return None
