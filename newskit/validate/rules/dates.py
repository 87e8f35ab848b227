"""Dates in front matter that generators refuse, or read as another day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date as day

from newskit.config.validate import Generator
from newskit.dates.generators import (
    KNOWN_ZONES,
    Date,
    Form,
    astro_reads,
    dateutil_reads,
    eleventy_reads,
    hexo_reads,
    hugo_reads,
    is_epoch_of_hugo,
    is_moved_by_hexo,
    is_other_form,
    is_turned_by_nikola,
    javascript_reads,
    jekyll_guesses,
    jekyll_head,
    jekyll_reads,
    nikola_reads,
    parse_date,
    zola_reads,
)
from newskit.frozen import replace
from newskit.lazy import lazy, wordlist
from newskit.post import FrontMatterFormat, JsonValue, Kind
from newskit.problem import Problem, Severity
from newskit.validate import signs
from newskit.validate.repair.neighbours import LATER_KEYS, TEXT_KEYS
from newskit.validate.repair.values import in_quotes, replace_value
from newskit.validate.rule import Repair, Rule, matter_rule
from newskit.validate.subject import Entry, Subject


@matter_rule("NK301", "impossible-date", Severity.ERROR, needs=(signs.DATE,))
def impossible_date(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A date or time that does not exist.

    Jekyll stops, or publishes 30 February on 2 March; Hugo puts the post in the year 1. The message
    says which part does not exist. `24:00:00` is a warning where it is read as midnight.

        date: 2024-02-30
        date: 2020-10-08 17:10:00+17:10
    """
    for entry, date in subject.dates:
        if date is not None and date.fault:
            message = f"`{entry.key}` {entry.value}: {date.fault}"
            found = rule.on(subject, entry, message)
            # ISO 8601 once had it; all but Hugo read midnight.
            midnight = (date.hour, date.minute, date.second) == (24, 0, 0)
            read = midnight and subject.generator is not Generator.HUGO
            yield replace(found, severity=Severity.WARNING) if read else found


# The day 0 of month 0, as PHP counts it back (30 November of the year -1).
_NO_DATE = lazy(r"(?:[A-Z][a-z]{2}, )?30 Nov -0001\b|-0001-11-30\b|0000-00-00\b|0000-1[12]-\d\d\b")


# As JavaScript writes a date: of `GMT+0200` Ruby reads GMT.
_OF_JAVASCRIPT = lazy(
    r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}(?: \([^()]+\))?"
)
# As Emacs writes a moment, with the day of the week: Ruby passes over its name (3.1).
_DAY_NAMED = lazy(
    r"\d{4}-\d\d-\d\d (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
)
# Two digits of a year: JavaScript and dateutil take the month to come first.
_MONTH_FIRST = lazy(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}")
# They hand dates to readers that know many forms (JavaScript's, dateutil); which, is not said here.
_LENIENT = frozenset((Generator.HEXO, Generator.PELICAN, Generator.NIKOLA, Generator.ASTRO))
_KNOWN = (*_LENIENT, Generator.HUGO, Generator.ELEVENTY, Generator.JEKYLL, Generator.ZOLA)
_SITES = {one: one.value.capitalize() for one in _KNOWN}


@matter_rule("NK302", "unreadable-date", Severity.ERROR, needs=(signs.DATE,), repair=Repair.UNSAFE)
def unreadable_date(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A date that the site generator does not read.

    Jekyll stops the build or takes the file's date. Hugo reads fewer forms than Jekyll: `2024-05-01
    09:41 +0800`, `2024-5-1` and `May 1, 2024` stop it, or are the year 1 in older releases, and a
    number is seconds since 1970. Nikola takes the offset of `GMT+0200` and `UTC+2` the other way
    round (`UTC+02:00` is right) and passes over names of zones such as CEST, which Astro does not
    read at all. Eleventy stops at a time without seconds, at `+0800`, and at a blank between day
    and time in quotes, Zola at an offset without a colon; Pelican leaves a post out whose date is
    in double quotes. Where newskit understands what is meant, the repair writes it as RFC 3339 has
    it; it is unsafe, because a person should look at it. `docs/generators.md` has the forms that
    each generator was seen to read. A key that the generator does not read as a date (`updated` in
    Eleventy, Hugo and Jekyll) is an info.

        date: 2025-14-07
        date: Fri Sep 3 11:21:31 CEST 2021
    """
    yield from _published(rule, subject)
    yield from _empty(rule, subject)
    for entry, date in subject.dates:
        text = str(entry.value).strip()
        if not text or isinstance(entry.value, bool) or _is_read(subject, entry, date):
            continue
        from newskit.dates.forms import DateStatus
        from newskit.dates.read import read_date as understand

        reading = understand(entry.value)
        if reading.status is DateStatus.AMBIGUOUS and date is None:
            continue
        exact, fix = reading.status is DateStatus.EXACT, None
        if exact and len(reading.value or "") >= 10 and reading.value:
            title = f"write {reading.value}"
            fix = replace_value(subject, entry.span, reading.value, title, safe=False)
        message, hint = _refusal(subject, entry.key, text, date)
        found = rule.on(subject, entry, message, hint=hint, fix=fix)
        lenient = subject.generator in _LENIENT and (exact or _MONTH_FIRST.fullmatch(text))
        if lenient or (date is not None and _is_zone_lost(date, subject.generator)):
            yield replace(found, severity=Severity.WARNING)
        else:
            found = _of_jekyll(subject, found, entry.key, text)
            read = _is_asked_for(subject, entry)
            yield found if read else replace(found, severity=Severity.INFO)


_DATES_READ = {
    Generator.JEKYLL: frozenset(("date", "last_modified_at")),
    Generator.HUGO: frozenset(
        wordlist("date lastmod modified publishdate pubdate published expirydate unpublishdate")
    ),
    Generator.ELEVENTY: frozenset(("date",)),
    Generator.PELICAN: frozenset(("date", "modified")),
    **dict.fromkeys(
        (Generator.HEXO, Generator.NIKOLA, Generator.ZOLA), frozenset(("date", "updated"))
    ),
}
"""Keys that a generator reads as dates; others are texts, which templates may show."""


def _is_asked_for(subject: Subject, entry: Entry) -> bool:
    """Whether the site's generator reads a key as a date; one that is not known may read any."""
    read = _DATES_READ.get(subject.generator)
    return read is None or entry.key.lower() in read


def _of_jekyll(subject: Subject, found: Problem, key: str, text: str) -> Problem:
    """Return the finding with what Jekyll makes of a date, where it makes something of it."""
    if subject.generator is not Generator.JEKYLL:
        return found
    head, severity = jekyll_head(text), Severity.WARNING
    if head and not _NO_DATE.match(text):
        message = f"Jekyll reads no more of `{key}` than {head}"
    elif _OF_JAVASCRIPT.fullmatch(text):
        message = f"Jekyll passes over the offset of `{key}`"
        # Programs of JavaScript write it so, and read it well: is the site Jekyll's at all?
        if not subject.post.generator and subject.config.generator is not Generator.JEKYLL:
            severity = Severity.INFO
    elif jekyll_guesses(text):
        message = f"`{key}` is not well formed, so Jekyll guesses what it means"
        severity = Severity.INFO if _DAY_NAMED.fullmatch(text) else Severity.WARNING
    else:
        return found
    return replace(found, message=f"{message}: {_shown(text)}", severity=severity)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _refusal(subject: Subject, key: str, text: str, date: Date | None) -> tuple[str, str]:
    """Return why the site's generator does not read a date, and what to write instead."""
    shown, generator = _shown(text), subject.generator
    if date is not None and _is_zone_lost(date, generator):
        message = (
            f"{_SITES[generator]} does not know the zone {date.zone} and takes `{key}` for local"
        )
        return message, "write the offset, such as +02:00"
    if _NO_DATE.match(text):
        message = f"`{key}` {shown} is what WordPress and MySQL write for no date"
        return message, "write the date, or remove the key"
    if subject.generator is Generator.NIKOLA and is_turned_by_nikola(text):
        message = f"Nikola takes the offset of `{key}` the other way round: {shown}"
        return message, "write the offset alone, such as +02:00"
    who = _SITES.get(generator, "a site generator")
    hint = "write it as 2024-05-01 or 2024-05-01T12:30:00+08:00"
    if date is not None and date.year < _FIRST_YEAR and generator in _YEARS_OF_1900:
        return f"{who} takes the year of `{key}` for one of the 20th century: {shown}", hint
    return f"`{key}` is not a date {who} reads: {shown}", hint


def _published(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Jekyll's flag, which Hugo takes for a date."""
    entry = subject.top("published") if subject.generator is Generator.HUGO else None
    if entry is None or hugo_reads(str(entry.value)):
        return
    message = f"Hugo takes `{entry.key}` for a date, and stops at {subject.source(entry.span)}"
    if entry.value is None:
        message = f"Hugo does not publish a post whose `{entry.key}` is empty"
    hint = "write `draft: true` for what is not to be published"
    yield rule.on(subject, entry, message, hint=hint)


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
    if date is not None:
        odd = date.year < _FIRST_YEAR and subject.generator in _YEARS_OF_1900
        leap = date.second == _LEAP and subject.generator in _NO_LEAP_SECONDS
        if odd or leap or _is_zone_lost(date, subject.generator):
            return False
    own = _READERS.get(subject.generator)
    read = own(subject, entry, text) if own is not None else None
    if read is not None:
        return read
    worded = subject.generator is Generator.OTHER and any(map(str.isalpha, text))
    if (worded or subject.generator is Generator.JEKYLL) and jekyll_reads(text):
        return True
    return (date is not None and date.form is not Form.CJK) or is_other_form(text)


_KNOWN_ZONES = {
    Generator.JEKYLL: KNOWN_ZONES,
    Generator.PELICAN: frozenset(("Z", "UTC", "GMT")),
}


def _is_zone_lost(date: Date, generator: Generator) -> bool:
    """Whether a generator does not know a date's zone, and takes the time for local."""
    known = _KNOWN_ZONES.get(generator)
    return known is not None and date.zone.isalpha() and date.zone.upper() not in known


_FIRST_YEAR = 100
_YEARS_OF_1900 = frozenset((Generator.HEXO, Generator.ELEVENTY))
_LEAP = 60
_NO_LEAP_SECONDS = frozenset((Generator.HUGO, Generator.PELICAN))


def _is_quoted(subject: Subject, entry: Entry) -> bool:
    return subject.source(entry.span)[:1] in {'"', "'"}


def _eleventy_reads(subject: Subject, entry: Entry, _text: str) -> bool:
    in_quotes = _is_quoted(subject, entry)
    return isinstance(entry.value, str) and eleventy_reads(entry.value, quoted=in_quotes)


def _astro_reads(subject: Subject, entry: Entry, text: str) -> bool | None:
    if not isinstance(entry.value, str):
        return None
    if subject.is_text_key(entry.key):
        return True
    return astro_reads(text, quoted=_is_quoted(subject, entry))


def _pelican_reads(subject: Subject, entry: Entry, text: str) -> bool | None:
    source = subject.source(entry.span)
    behind = subject.post.text[entry.span[1] :].partition("\n")[0] if entry.span else ""
    if source[:1] in {'"', "|", ">", "!"} or behind.lstrip().startswith("#"):
        # It reads no YAML: the quotes, marks and comments are part of the value.
        return False
    if text[:1] == text[-1:] == "'":
        return parse_date(text[1:-1]) is not None  # dateutil takes such quotes for space
    return dateutil_reads(text) or None


def _hugo_reads(subject: Subject, entry: Entry, _text: str) -> bool:
    if not isinstance(entry.value, str):
        return is_epoch_of_hugo(entry.value)
    if hugo_reads(entry.value):
        return True
    # TOML has dates of its own, in more forms.
    toml = subject.post.front_matter.format is FrontMatterFormat.TOML
    return toml and not _is_quoted(subject, entry)


def _zola_reads(subject: Subject, entry: Entry, text: str) -> bool | None:
    toml = subject.post.front_matter.format is FrontMatterFormat.TOML
    return None if toml and not _is_quoted(subject, entry) else zola_reads(text)


_READERS: dict[Generator, Callable[[Subject, Entry, str], bool | None]] = {
    Generator.HEXO: lambda _subject, _entry, text: hexo_reads(text),
    Generator.ZOLA: _zola_reads,
    Generator.HUGO: _hugo_reads,
    Generator.ELEVENTY: _eleventy_reads,
    Generator.ASTRO: _astro_reads,
    Generator.NIKOLA: lambda _subject, _entry, text: (
        nikola_reads(text) and not is_turned_by_nikola(text)
    ),
    Generator.PELICAN: _pelican_reads,
    # Their themes hand dates to JavaScript, and so do most programs that are not known.
    **dict.fromkeys(
        (Generator.VITEPRESS, Generator.DOCUSAURUS, Generator.OTHER),
        lambda _subject, _entry, text: javascript_reads(text) or None,
    ),
}
"""What each generator makes of a date, or None where it reads what is usual."""


@matter_rule("NK303", "date-without-zone", Severity.INFO, needs=(signs.DATE,), repair=Repair.UNSAFE)
def date_without_zone(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A date with a time of day but no time zone.

    Jekyll and Hugo then take the zone of the site's configuration, or of the machine that builds
    it: the same post can appear under two different days. With `timezone` in the configuration the
    repair adds it.

        date: 2024-05-01 23:30:00
    """
    zone = subject.config.timezone
    for entry, date in subject.dates:
        if date is None or date.hour is None or date.zone or date.fault:
            continue
        fix = None
        if zone:
            text = f"{entry.value} {zone}" if date.form is Form.JEKYLL else date.iso(zone)
            fix = replace_value(subject, entry.span, text, f"add the zone {zone}", safe=False)
        message = f"`{entry.key}` has a time but no time zone"
        hint = "add the offset, such as +08:00"
        yield rule.on(subject, entry, message, hint=hint, fix=fix)


# Dots part day, month and year, in that order (DIN 5008, SFS 4175).
_DOTTED = lazy(r"\d{1,2}\.\d{1,2}\.\d{4}\b")


@matter_rule("NK304", "ambiguous-date", Severity.WARNING, needs=(signs.DATE,))
def ambiguous_date(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A date that can be read in two ways.

    `01/02/2024` is January in the United States and February in Europe; `CST` is a zone in America
    and another in China. newskit names the readings and guesses none.
    """
    for entry, date in subject.dates:
        if isinstance(entry.value, bool) or date is not None:
            continue
        from newskit.dates.forms import DateStatus
        from newskit.dates.read import read_date as understand

        reading = understand(entry.value)
        dotted = _DOTTED.match(str(entry.value).strip())
        if reading.status is not DateStatus.AMBIGUOUS or dotted:
            continue
        choices = " or ".join(reading.choices)
        message = f"`{entry.key}` {entry.value} can mean {choices}" if choices else reading.note
        yield rule.on(subject, entry, message, hint="write it as 2024-05-01")


_ONE_DAY = 1
# A day of a far year keeps a post at the top.
_PINNED = 2100


@matter_rule("NK305", "file-name-date", Severity.WARNING, needs=(signs.OTHER_DAY,))
def file_name_date(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A file name whose date is another day than the post's `date`.

    Jekyll takes the address and the order from `date`, and the name that `post_url` links to from
    the file: the two say different things. It is a warning where they differ in the year, the month
    or the day alone, as a slip of the pen does, or by half a year. Else a post was published later
    than its file was named, and it is an info; so it is for other generators, which read `date`
    alone, for drafts, which have no day yet, and for events, whose file may be named by the day of
    the announcement. A difference of one day is left alone, because time zones make it.

        2024-05-01-open-day.md with date: 2023-05-01
    """
    named = subject.dated_name
    entry = subject.top("date")
    if named is None or entry is None or not isinstance(entry.value, str):
        return
    date = parse_date(entry.value)
    if date is None or date.fault or date.year > _PINNED:
        return
    name = f"{named[0]:04}-{named[1]:02}-{named[2]:02}"
    try:
        in_name = day(named[0], named[1], named[2])
    except ValueError:
        message = f"the file name's date {name} does not exist"
        yield rule.on(subject, entry, message)
        return
    written = day(date.year, date.month, date.day)
    if abs((written - in_name).days) > _ONE_DAY:
        message = f"the file name says {name}, `{entry.key}` says {written.isoformat()}"
        found = rule.on(subject, entry, message)
        draft = subject.post.kind is Kind.DRAFT or "_drafts" in subject.parts
        read = subject.generator in {Generator.JEKYLL, Generator.OTHER} and not draft
        read = read and not subject.is_event and _is_slip(in_name, written)
        yield found if read else replace(found, severity=Severity.INFO)


def _is_slip(one: day, other: day) -> bool:
    """Whether two days differ as a slip of the pen has it: in year, month or day alone."""
    parts = (one.year != other.year) + (one.month != other.month) + (one.day != other.day)
    return parts == 1 or abs((one - other).days) > _PLANNED


# Posts are written, and their files changed, before the day they are published on.
_PLANNED = 180


@matter_rule("NK306", "date-order", Severity.WARNING, needs=(signs.LATER,))
def date_order(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A post that was modified or expires before it was published.

    One of the two dates is wrong.

        date: 2024-05-01
        lastmod: 2014-05-02
    """
    published = subject.top("date", "pubdate", "published")
    start = _day(published.value) if published else None
    if published is None or start is None or start.year > _PINNED:
        return
    for name in LATER_KEYS:
        entry = subject.top(name)
        end = _day(entry.value) if entry else None
        if entry is None or end is None or (start - end).days <= _PLANNED:
            continue
        message = f"`{entry.key}` {end.isoformat()} is before `{published.key}` {start.isoformat()}"
        yield rule.on(subject, entry, message)


def _day(value: JsonValue) -> day | None:
    date = parse_date(value) if isinstance(value, str) else None
    return day(date.year, date.month, date.day) if date and not date.fault else None


# YAML 1.1's timestamps (yaml.org/type/timestamp.html).
_TIMESTAMP = lazy(
    r"\d{4}-\d\d-\d\d\Z|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?"
    r"(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?\Z"
)
# What Psych takes for a day, and writes as 2024-05-01.
_DAY_OF_PSYCH = lazy(r"\d{4}-\d\d?-\d\d?\Z")
_TEXT_NAMES = frozenset((*TEXT_KEYS, "tags", "categories", "category", "tag", "slug", "author"))
_SHOW_MOMENTS = frozenset(
    (
        *(Generator.HEXO, Generator.ELEVENTY, Generator.ASTRO),
        *(Generator.DOCUSAURUS, Generator.VITEPRESS),
    )
)
# Hugo writes the text again, as it stands.
_AS_TEXT = frozenset((Generator.HUGO, Generator.ZOLA, Generator.PELICAN))


@matter_rule(
    "NK327", "text-read-as-date", Severity.WARNING, needs=(signs.DATED_TEXT,), repair=Repair.SAFE
)
def text_as_date(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A title or tag that some readers take for a date.

    `title: 2015-10-11` is a date to Psych and js-yaml (measured): Hexo shows "Sun Oct 11 2015 …",
    as the others that run on JavaScript do. Jekyll shows a day as it was written, so it is an info
    there. The repair puts it in quotes, which all readers take alike.

        title: 2015-10-11
        tags: [2020-01-01, news]
    """
    if not subject.is_yaml or subject.generator in _AS_TEXT:
        return
    for entry in subject.entries:
        if entry.key.lower() not in _TEXT_NAMES or not isinstance(entry.value, str):
            continue
        source = subject.source(entry.span)
        jekyll = subject.generator is Generator.JEKYLL
        psych = jekyll and _DAY_OF_PSYCH.match(source) is not None
        if not psych and not _TIMESTAMP.match(source):
            continue
        # Jekyll makes no tags of a date that stands alone.
        alone = jekyll and entry.pointer in {"/tags", "/categories"}
        turned = psych and (alone or not _TIMESTAMP.match(source))
        message = f"`{entry.key}: {source}` is a date to Jekyll, Hexo and others, not a text"
        fix = in_quotes(subject, entry.span, safe=True)
        found = rule.on(subject, entry, message, hint="put it in quotes", fix=fix)
        shown = subject.generator not in _SHOW_MOMENTS and ":" not in source and not turned
        yield replace(found, severity=Severity.INFO) if shown else found


@matter_rule("NK330", "moved-date", Severity.WARNING, needs=(), repair=Repair.SAFE)
def moved_date(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A date that Hexo moves by the offset of the machine that builds the site.

    `2024-05-01T09:41:00Z` and `2024-05-01 09:41:00 +08:00` without quotes are moments to YAML; Hexo
    takes the UTC clock of such a moment for the local one, so the post is hours off, and its
    address may hold another day (hexo 8.1.2; `docs/generators.md`). In quotes, or as `+0800`, it is
    read right; midnight in UTC, as programs write a day, stays that day. The repair puts the date
    in quotes.

        date: 2024-05-01T09:41:00Z
    """
    if subject.generator is not Generator.HEXO or not subject.is_yaml:
        return
    for entry, _ in subject.dates:
        source = subject.source(entry.span)
        if is_moved_by_hexo(source):
            fix = in_quotes(subject, entry.span, safe=True)
            message = f"Hexo moves `{entry.key}` by the offset of the machine that builds: {source}"
            hint = "put the date in quotes"
            yield rule.on(subject, entry, message, hint=hint, fix=fix)
