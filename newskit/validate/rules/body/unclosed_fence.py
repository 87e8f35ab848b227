"""A code block that is opened and never closed.

Everything behind the fence is shown as code, to the end of the post.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.markup.code_fences import fenced_blocks
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    body = subject.post.body
    if subject.is_html_file or ("```" not in body and "~~~" not in body):
        return
    for opening, closing in fenced_blocks(body, within_html=subject.is_python_markdown):
        markup = body[opening.end("fence") : opening.end("fence") + 1] == "<"
        if closing is None and not opening["indent"].strip() and not markup:
            span = subject.in_body(*opening.span("fence"))
            yield rule.at(subject, span, "the code block that starts here is never closed")


RULE = Rule("NK358", "unclosed-code-fence", Severity.WARNING, Finder.BODY, __doc__, _check)
