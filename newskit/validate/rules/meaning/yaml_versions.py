"""A value that YAML 1.1 and YAML 1.2 read differently.

Jekyll and older Hugo read YAML 1.1, newer tools 1.2: `no` is false or the text "no", `010` is 8 or
10, `22:30` is 1350 or text, `1_000` is a number or text. The repair quotes the value or writes the
word that both read alike; it is safe where Jekyll is the generator, whose reading it keeps.

    published: no
    tags: [yes, no]
"""

from __future__ import annotations

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

_TEXT = "text"
_BOOLEANS = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_SEXAGESIMAL = lazy(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")
_OCTAL = lazy(r"0[0-7]+\Z")
_UNDERSCORE = lazy(r"[-+]?[1-9][0-9]*_[0-9_]*\Z")
_EXPONENT = lazy(r"[-+]?[0-9]+(?:\.[0-9]*)?[eE][0-9]+\Z")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml:
        return
    for entry in subject.entries:
        source = subject.source(entry.span)
        if not source or len(source) > 24 or source[0] not in "yYnNoO0123456789+-":
            continue
        found = _difference(source)
        if found is None:
            continue
        old, new, written = found
        # A number of base 60 or with underscores becomes text when it is quoted.
        kept = not written.startswith('"') or old == _TEXT
        safe = subject.generator is Generator.JEKYLL and kept
        title = f"write {written}"
        fix = Fix(title, (Edit(*entry.span, written),), safe) if entry.span and written else None
        jekyll = "" if ":" in source else " (Jekyll)"
        message = f"`{entry.key}: {source}` is {old} in YAML 1.1{jekyll} and {new} in YAML 1.2"
        span = entry.span or subject.key_span(entry.pointer)
        yield rule.at(subject, span, message, pointer=entry.pointer, fix=fix)


def _difference(source: str) -> tuple[str, str, str] | None:
    """What 1.1 reads, what 1.2 reads, and how to write it so that both read what 1.1 does."""
    word = _BOOLEANS.get(source.lower())
    if word and source in {source.lower(), source.capitalize(), source.upper()}:
        return word, f'the text "{source}"', word
    if _OCTAL.match(source) and int(source, 8) != int(source):
        return f"the number {int(source, 8)}", f"the number {int(source)}", str(int(source, 8))
    if _SEXAGESIMAL.match(source) and "." not in source:
        number = 0
        for part in source.lstrip("+-").replace("_", "").split(":"):
            number = number * 60 + int(part)
        return f"the number {'-' * (source[0] == '-')}{number}", "text", f'"{source}"'
    if _UNDERSCORE.match(source):
        return f"the number {source.replace('_', '')}", "text", f'"{source}"'
    if _EXPONENT.match(source) and "." not in source:
        return _TEXT, f"the number {float(source):g}", f'"{source}"'
    return None


RULE = Rule(
    "NK309",
    "yaml-versions-differ",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
