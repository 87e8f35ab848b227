"""What a block is for the walk from the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from newskit.lazy import lazy
from newskit.markup.definitions import DEFINITION
from newskit.post import Span
from newskit.strip.pattern import (
    HEADING_LINE,
    ITEM_MARKER,
    RULE_LINE,
    TAG,
    TEMPLATE_LINE,
)


class Role(StrEnum):
    """What a block is for the walk from the end."""

    TEXT = "text"
    ITEM = "item"
    HEADING = "heading"
    RULE = "rule"
    WRAPPER = "wrapper"
    DEFINITION = "definition"
    FOOTNOTE = "footnote"
    CODE = "code"
    TEMPLATE = "template"
    COMMENT = "comment"

    @property
    def neutral(self) -> bool:
        """Whether the walk passes the block without deciding anything."""
        return self in _NEUTRAL


_NEUTRAL: Final = frozenset({Role.RULE, Role.WRAPPER, Role.DEFINITION, Role.TEMPLATE, Role.COMMENT})
SETEXT: Final = lazy(r"[ \t]{0,3}(?:=+|-{2,})[ \t]*$")
# A frame that shows something; one without height counts visitors.
_EMBED: Final = lazy(
    r"<(?:iframe|embed)\b(?![^<>]*(?:\b(?:height|width)=[\"']?[01](?:px)?[\"'\s>]|display:\s?none))",
    re.IGNORECASE,
)
_BREAKS: Final = lazy(r"(?:\s|<(?:hr|br)\s*/?>|&nbsp;)+", re.IGNORECASE)
_HEADING_TAG: Final = lazy(r"<h[1-6]\b", re.IGNORECASE)
_REACH: Final = 400
_UNNAMED_TAG: Final = re.sub(r"\?P<\w+>", "?:", TAG.pattern)
_UNSEEN: Final = lazy(rf"(?:{_UNNAMED_TAG}|&nbsp;|&#160;|[\s\u00a0])*+")


def role_of(body: str, lines: Sequence[Span], *, opaque: str, opens: str) -> Role:
    """Return the role of the block with `lines`."""
    if opaque:
        return Role.COMMENT if opaque == "comment" else Role.CODE
    text = body[lines[0][0] : lines[-1][1]]
    return _by_syntax(text) or _by_layout(body, lines, text, opens)


_LONGEST_RULE: Final = 24


def is_prose(text: str) -> bool:
    """Whether a text without white space around it begins as no block but a paragraph does.

    Rules of letters are short words, and what MDX imports begins so; all others begin with a sign.
    """
    return text[0].isalpha() and len(text) > _LONGEST_RULE and not text.startswith("import ")


def _by_syntax(text: str) -> Role | None:
    if is_prose(text):
        return None
    sign = text[0]
    if sign == "[" and (definition := DEFINITION.match(text)):
        return Role.FOOTNOTE if definition["label"].startswith("^") else Role.DEFINITION
    if RULE_LINE.match(text) or (sign in "<&" and _BREAKS.fullmatch(text)):
        return Role.RULE
    if is_wrapper(text):
        return Role.CODE if _EMBED.search(text) else Role.WRAPPER
    if (
        sign in ".:{i"
        and TEMPLATE_LINE.match(text.partition("\n")[0])
        and all(TEMPLATE_LINE.match(line) for line in text.splitlines() if line.strip())
    ):
        return Role.TEMPLATE
    heads = sign in "#<" and (HEADING_LINE.match(text) or _HEADING_TAG.match(text))
    return Role.HEADING if heads else None


def _by_layout(body: str, lines: Sequence[Span], text: str, opens: str) -> Role:
    if len(lines) > 1 and SETEXT.match(body[lines[-1][0] : lines[-1][1]]):
        # A row of dashes under a line is a heading to Markdown and often a rule to its author:
        # both are content here unless a rule of the archive says otherwise.
        return Role.TEXT
    if _is_code(body, lines[0][0]) or (text[-1] == "]" and ENDS_CODE.search(text)):
        return Role.CODE
    item = opens == "li" or (not text[0].isalpha() and ITEM_MARKER.match(text))
    return Role.ITEM if item else Role.TEXT


# WordPress's shortcodes that enclose code.
ENDS_CODE: Final = lazy(
    r"\[/(?:code|sourcecode|source|php|html|css|js|javascript|python|ruby|bash|sql|xml|java|cpp"
    r"|csharp|pre|highlight|crayon|cc|codeblock)\]\Z"
)


def _is_code(body: str, start: int) -> bool:
    """Whether the line of `start` is indented by four or more after a blank line."""
    if not start or body[start - 1] == "\n" or not body[start - 1].isspace():
        return False
    floor = max(0, start - _REACH)
    line_start = max(body.rfind("\n", floor, start), body.rfind("\r", floor, start)) + 1
    indent = body[max(line_start, floor) : start].expandtabs(4)
    if len(indent) < 4 or indent.strip() or body[start] in "<-*+" or body[start].isdigit():
        return False
    before = body[floor:line_start].rstrip(" \t")
    return before.endswith(("\n\n", "\r\n\r\n", "\r\r")) or not before


def is_wrapper(text: str) -> bool:
    """Whether `text` is tags and nothing a reader sees."""
    if not (text.startswith("<") and text.endswith(">") and _UNSEEN.fullmatch(text)):
        return False
    return "<img" not in text.lower()
