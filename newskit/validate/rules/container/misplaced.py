"""Front matter that does not start on the first line.

Jekyll looks for the fence at the very first character: behind blank lines or text, the front matter
is published as text. Hugo skips blank lines, but not text.

The repair removes blank lines above the fence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.post import Span
    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE", "late_fence"]

_NEWLINE = r"(?:\r\n?|\n)"
_BLOCK = lazy(
    rf"(?:{_NEWLINE})(?P<fence>---|\+\+\+)[ \t]*{_NEWLINE}"
    rf"(?=[A-Za-z_][\w -]{{0,40}}(?::[ \t\r\n]|[ \t]*=[ \t]*\S))"
    rf"(?:(?![ \t]*{_NEWLINE})[^\r\n]*{_NEWLINE}){{1,60}}?(?P=fence)[ \t]*(?:{_NEWLINE}|\Z)"
)
_CODE = lazy(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_MAX_LINES_ABOVE = 20


def late_fence(subject: Subject) -> Span | None:
    """Return the place of a complete front matter block that stands behind text, or None."""
    text = subject.post.text
    starts = subject.post.line_starts
    limit = starts[min(_MAX_LINES_ABOVE, len(starts) - 1)] if len(starts) > 1 else 0
    match = _BLOCK.search(text, 0, limit + 8000)
    if match is None or match.start() > limit:
        return None
    above = text[: match.start()]
    in_code = len(_CODE.findall(above)) % 2 == 1
    in_comment = above.rfind("<!--") > above.rfind("-->") or above.rfind("{{/*") > above.rfind("*/")
    return None if in_code or in_comment else match.span("fence")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    post = subject.post
    matter = post.front_matter
    if matter.format is FrontMatterFormat.NONE:
        fence = late_fence(subject)
        if fence is not None:
            message = "the front matter stands behind other text, so no generator reads it"
            yield rule.at(subject, fence, message, hint="move it to the start of the file")
    elif matter.opening[0] > 0 and subject.generator is not Generator.HUGO:
        fix = Fix("remove the blank lines above the fence", (Edit(0, matter.opening[0], ""),))
        message = "blank lines stand above the front matter, so Jekyll does not see it"
        yield rule.at(subject, matter.opening, message, fix=fix)


RULE = Rule(
    "NK113",
    "misplaced-front-matter",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
