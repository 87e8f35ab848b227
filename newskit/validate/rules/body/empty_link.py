"""A link with no target, or with nothing to click on.

`[text]()`, `<a href="">` and `Link: <>` lead nowhere; `[](address)` cannot be seen. Usually the
address was lost when the post was exported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.body import attribute
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_MARKDOWN = lazy(r"(?<![!\\\]])\[(?P<text>[^\[\]\n]*)\]\([ \t]*(?P<target><>|[^()\s]*)[ \t]*\)")
# Elsewhere the two signs are text: an operator, a type of a programming language.
_LOST_LINK = lazy(r"(?<=: )<>(?=[ \t]*[.,;)]?[ \t]*$)", re.MULTILINE)
# Links of other schemes are marks for plugins, which put a player or a picture there.
_WEB = lazy(r"<?https?://", re.IGNORECASE)
_BLANK = " \t\u00a0\u3000"


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for tag in subject.tags.bare:
        if tag.name == "a" and attribute(tag, "href") == "":
            span = subject.in_body(tag.start, tag.end)
            yield rule.at(subject, span, "the link has no target")
    prose = subject.prose
    if "](" in prose:
        for match in _MARKDOWN.finditer(prose):
            span = subject.in_body(*match.span())
            if match["target"] in {"", "<>"} and match["text"].strip(_BLANK):
                yield rule.at(subject, span, f"the link `{match['text'][:40]}` has no target")
            elif not match["text"].strip(_BLANK) and _WEB.match(match["target"]):
                # In code that was blanked out stands the text of the link.
                written = subject.post.text[span[0] + 1 : span[0] + 1 + len(match["text"])]
                if not written.strip(_BLANK):
                    yield rule.at(subject, span, f"the link to {match['target'][:60]} has no text")
    for match in _LOST_LINK.finditer(prose) if ": <>" in prose else ():
        yield rule.at(subject, subject.in_body(*match.span()), "`<>` is a link to nothing")


RULE = Rule("NK356", "empty-link", Severity.WARNING, Finder.BODY, __doc__, _check)
