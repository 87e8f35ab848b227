"""A date that the site generator does not read.

Jekyll stops the build or takes the file's date. Hugo reads fewer forms than Jekyll: `2024-05-01
09:41 +0800`, `2024-5-1` and `May 1, 2024` stop it, or are the year 1 in older releases, and a
number is seconds since 1970. Nikola takes the offset of `GMT+0200` and `UTC+2` the other way round
(`UTC+02:00` is right) and passes over names of zones such as CEST, which Astro does not read at
all. Eleventy stops at a time without seconds, at `+0800`, and at a blank
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
from newskit.dates.readable import (
    astro_reads,
    eleventy_reads,
    hugo_reads,
    is_epoch_of_hugo,
    is_turned_by_nikola,
    jekyll_reads,
    nikola_reads,
)
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, Kind
from newskit.problem import Severity
from newskit.validate.repair.values import replace_value
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newskit.dates.generators import Date
    from newskit.problem import Problem
    from newskit.validate.subject import Entry, Subject

__all__ = ["RULE"]


# The day 0 of month 0, as PHP counts it back (30 November of the year -1).
_NO_DATE = lazy(r"(?:[A-Z][a-z]{2}, )?30 Nov -0001\b|-0001-11-30\b|0000-00-00\b|0000-1[12]-\d\d\b")


# Two digits of a year: JavaScript and dateutil take the month to come first.
_MONTH_FIRST = lazy(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}")
# They hand dates to readers that know many forms (JavaScript's, dateutil); which, is not said here.
_LENIENT = frozenset((Generator.HEXO, Generator.PELICAN, Generator.NIKOLA, Generator.ASTRO))
_NAMES = {
    Generator.HUGO: "Hugo",
    Generator.ELEVENTY: "Eleventy",
    Generator.PELICAN: "Pelican",
    Generator.NIKOLA: "Nikola",
    Generator.ASTRO: "Astro",
}


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    yield from _published(rule, subject)
    yield from _empty(rule, subject)
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
        elif subject.generator is Generator.NIKOLA and is_turned_by_nikola(text):
            message = f"Nikola takes the offset of `{entry.key}` the other way round: {shown}"
            hint = "write the offset alone, such as +02:00"
        found = rule.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)
        exact = reading.status is DateStatus.EXACT or _MONTH_FIRST.fullmatch(text) is not None
        lenient = subject.generator in _LENIENT and exact
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


def _empty(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """An empty date, which stops Nikola and is 1 January 1970 to Astro."""
    names: tuple[str, ...] = ("date",)
    if subject.generator is Generator.NIKOLA and subject.post.kind is not Kind.PAGE:
        words = "Nikola builds no post whose `{key}` is empty"
    elif subject.generator is Generator.ASTRO:
        names = subject.config.date_keys
        words = "Astro's `z.coerce.date()` takes an empty `{key}` for 1 January 1970, or stops"
    else:
        return
    for name in names:
        entry = subject.top(name)
        if entry is None or (entry.value is not None and entry.value != ""):
            continue
        span = entry.span if entry.span and entry.span[0] < entry.span[1] else None
        found = rule.at(
            subject,
            span or subject.key_span(entry.pointer),
            words.format(key=entry.key),
            hint="write the date, or remove the key",
            pointer=entry.pointer,
        )
        astro = subject.generator is Generator.ASTRO
        yield replace(found, severity=Severity.WARNING) if astro else found


def _is_read(subject: Subject, entry: Entry, date: Date | None) -> bool:
    """Whether the generator reads the date; what does not exist is another rule's."""
    if date is not None and date.fault:
        return True
    text = str(entry.value).strip()
    if _NO_DATE.match(text):
        return False
    own = _READERS.get(subject.generator)
    read = own(subject, entry, text) if own is not None else None
    if read is not None:
        return read
    worded = subject.generator is Generator.OTHER and any(map(str.isalpha, text))
    if (worded or subject.generator is Generator.JEKYLL) and jekyll_reads(text):
        return True
    return (date is not None and date.form is not Form.CJK) or is_other_form(text)


def _is_quoted(subject: Subject, entry: Entry) -> bool:
    return subject.source(entry.span)[:1] in {'"', "'"}


def _eleventy_reads(subject: Subject, entry: Entry, _text: str) -> bool:
    quoted = _is_quoted(subject, entry)
    return isinstance(entry.value, str) and eleventy_reads(entry.value, quoted=quoted)


def _astro_reads(subject: Subject, entry: Entry, text: str) -> bool | None:
    if not isinstance(entry.value, str):
        return None
    return astro_reads(text, quoted=_is_quoted(subject, entry))


def _nikola_reads(_subject: Subject, _entry: Entry, text: str) -> bool:
    return nikola_reads(text) and not is_turned_by_nikola(text)


def _pelican_reads(subject: Subject, entry: Entry, text: str) -> bool | None:
    if subject.source(entry.span)[:1] == '"':
        # It reads no YAML: the quotes are part of the value.
        return False
    if text[:1] == text[-1:] == "'":
        return read_date(text[1:-1]) is not None  # dateutil takes such quotes for space
    return None


def _hugo_reads(subject: Subject, entry: Entry, _text: str) -> bool:
    if not isinstance(entry.value, str):
        return is_epoch_of_hugo(entry.value)
    if hugo_reads(entry.value):
        return True
    # TOML has dates of its own, in more forms.
    toml = subject.post.front_matter.format is FrontMatterFormat.TOML
    return toml and not _is_quoted(subject, entry)


_READERS: dict[Generator, Callable[[Subject, Entry, str], bool | None]] = {
    Generator.HUGO: _hugo_reads,
    Generator.ELEVENTY: _eleventy_reads,
    Generator.ASTRO: _astro_reads,
    Generator.NIKOLA: _nikola_reads,
    Generator.PELICAN: _pelican_reads,
}
"""What each generator makes of a date, or None where it reads what is usual."""


RULE = Rule(
    "NK302",
    "unreadable-date",
    Severity.ERROR,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.UNSAFE,
)
