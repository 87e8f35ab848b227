"""A link by name whose address is nowhere in the post.

`[text][name]` needs a line `[name]: address`; without it, the brackets are shown as they are. Posts
that include another file, which may define it, and MkDocs, whose plug-ins do, are left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_USE = lazy(
    r"(?<![\]\\!\w])\[(?P<text>[^\[\]\n]{2,200})\][ ]?\[(?P<name>[^\[\]\n^]{1,100})\](?![\[(:])"
)
_NAME = lazy(r"[^\W_].*[^\W_*]\Z|[^\W_]\Z", re.DOTALL)
_DEFINITION = lazy(r"^[ ]{0,3}>?[ \t]*\[(?P<name>[^\[\]\n]+)\]:", re.MULTILINE)


_INCLUDES = lazy(
    r"\{%-?\s*(?:include|render|import|partial)|\{\{[<%#]\s*[\w-]*include|-{2}8<-{2}|^\s*include::"
    r"|<%=?\s*(?:partial|render|include)",
    re.MULTILINE,
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    if ("][" not in prose and "] [" not in prose) or subject.generator is Generator.MKDOCS:
        return
    if _INCLUDES.search(subject.post.body):
        return
    known = {
        " ".join(match["name"].casefold().split())
        for match in _DEFINITION.finditer(subject.post.body)
    }
    if not known:
        # Without a single definition, brackets are more likely to be text.
        return
    for match in _USE.finditer(prose):
        # A name may be written as code, which is blanked out here.
        written = subject.post.body[slice(*match.span("name"))]
        name = " ".join(written.casefold().split())
        if not name or name in known or not any(letter.isalpha() for letter in match["text"]):
            continue
        if "] [" in match[0] or not _NAME.match(name):
            # With a space between them they are two (CommonMark 0.31, section 6.3).
            continue
        span = subject.in_body(*match.span())
        yield rule.at(subject, span, f"no line defines the link `{written}`")


RULE = Rule("NK360", "undefined-reference", Severity.WARNING, Finder.BODY, __doc__, _check)
