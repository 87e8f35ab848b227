"""Values that start with a character YAML takes for its own, without an error: `&`, `!`, `#`.

`title: &Open day` reads as "day" (an anchor, YAML 1.2.2 section 6.9.2), `title: !Open day` as "day"
with a tag (6.9.1) and `title: #1 in sales` as nothing (a comment, 6.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from newskit.lazy import lazy
from newskit.problem import Edit, Fix
from newskit.validate.syntax.yaml_lines import double_quoted

if TYPE_CHECKING:
    from newskit.post import Span
    from newskit.validate.subject import Subject

__all__ = ["Lost", "is_text_with_mark", "lost_starts"]

_LINE = lazy(
    r"^(?P<key>[A-Za-z_][\w-]*)(?P<colon>[ \t]*:)[ \t]+(?P<value>(?P<mark>[&!])"
    r"(?P<name>[\w.'’-]+)[ \t]+[^\s#][^\r\n]*"
    r"|(?P<hash>#)(?![\s#!])(?!TODO|FIXME|XXX)[^\r\n]*)",
    re.MULTILINE,
)
_TEXT_KEYS = frozenset(
    (*("title", "subtitle", "headline", "description", "summary", "excerpt", "deck", "kicker"),)
)


class Lost(NamedTuple):
    """A value whose start, or all of which, is lost: where, its key, what becomes of it."""

    span: Span
    key: str
    becomes: str
    fix: Fix


def lost_starts(subject: Subject) -> Iterator[Lost]:
    """Yield the top-level values of valid YAML that are read without their start."""
    content = subject.post.front_matter.content
    text = subject.post.text[slice(*content)]
    for match in _LINE.finditer(text):
        key = match["key"]
        if match["hash"]:
            lost = subject.post.front_matter.values.get(key, "") is None
            becomes = "a comment, and the value is empty"
        elif match["mark"] == "&":
            lost = f"*{match['name']}" not in text
            becomes = f"an anchor named `{match['name']}`, which the text loses"
        else:
            lost = key.lower() in _TEXT_KEYS
            becomes = f"a tag named `!{match['name']}`, which the text loses"
        if lost:
            value = match["value"].rstrip()
            start = content[0] + match.start("value")
            span = (start, start + len(value))
            safe = not match["hash"] and key.lower() in _TEXT_KEYS
            # From the colon on: a value that is empty stands there, not behind the space.
            edit = Edit(content[0] + match.end("colon"), span[1], f" {double_quoted(value)}")
            fix = Fix("put the value in quotes", (edit,), safe)
            yield Lost(span, key, becomes, fix)


def is_text_with_mark(subject: Subject, offset: int) -> bool:
    """Whether the tag at an offset is the start of a text."""
    text = subject.post.text
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    match = _LINE.match(text, start)
    return match is not None and match["mark"] == "!" and match["key"].lower() in _TEXT_KEYS
