"""Elements that stay HTML, written so that Markdown leaves them alone."""

from __future__ import annotations

import re

from newskit.convert.elements import DISCARDED, MEDIA, RAW_TEXT
from newskit.convert.tree import Event, element_end

__all__ = ["inline_html", "start_tag"]

_MEANT = frozenset(
    """href src alt title colspan rowspan scope headers abbr start type value reversed lang dir
    cite datetime id name align open controls poster srcset checked disabled""".split()  # noqa: SIM905 - a table of words
)
"""Attributes that say something; style, class and the like are left out and reported."""

_WITH_LANGUAGE = frozenset({"pre", "code"})
_EMBEDDED = MEDIA | {"source", "track", "param"}
_ATTRIBUTE = re.compile(r' ([^\s/>][^\s/>=]*)="([^"]*)"')
_POINTLESS = frozenset({"span", "font", "picture", "tbody"})
_SPACES = re.compile(r"[ \t\r\f]*\n\s*")
_BLANK_LINES = re.compile(r"\n[ \t]*(?=\n)")
_BRACES = re.compile(r"\{(?=[{%#:<])")
_INLINE_UNSAFE = re.compile(r"[\\`*_\[\]|{}~$!\r]|:(?=//)")
_PRESERVED = frozenset({"pre", "textarea", "listing"})


def start_tag(event: Event, keep: frozenset[str] = frozenset()) -> str:
    """Write a start tag with the attributes that mean something.

    Args:
        event: the start event.
        keep: names of further attributes to keep.
    """
    _, name, raw, _ = event
    if not raw:
        return f"<{name}>"
    kept = "".join(
        [
            f' {attribute}="{_value(value)}"'
            for attribute, value in _ATTRIBUTE.findall(raw)
            if _keeps(name, attribute) or attribute in keep
        ]
    )
    return f"<{name}{kept}>"


def _keeps(name: str, attribute: str) -> bool:
    if name in _EMBEDDED:
        return attribute not in {"class", "style"} and not attribute.startswith(("on", "data-"))
    return attribute in _MEANT or (attribute == "class" and name in _WITH_LANGUAGE)


def _value(value: str) -> str:
    value = _SPACES.sub("&#10;", value) if "\n" in value else value
    return _BRACES.sub("&#123;", value).replace("|", "&#124;").replace("<", "&lt;")


def inline_html(
    events: list[Event], start: int, keep: frozenset[str] = frozenset(), *, block: bool = False
) -> str:
    """Write the element started at `start` as HTML without blank lines.

    Args:
        events: the document's events.
        start: index of its start event.
        keep: names of further attributes to keep.
        block: whether it is a block of its own: then text is not seen by inline rules.
    """
    end = element_end(events, start)
    writer = _RawWriter(keep, block=block)
    index = start
    while index <= end:
        event = events[index]
        if event[0] and index > start:
            writer.text(event[0])
        if event[1] in DISCARDED and not (event[1] in _EMBEDDED and writer.embedded):
            index = element_end(events, index)
        else:
            writer.tag(event)
        index += 1
    return "".join(writer.parts)


class _RawWriter:
    """Collects the pieces of an element."""

    def __init__(self, keep: frozenset[str], *, block: bool) -> None:
        self.parts: list[str] = []
        self.keep = keep
        self.block = block
        self.preserved = 0
        self.embedded = 0

    def tag(self, event: Event) -> None:
        """Write a tag, or leave out one that says nothing."""
        _, tag, _, other = event
        name = tag.removeprefix("/")
        if not tag:
            self.parts.append("" if other else "&lt;")
        elif name in _POINTLESS:
            return
        elif tag[0] == "/":
            self.parts.append(f"<{tag}>")
            self.preserved -= name in _PRESERVED
            self.embedded -= name in MEDIA
        else:
            self.parts.append(start_tag(event, self.keep))
            if name in RAW_TEXT:
                self.parts.append(f"</{tag}>")
                return
            self.preserved += name in _PRESERVED
            self.embedded += name in MEDIA

    def text(self, text: str) -> None:
        """Write text so that neither a blank line nor inline Markdown is seen in it."""
        if self.preserved:
            text = _BLANK_LINES.sub("&#10;", text) if self.block else text
            text = text if self.block else text.replace("\n", "&#10;")
        else:
            text = _SPACES.sub("\n" if self.block else " ", text)
            if text[:1] == "\n" and self.parts and self.parts[-1][-1:] == "\n":
                text = text[1:]
        if not self.block:
            text = _INLINE_UNSAFE.sub(lambda match: f"&#{ord(match[0])};", text)
        else:
            text = _BRACES.sub("&#123;", text)
        if text:
            self.parts.append(text)
