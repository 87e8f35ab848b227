"""How posts are divided into volumes: by period, by category, by number or by size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newskit.config.export import EpubConfig
from newskit.epub.article import SpoolEntry
from newskit.errors import ConfigError

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
