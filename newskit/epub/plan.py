"""The plan of one book: its title, its sections, the file of each post."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from newskit.config.export import EpubConfig, GroupBy
from newskit.epub.article import Labels, SpoolEntry, format_day, format_month, labels_for
from newskit.epub.content.values import direction_of, is_vertical, normalise_language, one_line
from newskit.errors import ConfigError

# How posts are divided into volumes: by period, by category, by number or by size.

_SIZES = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_COUNT = re.compile(r"count:([1-9][0-9]{0,8})")
_SIZE = re.compile(r"size:([1-9][0-9]{0,11})([KMG]?)B?", re.IGNORECASE)
# Not allowed in a file name on some system, or awkward in a shell.
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f/\\:*?\"<>|'`$;&#%!~^(){}\[\]]+")
_NAME_BYTES = 80


@dataclass(frozen=True, slots=True)
class Split:
    """How volumes are made: `kind`, and the posts or bytes in each where that is the measure."""

    kind: str
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Volume:
    """The posts of one book.

    Attributes:
        key: its folder name; empty when there is only one book.
        period: month, day, year or category it holds; empty otherwise.
        part: 1, 2 … when the period had to be divided; 0 otherwise.
        entries: its posts by date.
    """

    key: str
    period: str
    part: int
    entries: tuple[SpoolEntry, ...]


def parse_split(value: str) -> Split:
    """Read the ``split`` option.

    Raises:
        ConfigError: when it is not one of month, day, year, category, count:N, size:M and none.
    """
    value = value.strip()
    if value in {"month", "day", "year", "category", "none"}:
        return Split(value)
    count = _COUNT.fullmatch(value)
    if count:
        return Split("count", int(count.group(1)))
    size = _SIZE.fullmatch(value)
    if size:
        return Split("size", int(size.group(1)) * _SIZES[size.group(2).upper()])
    raise ConfigError(
        f"split: {value!r} is not a way to split",
        hint="one of: month, day, year, category, count:N, size:N[K|M|G], none",
    )


def divide(entries: Iterable[SpoolEntry], config: EpubConfig) -> tuple[Volume, ...]:
    """Divide posts into volumes, oldest first; without posts there is one empty volume.

    Raises:
        ConfigError: when the ``split`` option cannot be read.
    """
    split = parse_split(config.split)
    ordered = sorted(entries, key=_date_order)
    if split.kind == "none":
        return (Volume("", "", 0, tuple(ordered)),)
    if split.kind in {"count", "size"}:
        count = split.limit if split.kind == "count" else 0
        size = split.limit if split.kind == "size" else 0
        chunks = list(_chunks(ordered, count, size)) or [()]
        return tuple(
            Volume(f"part-{number:03d}", "", number, chunk)
            for number, chunk in enumerate(chunks, 1)
        )
    groups: dict[str, list[SpoolEntry]] = {}
    for entry in ordered:
        groups.setdefault(_period(entry, split.kind), []).append(entry)
    if split.kind == "category":
        groups = dict(sorted(groups.items(), key=lambda item: (not item[0], item[0])))
    return tuple(_named(groups or {"": []}, config, split))


def _date_order(entry: SpoolEntry) -> tuple[str, str]:
    # Undated posts come after all dated ones.
    return (entry.article.day or "~", entry.article.order)


def _period(entry: SpoolEntry, kind: str) -> str:
    if kind == "category":
        return entry.article.category
    return entry.article.day[: {"year": 4, "month": 7, "day": 10}[kind]]


def _named(
    groups: dict[str, list[SpoolEntry]], config: EpubConfig, split: Split
) -> Iterator[Volume]:
    taken: set[str] = set()
    for period, entries in groups.items():
        chunks = list(_chunks(entries, config.max_articles, config.max_bytes)) or [()]
        missing = "uncategorised" if split.kind == "category" else "undated"
        stem = _folder_name(period) or missing
        for number, chunk in enumerate(chunks, 1):
            part = number if len(chunks) > 1 else 0
            key = _unique(f"{stem}-part-{part}" if part else stem, taken)
            yield Volume(key, period, part, chunk)


def _chunks(
    entries: Sequence[SpoolEntry], count: int, size: int
) -> Iterator[tuple[SpoolEntry, ...]]:
    chunk: list[SpoolEntry] = []
    total = 0
    for entry in entries:
        full = (count and len(chunk) >= count) or (size and total + entry.length > size)
        if chunk and full:
            yield tuple(chunk)
            chunk, total = [], 0
        chunk.append(entry)
        total += entry.length
    if chunk:
        yield tuple(chunk)


def _folder_name(period: str) -> str:
    name = _UNFIT.sub("-", unicodedata.normalize("NFC", period)).strip("-. ")
    return name.encode()[:_NAME_BYTES].decode("utf-8", "ignore").rstrip("-. ")


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 1
    # Some file systems do not tell upper from lower case.
    while unique.casefold() in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(unique.casefold())
    return unique


@dataclass(frozen=True, slots=True)
class BookPage:
    """A post in a book: its entry, its file under ``text/`` and its section's name."""

    entry: SpoolEntry
    file: str
    section: str


@dataclass(frozen=True, slots=True)
class Day:
    """The posts of one day in one section; `label` is the day as the language writes it."""

    day: str
    label: str
    pages: tuple[BookPage, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a book; `file` is empty where a book is not divided into sections."""

    name: str
    file: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What all volumes share: title, language and identity."""

    title: str
    language: str
    direction: str
    identifier: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One book.

    Attributes:
        series: what it shares with its sister volumes.
        title: its own title, with the period it covers.
        period: the period or part alone, as the language writes it; may be empty.
        identifier: unique identifier, a URN unless the user gave one.
        position: 1-based place in the series; 0 when it is the only book.
        sections: what it holds, in reading order.
        modified: newest instant of its posts, ``YYYY-MM-DDThh:mm:ssZ``; may be empty.
        progression: ``rtl`` or ``ltr``: where the next page lies.
    """

    series: Series
    title: str
    period: str
    identifier: str
    position: int
    sections: tuple[Section, ...]
    modified: str
    progression: str

    @property
    def labels(self) -> Labels:
        """The words of the book's language."""
        return labels_for(self.series.language)

    def pages(self) -> Iterator[BookPage]:
        """The posts in reading order."""
        for section in self.sections:
            for day in section.days:
                yield from day.pages


def make_series(volumes: tuple[Volume, ...], config: EpubConfig) -> Series:
    """Derive what the options leave open from the posts."""
    entries = [entry for volume in volumes for entry in volume.entries]
    languages = Counter(entry.article.language for entry in entries)
    languages.pop("und", None)
    common = max(languages, key=lambda tag: languages[tag], default="und")
    language = normalise_language(config.language) or common
    publishers = {entry.article.publisher for entry in entries}
    publisher = publishers.pop() if len(publishers) == 1 else ""
    names = {entry.article.site for entry in entries}
    site = names.pop() if len(names) == 1 else ""
    title = one_line(config.title) or publisher or site or labels_for(language).news
    first = entries[0].article.path if entries else ""
    identifier = (
        one_line(config.identifier)
        or uuid5(NAMESPACE_URL, f"newskit:series:{title}:{language}:{first}").urn
    )
    directions = Counter(entry.article.direction for entry in entries)
    mostly = "rtl" if directions["rtl"] > directions["ltr"] else "ltr"
    return Series(
        title=title,
        language=language,
        direction=mostly if language == "und" else direction_of(language, ""),
        identifier=identifier,
        publisher=one_line(config.publisher) or publisher,
    )


def plan_volume(volume: Volume, position: int, series: Series, config: EpubConfig) -> Plan:
    """Plan one volume; `position` is 0 when there is only one."""
    period = format_day(format_month(volume.period, series.language), series.language)
    if volume.part:
        period = f"{period} ({volume.part})" if period else str(volume.part)
    elif volume.key and not period:
        period = labels_for(series.language).undated if volume.entries else ""
    identifier = series.identifier
    if volume.key:
        identifier = (
            f"{config.identifier.strip()}:{volume.key}"
            if config.identifier.strip()
            else uuid5(NAMESPACE_URL, f"{series.identifier}:{volume.key}").urn
        )
    vertical = is_vertical(series.language) if config.vertical else ""
    rtl = vertical == "vertical-rl" or (series.direction == "rtl" and not vertical)
    return Plan(
        series=series,
        title=f"{series.title} · {period}" if period else series.title,
        period=period,
        identifier=identifier,
        position=position,
        sections=_sections(volume, series.language, config),
        modified=max((entry.article.modified for entry in volume.entries), default=""),
        progression="rtl" if rtl else "ltr",
    )


def _sections(volume: Volume, language: str, config: EpubConfig) -> tuple[Section, ...]:
    groups: dict[str, list[SpoolEntry]] = {}
    for entry in volume.entries:
        groups.setdefault(_section_name(entry, config.group_by), []).append(entry)
    if config.group_by not in {GroupBy.DAY, GroupBy.MONTH}:
        groups = dict(sorted(groups.items(), key=lambda item: (not item[0], item[0].casefold())))
    taken: set[str] = set()
    undivided = not groups or set(groups) == {""}
    return tuple(
        _section(name, 0 if undivided else number, entries, taken, language, config.group_by)
        for number, (name, entries) in enumerate(groups.items(), 1)
    )


def _section_name(entry: SpoolEntry, group_by: GroupBy) -> str:
    match group_by:
        case GroupBy.DAY:
            return entry.article.day
        case GroupBy.MONTH:
            return entry.article.day[:7]
        case _:
            return entry.article.section


def _section(
    name: str,
    number: int,
    entries: list[SpoolEntry],
    taken: set[str],
    language: str,
    group_by: GroupBy,
) -> Section:
    labels = labels_for(language)
    is_date = group_by in {GroupBy.DAY, GroupBy.MONTH}
    shown = format_day(format_month(name, language), language) if is_date else name
    shown = shown or (labels.undated if is_date else labels.news)
    days: dict[str, list[BookPage]] = {}
    for entry in entries:
        page = BookPage(entry, _file_name(entry, taken), shown)
        days.setdefault(entry.article.day, []).append(page)
    return Section(
        name=shown,
        file=f"sec-{number:03d}.xhtml" if number else "",
        days=tuple(
            Day(day, format_day(day, language) or labels.undated, tuple(pages))
            for day, pages in days.items()
        ),
    )


def _file_name(entry: SpoolEntry, taken: set[str]) -> str:
    stem = f"{entry.article.day or 'undated'}-{entry.article.slug}"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return f"{name}.xhtml"
