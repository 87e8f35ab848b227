"""A key that looks like a misspelling of one that generators read.

`titel`, `catagories` and `tgas` are read by nothing, without a word. Keys of your own are named in
`known-keys`. The repair renames the key where the right one is not there; it is unsafe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Edit, Fix, Severity
from newskit.validate.known_keys import KNOWN_KEYS, misspelling_of
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_MIN_LENGTH = 4


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    values = subject.post.front_matter.values
    for key in values:
        if len(key) < _MIN_LENGTH or key.lower() in KNOWN_KEYS or key in subject.config.known_keys:
            continue
        guess = misspelling_of(key)
        if guess is None:
            continue
        pointer = f"/{key.replace('~', '~0').replace('/', '~1')}"
        place = subject.post.front_matter.spans.get(pointer)
        fix = None
        if place and place.key and guess not in subject.keys and subject.source(place.key) == key:
            fix = Fix(f"rename it to `{guess}`", (Edit(*place.key, guess),), safe=False)
        message = f"no generator reads the key `{key}`"
        hint = f"did you mean `{guess}`?"
        span = subject.key_span(pointer)
        yield rule.at(subject, span, message, hint=hint, pointer=pointer, fix=fix)


RULE = Rule(
    "NK310",
    "misspelt-key",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
