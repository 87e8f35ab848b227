"""A date that the site generator does not read.

Jekyll stops the build or takes the file's date. Hugo reads fewer forms than Jekyll: `2024-05-01
09:41 +0800`, `2024-5-1` and `May 1, 2024` stop it, or are the year 1 in older releases, and a
number is seconds since 1970. Eleventy stops at a time without seconds, at `+0800`, and at a blank
between day and time in quotes; Pelican leaves a post out whose date is in double quotes. Where
newskit understands what is meant, the repair writes it as RFC 3339 has it; it is unsafe, because a
person should look at it. `docs/generators.md` has the forms that each generator was seen to read.

    date: 2025-14-07
    date: Fri Sep 3 11:21:31 CEST 2021
    date: +0800
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.dates.generators import Form, is_other_form, read_date
from newskit.dates.readable import eleventy_reads, hugo_reads, is_epoch_of_hugo, jekyll_reads
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.problem import Severity
from newskit.validate.repair.values import replace_value
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.dates.generators import Date
    from newskit.problem import Problem
    from newskit.validate.subject import Entry, Subject

__all__ = ["RULE"]


# The day 0 of month 0, as PHP counts it back (30 November of the year -1).
_NO_DATE = lazy(r"(?:[A-Z][a-z]{2}, )?30 Nov -0001\b|-0001-11-30\b|0000-00-00\b|0000-1[12]-\d\d\b")


# They hand dates to readers that know many forms (JavaScript's, dateutil); which, is not said here.
_LENIENT = frozenset((Generator.HEXO, Generator.PELICAN, Generator.NIKOLA, Generator.ASTRO))
_NAMES = {
    Generator.HUGO: "Hugo",
    Generator.ELEVENTY: "Eleventy",
    Generator.PELICAN: "Pelican",
}


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    yield from _published(rule, subject)
    for entry, date in subject.dates:
        text = str(entry.value).strip()
        if not text or isinstance(entry.value, bool) or _is_read(subject, entry, date):
            continue
        from newskit.dates.read import DateStatus
        from newskit.dates.read import read_date as understand

        reading = understand(entry.value)
        if reading.status is DateStatus.AMBIGUOUS:
            continue
        fix = None
        whole = reading.status is DateStatus.EXACT and len(reading.value or "") >= 10
        if whole and reading.value:
            title = f"write {reading.value}"
            fix = replace_value(subject, entry.span, reading.value, title, safe=False)
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        span = entry.span or subject.key_span(entry.pointer)
        who = _NAMES.get(subject.generator, "a site generator")
        message = f"`{entry.key}` is not a date {who} reads: {shown}"
        hint = "write it as 2024-05-01 or 2024-05-01T12:30:00+08:00"
        if _NO_DATE.match(text):
            message = f"`{entry.key}` {shown} is what WordPress and MySQL write for no date"
            hint = "write the date, or remove the key"
        found = rule.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)
        lenient = subject.generator in _LENIENT and reading.status is DateStatus.EXACT
        yield replace(found, severity=Severity.WARNING) if lenient else found


def _published(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Jekyll's flag, which Hugo takes for a date."""
    entry = subject.top("published") if subject.generator is Generator.HUGO else None
    if entry is None or hugo_reads(str(entry.value)):
        return
    span = entry.span or subject.key_span(entry.pointer)
    message = f"Hugo takes `{entry.key}` for a date, and stops at {subject.source(entry.span)}"
    if entry.value is None:
        message = f"Hugo does not publish a post whose `{entry.key}` is empty"
    hint = "write `draft: true` for what is not to be published"
    yield rule.at(subject, span, message, hint=hint, pointer=entry.pointer)


def _is_read(subject: Subject, entry: Entry, date: Date | None) -> bool:
    """Whether the generator reads the date; what does not exist is another rule's."""
    if date is not None and date.fault:
        return True
    text = str(entry.value)
    if _NO_DATE.match(text.strip()):
        return False
    if subject.generator is Generator.HUGO:
        return _hugo_reads(subject, entry)
    source = subject.source(entry.span)
    if subject.generator is Generator.ELEVENTY:
        quoted = source[:1] in {'"', "'"}
        return isinstance(entry.value, str) and eleventy_reads(text, quoted=quoted)
    if subject.generator is Generator.PELICAN and source[:1] == '"':
        # It reads no YAML: the quotes are part of the value.
        return False
    if subject.generator is Generator.PELICAN and text[:1] == text[-1:] == "'":
        return read_date(text[1:-1]) is not None  # dateutil takes such quotes for space
    worded = subject.generator is Generator.OTHER and any(map(str.isalpha, text))
    if (worded or subject.generator is Generator.JEKYLL) and jekyll_reads(text):
        return True
    return (date is not None and date.form is not Form.CJK) or is_other_form(text.strip())


def _hugo_reads(subject: Subject, entry: Entry) -> bool:
    if not isinstance(entry.value, str):
        return is_epoch_of_hugo(entry.value)
    if hugo_reads(entry.value):
        return True
    # TOML has dates of its own, in more forms.
    toml = subject.post.front_matter.format is FrontMatterFormat.TOML
    return toml and subject.source(entry.span)[:1] not in {'"', "'"}


RULE = Rule(
    "NK302",
    "unreadable-date",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
