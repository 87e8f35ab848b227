"""A line of broken YAML taken apart: indentation, dash, key, colon, value, comment."""

from __future__ import annotations

import re

from newskit.frozen import dataclass
from newskit.lazy import lazy

_LINE = lazy(
    r"(?P<indent>[ \t\u00a0\u3000]*)(?P<dash>(?:-[ \t\u00a0\u3000]+)*)"
    r"(?:(?P<key>\"[^\"]*\"|'[^']*'|[^\s:：#\"'\[\]{},&*!|>%@`-][^:：\"'\[\]{}]{0,60}?)"
    r"(?P<colon>[ \t]*(?::(?=[\s\u00a0\u3000]|$)|：))(?P<gap>[ \t\u00a0\u3000]*))?"
    r"(?P<value>.*)",
    re.DOTALL,
)
# A key of up to four words: prose with a colon in it is not taken for an entry.
_WORDS = (
    r"[^\s:#\"'\[\]{},&*!|>%@`“”-][^\s:\"'\[\]{},;“”]{0,40}(?:[ ][^\s:\"'\[\]{},;“”]{1,40}){0,3}"
)
_ENTRY = lazy(rf"[ \t]*(?:-[ \t]|-$|(?:\"[^\"]*\"|'[^']*'|{_WORDS})[ \t]*:(?:\s|$))")
_COMMENT = lazy(r"(?<![ \t])[ \t]+#(?=[ \t]).*\Z", re.DOTALL)
_FOREIGN = lazy(r"[ \t]*(?:<!--|//[ \t]|/\*|\[(?://|comment)\]:)")
_LONE_QUOTE = lazy(r'(\\.)|"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class YamlLine:
    """The parts of a line; `key` is empty where the line has none."""

    indent: str
    dash: str
    key: str
    colon: str
    gap: str
    value: str
    comment: str

    @property
    def head(self) -> str:
        """Everything before the value."""
        return f"{self.indent}{self.dash}{self.key}{self.colon}{self.gap}"


def take_apart(line: str) -> YamlLine:
    """Split a line into its parts; together they are the line."""
    match = _LINE.match(line)
    parts = match.groupdict(default="") if match else {}
    value = parts.get("value", line)
    comment = ""
    if value[:1] not in {'"', "'"}:
        found = _COMMENT.search(value)
        comment = found[0] if found else ""
    body = value[: len(value) - len(comment)]
    trailing = body[len(body.rstrip()) :]
    return YamlLine(
        parts.get("indent", ""),
        parts.get("dash", ""),
        parts.get("key", ""),
        parts.get("colon", ""),
        parts.get("gap", ""),
        body.rstrip(),
        trailing + comment,
    )


def is_entry(line: str) -> bool:
    """Tell whether a line starts an entry or a list item."""
    return _ENTRY.match(line) is not None


def is_foreign_comment(line: str) -> bool:
    """Tell whether a line is a comment of HTML, C or Markdown, which YAML does not know."""
    return _FOREIGN.match(line) is not None


def double_quoted(text: str) -> str:
    """Put text in double quotes; quotes inside that are not escaped yet are."""
    return '"' + _LONE_QUOTE.sub(lambda match: match[1] or '\\"', text) + '"'


def single_quoted(text: str) -> str:
    """Put text in single quotes; quotes inside are doubled, pairs are left."""
    return "'" + text.replace("''", "'").replace("'", "''") + "'"
