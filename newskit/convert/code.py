"""Code blocks: the text of `pre`, and what language it is in."""

from __future__ import annotations

import re

from newskit.convert.tree import Event, attributes, element_end, unescape
from newskit.markup.elements import ANY_BLOCK, DISCARDED, RAW_TEXT, names

__all__ = ["code_text", "fenced", "language", "marked_up"]

_LANGUAGE = re.compile(r"(?:language|lang)-(\S+)|(?:sourceCode|brush:|prettyprint lang-) ?(\S+)")
_MARKUP = names("a b strong i em img u sub sup del s strike ins mark kbd samp var input iframe")


def language(events: list[Event], start: int, end: int) -> str:
    """Return the language a class of the `pre` or of its `code` names; empty for none."""
    for index in range(start, end):
        tag, raw = events[index][1], events[index][2]
        if tag in {"pre", "code"} and raw:
            match = _LANGUAGE.search(attributes(raw).get("class", ""))
            if match:
                return (match[1] or match[2]).rstrip(";,")
    return ""


def code_text(events: list[Event], start: int, end: int) -> str:
    """Return the text of a preformatted element, without the line ends after it."""
    if events[start][1] in RAW_TEXT:
        return events[start][3].rstrip("\n")
    parts: list[str] = []
    index = start + 1
    while index <= end:
        text, tag, _, _ = events[index]
        if index == start + 1:
            text = text.removeprefix("\n")
        if text:
            parts.append(text)
        name = tag.removeprefix("/")
        if tag == "br" or (
            name in ANY_BLOCK and index < end and parts and not parts[-1].endswith("\n")
        ):
            parts.append("\n")
        elif tag in DISCARDED:
            index = element_end(events, index)
        index += 1
    text = unescape("".join(parts)).replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip("\n")


def marked_up(events: list[Event], start: int, end: int) -> bool:
    """Tell whether something in the code means more than its text."""
    return any(events[index][1] in _MARKUP for index in range(start + 1, end))


def fenced(text: str, info: str, fence: str) -> str:
    """Write a fenced code block whose fence the text cannot close (CommonMark 4.5)."""
    sign = fence[0]
    longest = max([len(run) for run in re.findall(f"{sign}{{3,}}", text)], default=2)
    marks = sign * max(3, longest + 1)
    return f"{marks}{info}\n{text}\n{marks}"
