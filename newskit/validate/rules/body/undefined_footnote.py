"""A footnote mark without a footnote.

`[^1]` needs a line `[^1]: text`; without it, the mark is shown as it is. HTML has no such marks,
and a class of a regular expression, such as `[^a-z]`, is not one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_USE = lazy(r"(?<!\\)\[\^(?P<name>[^\[\]\s]+)\](?!:)")
_LABEL = lazy(r"\d{1,3}|[^\W\d_][\w-]*(?<!-)")
_RANGE = lazy(r"(?:\w-\w)+\w*")
_QUANTIFIERS = ("+", "*", "?", "{", "]", "(", "\\", "$", "|")
_WORD = 3
_DEFINITION = lazy(r"^[ >]*\[\^(?P<name>[^\[\]\s]+)\]:", re.MULTILINE)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    if "[^" not in prose or subject.is_html:
        return
    known = {match["name"] for match in _DEFINITION.finditer(subject.post.body)}
    for match in _USE.finditer(prose):
        if match["name"] not in known and _is_mark(match, prose, known):
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, f"no line defines the footnote `{match['name']}`")


def _is_mark(match: re.Match[str], prose: str, known: set[str]) -> bool:
    """Whether a mark is meant: a number or a word, as the definitions of the post have them."""
    label = match["name"]
    if not _LABEL.fullmatch(label) or _RANGE.fullmatch(label):
        return False
    if prose[match.end() : match.end() + 1] in _QUANTIFIERS:
        return False
    if label.isdigit():
        return True
    # Words are marks where the post has footnotes, or where the mark follows a word.
    return bool(known) or (len(label) >= _WORD and prose[match.start() - 1].isalnum())


RULE = Rule("NK366", "undefined-footnote", Severity.WARNING, Finder.BODY, __doc__, _check)
