"""Escaping by context: as few backslashes as are safe in the profile.

CommonMark 0.31 sections 2.4 (backslash escapes) and 6 (inlines); kramdown's syntax page for what
its reader sees and CommonMark's does not (`|`, `{:`, `$$`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newskit.config.convert import Profile
from newskit.convert.profiles import PROFILES, Rules

__all__ = [
    "Context",
    "alternative",
    "context",
    "escape_text",
    "has_special",
]


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Where text is written; made by `context`, so that equal ones are one object.

    Attributes:
        rules: the profile's.
        cell: in a table cell.
        line: on a line that cannot break.
        link: in the text of a link or image.
        references: the document defines link references, so `[x]` alone may be a link.
        special: finds the characters that may need escaping.
        any_special: finds one in a fraction of the time.
    """

    rules: Rules
    cell: bool
    line: bool
    link: bool
    references: bool
    special: re.Pattern[str]
    any_special: re.Pattern[str]

    def within(self, *, cell: bool = False, line: bool = False, link: bool = False) -> Context:
        """Return the context further inside."""
        return context(
            self.rules,
            self.cell or cell,
            self.line or line,
            self.link or link,
            self.references,
        )


@cache
def context(
    rules: Rules,
    cell: bool = False,  # noqa: FBT001, FBT002 - positional, so that the cache has one key
    line: bool = False,  # noqa: FBT001, FBT002
    link: bool = False,  # noqa: FBT001, FBT002
    references: bool = False,  # noqa: FBT001, FBT002
) -> Context:
    """Return the context of a place in a profile."""
    signs = r"\\`*&<~{\[\]\r"
    if rules.kramdown:
        signs += "|$"
    elif cell:
        signs += "|"
    special = re.compile(f"[{signs}]|_+")
    return Context(rules, cell, line, link, references, special, re.compile(f"[{signs}_]"))


def alternative(rules: Rules) -> Context:
    """Return the context of an image's alternative text.

    It is plain text to kramdown and to Hugo, which shows backslashes there: as few as CommonMark
    needs are written, and in kramdown's profiles those that keep a line from being a table.
    """
    return context(PROFILES[Profile.COMMONMARK], rules.kramdown, False, True)  # noqa: FBT003


_MATH = re.compile(r"\$(?=[^\s$])[^$]*(?<=\S)\$(?!\d)|\$\$")
# What stands before a sign is looked at behind it: a pattern that begins with the sign skips to it.
_BARE_URL = re.compile(r":(?=//)(?:(?<=\bhttp:)|(?<=\bhttps:)|(?<=\bftp:))|\.(?<=\bwww\.)(?=\w)")
_EMOJI = re.compile(r":(?<![\w:]:)(?=[a-z0-9_+-]+:)")
_EMOJI_ANYWHERE = re.compile(r":(?:(?<!::)(?=[a-z][a-z0-9_+-]*:)|(?<![\w:]:)(?=[a-z0-9_+-]+:))")
_OPENS = re.compile(r"(?<![^\W_])_+(?=[^\s_])")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_REFERENCE = re.compile(r"&#?\w+;")
_TAG_START = frozenset("/!?")


def escape_text(text: str, context: Context, *, alone: bool = True) -> str:
    """Escape a run of text so that it stays text.

    Args:
        text: the characters to show, white space collapsed.
        context: where it is written.
        alone: whether nothing else stands in the paragraph, so that a lone delimiter is harmless.
    """
    if context.any_special.search(text):
        tilde = not alone or text.count("~") > 1
        dollar = not alone or _MATH.search(text) is not None

        def replace(match: re.Match[str]) -> str:
            sign = match[0]
            if sign == "~":
                return _tilde(match, context) if tilde else sign
            if sign == "$":
                return "\\$" if dollar else sign
            return _escape(match, text, context, alone=alone)

        text = context.special.sub(replace, text)
    return _escape_urls(text, context) if _may_link(text, context) else text


def has_special(text: str, context: Context) -> bool:
    """Tell whether there is anything in a text that may need escaping."""
    return context.any_special.search(text) is not None or _may_link(text, context)


def _may_link(text: str, context: Context) -> bool:
    """Tell whether a text may hold a bare URL or the short name of an emoji."""
    if not context.rules.autolinks:
        return False
    return (":" in text and ("://" in text or text.count(":") > 1)) or "www." in text


def _escape_urls(text: str, context: Context) -> str:
    """Keep bare URLs, and what looks like a short name of an emoji, text."""
    everywhere = context.rules.autolinks_in_links
    if text.count(":") > 1:
        # pandoc reads emoji inside of words too.
        text = (_EMOJI_ANYWHERE if everywhere else _EMOJI).sub(r"\\:", text)
    if ("://" in text or "www." in text) and (everywhere or not context.link):
        text = _BARE_URL.sub(lambda match: f"\\{match[0]}", text)
    return text


def _tilde(match: re.Match[str], context: Context) -> str:
    """Escape a tilde: kramdown knows no backslash before one, and its GFM reader not in a run."""
    if not context.rules.kramdown:
        return "\\~"
    start, end = match.span()
    in_run = "~" in match.string[max(0, start - 1) : start] + match.string[end : end + 1]
    return "\\~" if context.rules.strike and not in_run else "&#126;"


def _escape(match: re.Match[str], text: str, context: Context, *, alone: bool) -> str:
    """Return how one special character is written."""
    sign = match[0]
    start, end = match.span()
    following = text[end : end + 1]
    if sign[0] == "_":
        return sign if _are_safe(text, start, end, context) else "\\_" * len(sign)
    if sign == "*":
        return sign if following == " " and text[start - 1 : start] == " " else "\\*"
    if sign in _WHEN:
        return _escape_when(sign, text, start, following, alone=alone)
    if sign == "<":
        unsafe = (not following and not alone) or following.isalpha() or following in _TAG_START
        return "\\<" if unsafe else sign
    if sign == "{":
        if following == ":":
            return "\\{"
        return "&#123;" if following in {"{", "%", "#", "<"} else sign
    if sign in "[]":
        return _bracket(sign, text, start, context, alone=alone)
    return "&#13;" if sign == "\r" else "\\" + sign


_WHEN = frozenset({"\\", "&"})


def _escape_when(sign: str, text: str, start: int, following: str, *, alone: bool) -> str:
    """Escape a backslash or ampersand where what follows would give it a meaning."""
    if sign == "\\":
        return "\\\\" if not following or following in _ESCAPABLE else sign
    return "&amp;" if (not following and not alone) or _REFERENCE.match(text, start) else sign


def _bracket(sign: str, text: str, start: int, context: Context, *, alone: bool) -> str:
    """Escape a bracket that may be part of a link, footnote, task or definition."""
    following = text[start + 1 : start + 2]
    if context.link or context.references or (not following and not alone):
        return "\\" + sign
    if not following:
        return sign
    if sign == "]":
        return "\\]" if following in "[({:" else sign
    if following in "^!":
        return "\\["
    close = text.find("]", start)
    if close < 0 or text[close + 1 : close + 2] == ":" or (start == 0 and close <= 2):
        return "\\["
    return sign


def _are_safe(text: str, start: int, end: int, context: Context) -> bool:
    """Tell whether underscores cannot begin or end emphasis."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == " " and after == " ":
        return True
    if context.rules.kramdown:
        return before.isalpha() and after.isalpha()
    return before.isalnum() and (after.isalnum() or not _OPENS.search(text))
