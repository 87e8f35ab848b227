"""A byte order mark (U+FEFF) at the start of the file.

Older Jekyll and many scripts take it for text, so that the front matter is not at the start. UTF-8
needs none. The repair removes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    facts = subject.post.encoding
    if not facts.bom or facts.name != "utf-8":
        return
    # The mark is not part of the text: the repair is carried out where text becomes bytes.
    fix = Fix("remove the byte order mark", ())
    yield rule.at(subject, (0, 0), "the file starts with a byte order mark", fix=fix)


RULE = Rule(
    "NK107",
    "byte-order-mark",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
