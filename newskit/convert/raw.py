"""Elements that stay HTML, written so that Markdown leaves them alone."""

from __future__ import annotations

import re

from newskit.convert.elements import DISCARDED, MEDIA
from newskit.convert.tree import Event, element_end

__all__ = ["inline_html", "start_tag"]

_MEANT = frozenset(
    [
        "href",
        "src",
        "alt",
        "title",
        "colspan",
        "rowspan",
        "scope",
        "headers",
        "abbr",
        "start",
        "type",
        "value",
        "reversed",
        "lang",
        "dir",
        "cite",
        "datetime",
        "id",
        "name",
        "align",
        "open",
        "controls",
        "poster",
        "srcset",
        "checked",
        "disabled",
    ]
)
"""Attributes that say something; style, class and the like are left out and reported."""

_EMBEDDED = MEDIA | {"source", "track", "param", "embed"}
_ATTRIBUTE = re.compile(r' ([^\s/>][^\s/>=]*)="([^"]*)"')
_POINTLESS = frozenset({"span", "font"})
_SPACES = re.compile(r"[ \t\r\f]*\n\s*")
_BRACES = re.compile(r"\{(?=[{%#:<])")


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
        return attribute not in {"class", "style"} and not attribute.startswith("on")
    return attribute in _MEANT


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
    parts: list[str] = []
    preserved = 0
    index = start
    while index <= end:
        text, tag, _, other = events[index]
        if text and index > start:
            parts.append(_text(text, preserved=preserved > 0, block=block))
        name = tag.removeprefix("/")
        if not tag:
            parts.append("&lt;" if not other else "")
        elif name in DISCARDED and name not in {"source", "track", "param", "col", "colgroup"}:
            index = element_end(events, index)
        elif tag in _POINTLESS or name in _POINTLESS:
            pass
        elif tag[0] == "/":
            parts.append(f"<{tag}>")
            preserved -= name in _PRESERVED
        else:
            parts.append(start_tag(events[index], keep))
            if other or tag == "iframe":
                parts.append(f"</{tag}>")
            preserved += name in _PRESERVED
        index += 1
    return "".join(parts)


_PRESERVED = frozenset({"pre", "textarea", "listing"})
_INLINE_UNSAFE = re.compile(r"[\\`*_\[\]|{}~$!\r]|:(?=//)")


def _text(text: str, *, preserved: bool, block: bool) -> str:
    if preserved:
        text = (
            text.replace("\n", "&#10;")
            if not block
            else re.sub(r"\n(?=[ \t]*\n)", "\n&#10;", text).replace("\n&#10;\n", "\n&#10;&#10;")
        )
    else:
        text = _SPACES.sub("\n" if block else " ", text)
    if not block:
        return _INLINE_UNSAFE.sub(lambda match: f"&#{ord(match[0])};", text)
    return _BRACES.sub("&#123;", text)
