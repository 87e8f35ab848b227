"""Fenced code blocks of a body (CommonMark 0.31, section 4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newskit.lazy import lazy

__all__ = ["fenced_blocks"]

_FENCE = lazy(
    r"^(?P<indent>(?:\{%-?[^%\n]{1,40}%\})?[ \t>*-]{0,12}?)"
    r"(?P<fence>`{3,}|~{3,})(?P<info>[^\n`]*)$",
    re.MULTILINE,
)
_TEMPLATE_TAGS = lazy(r"\{%-?[^%]*%\}")
_BLANK_LINES = ("\n\n", "\r\n\r\n")
_HTML_LINE = lazy(
    r"\s*<(?P<name>!|/?(?:address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|head|header|html|li|main|nav|ol|p|pre|script|section|style"
    r"|summary|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul)\b)",
    re.IGNORECASE,
)
_LONGEST = 20_000
"""How far back the start of a block of HTML is looked for, in code points."""


def fenced_blocks(
    text: str, *, within_html: bool = False
) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """Yield the opening and closing fence of each block; None for one that nothing closes.

    Both have the groups `indent`, `fence` and `info`.

    Args:
        text: the body.
        within_html: whether fences count inside blocks of HTML, too: Python-Markdown takes fenced
            code out before it looks for HTML.
    """
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            if within_html or not _is_in_html(text, match.start()):
                opened = match
            continue
        closes = match["fence"][0] == opened["fence"][0] and len(match["fence"]) >= len(
            opened["fence"]
        )
        if (
            closes
            and not _TEMPLATE_TAGS.sub("", match["info"]).strip()
            and _width(match) < _width(opened) + 4
        ):
            yield opened, match
            opened = None
    if opened is not None:
        yield opened, None


def _width(fence: re.Match[str]) -> int:
    """The columns before a fence; four more than the opening one has are text of the code."""
    return len(_TEMPLATE_TAGS.sub("", fence["indent"]).expandtabs(4))


def _is_in_html(text: str, start: int) -> bool:
    """Tell whether a line goes on with a block of HTML: a blank line ends it (section 4.6).

    So does the end tag of what begins it, to kramdown: what stands behind that may be code.
    """
    first = max(0, start - _LONGEST)
    begin = max(text.rfind(blank, first, start) for blank in _BLANK_LINES)
    if begin < 0 and first:
        return False
    match = _HTML_LINE.match(text, max(begin, first), start)
    while match is not None and match["name"] == "!":
        # A comment or declaration ends its block with the line that it ends on.
        comment = text.startswith("<!--", match.end() - 2)
        end = text.find("-->" if comment else ">", match.end(), start)
        line = text.find("\n", end, start) if end >= 0 else -1
        if line < 0:
            return True
        match = _HTML_LINE.match(text, line, start)
    if match is None:
        return False
    name = match["name"].lower()
    before = text[match.start() : start].lower()
    return name[0] == "/" or before.count(f"<{name}") > before.count(f"</{name}")
