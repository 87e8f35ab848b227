"""Definitions in Markdown: ``[label]: address`` of links, ``[^label]: text`` of footnotes.

CommonMark 0.31, section 4.7 (link reference definitions); footnotes as cmark-gfm, kramdown and
goldmark read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newskit.lazy import lazy

LABEL = r"\[[^\[\]\n]+\]:[ \t]*"
"""Source of a pattern without groups: a label, and what parts it from what it stands for."""

LINK_LABEL = rf"(?!\[\^){LABEL}"
"""The same, of links alone."""

DEFINITION = lazy(r"^ {0,3}\[(?P<label>[^\[\]\n]+)\]:[ \t]*(?P<rest>[^\n]*)$", re.MULTILINE)
"""A line that defines a link or a footnote; the label of a footnote begins with ``^``."""

WHOLE_LABEL = lazy(r"\[((?:[^\[\]\\]|\\.){1,999})\]:", re.DOTALL)
"""A label as CommonMark allows it: over several lines, with brackets that are escaped."""

_DEFINED = lazy(r"^[ \t>]*\[(?P<label>[^\[\]\n]+)\]:", re.MULTILINE)


def link_definitions(text: str) -> Iterator[re.Match[str]]:
    """Yield the lines of a text that define a link: matches of `DEFINITION`."""
    if "]:" in text:
        for match in DEFINITION.finditer(text):
            if match["label"][0] != "^":
                yield match


def defined_labels(text: str) -> Iterator[str]:
    """Yield the labels that a text defines, in quotations and items of lists, too."""
    if "]:" in text:
        for match in _DEFINED.finditer(text):
            yield match["label"]
