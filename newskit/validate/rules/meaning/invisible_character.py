"""An invisible character in a value or key.

Zero-width spaces, soft hyphens, direction marks and byte order marks make a title, tag or address
differ from one that looks the same. Joiners that scripts need (ZWJ and ZWNJ between letters of
Arabic, Persian and Indic scripts, or in emoji) are left alone. The repair removes them; it is safe
only for those that mean nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_INVISIBLE = lazy("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
# A soft hyphen between letters says where the word may be parted.
_IN_VALUE = lazy(
    r"(?:[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    r"|(?<![^\W\d_])\u00ad|\u00ad(?![^\W\d_]))+"
)
_HARMLESS = frozenset("\u200b\u2060\ufeff")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    yield from _keys(rule, subject)
    for entry in subject.entries:
        value = entry.value
        if not isinstance(value, str) or value.isascii() or entry.span is None:
            continue
        found = _IN_VALUE.search(subject.post.text, *entry.span)
        if found is None or _IN_VALUE.search(value) is None:
            continue
        names = ", ".join(sorted({f"U+{ord(character):04X}" for character in found[0]}))
        safe = set(found[0]) <= _HARMLESS
        fix = Fix("remove the invisible characters", (Edit(*found.span(), ""),), safe)
        message = f"`{entry.key}` holds an invisible character ({names})"
        yield rule.at(subject, found.span(), message, pointer=entry.pointer, fix=fix)


def _keys(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Keys that no generator finds, because of what cannot be seen in them."""
    text = subject.post.text
    for pointer, place in subject.post.front_matter.spans.items():
        found = _INVISIBLE.search(text, *place.key) if place.key else None
        if found is not None:
            name = f"U+{ord(found[0][0]):04X}"
            fix = Fix("remove the invisible characters", (Edit(*found.span(), ""),), safe=False)
            key = _INVISIBLE.sub("", text[slice(*place.key)]) if place.key else ""
            message = f"the key `{key}` holds an invisible character ({name}), so nothing reads it"
            yield rule.at(subject, found.span(), message, pointer=pointer, fix=fix)


RULE = Rule(
    "NK312",
    "invisible-character",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
