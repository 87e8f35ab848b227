"""A heading without a space behind its `##`.

CommonMark wants the space (section 4.2), so Hugo, Zola, Docusaurus and GitHub show the marks as
text, and so does kramdown as Jekyll runs it (`input: GFM`, its default since 3.0). Python-Markdown
(Pelican, MkDocs, Nikola) does without: their posts are left alone, and those of Jekyll sites whose
configuration chooses other Markdown. A single `#` may be a hashtag and is left alone, too.

    ##What happened
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_HEADING = lazy(r"^[ ]{0,3}(?P<marks>#{2,6})(?=[^\W_]|[*`“\"'(])", re.MULTILINE)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.is_python_markdown or subject.is_html_file:
        return
    first = _HEADING.search(subject.prose)
    if first is None or _does_without(subject):
        return
    for match in _HEADING.finditer(subject.prose, first.start()):
        span = subject.in_body(*match.span("marks"))
        fix = Fix("add a space", (Edit(span[1], span[1], " "),), safe=False)
        message = f"no space stands behind `{match['marks']}`, so this is not a heading"
        yield rule.at(subject, span, message, hint="add a space", fix=fix)


def _does_without(subject: Subject) -> bool:
    """Whether the post's Jekyll site has chosen Markdown that does without the space."""
    if subject.generator is not Generator.JEKYLL:
        return False
    from newskit.site.find import find_site

    site = find_site(Path(subject.post.path).absolute().parent)
    return site is not None and site.has_tight_headings


RULE = Rule(
    "NK370", "tight-heading", Severity.WARNING, Finder.BODY, __doc__, _check, repair=Repair.UNSAFE
)
