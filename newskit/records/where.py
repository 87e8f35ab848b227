"""Simple filters on records: ``date>=2020-01-01``, ``category=releases``, ``path~2021/*``."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from newskit.dates.read import read_date
from newskit.dates.value import DateStatus, instant_of
from newskit.errors import UsageError
from newskit.frozen import dataclass
from newskit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newskit.post import JsonValue

_CONDITION: Final = lazy(r"\s*([a-z_]+)\s*(<=|>=|!=|=|<|>|~)\s*(.*?)\s*", re.DOTALL)
_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "date": "date_published",
        "modified": "date_modified",
        "category": "categories",
        "tag": "tags",
        "author": "authors",
        "language": "language",
        "title": "title",
        "source": "source",
        "publisher": "publisher",
        "draft": "draft",
        "path": "path",
    }
)
_ORDERS: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}
)
_DATES: Final = frozenset({"date_published", "date_modified"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: a field of the record, an operator, what it is compared with."""

    field: str
    operator: str
    value: str


def parse_condition(text: str) -> Condition:
    """Parse ``FIELD OPERATOR VALUE``.

    Fields: date, modified, category, tag, author, language, title, source, publisher, draft, path.
    Operators: ``=`` and ``!=``; ``~`` with a pattern (``*``, ``?``); for dates ``<``, ``<=``,
    ``>``, ``>=`` with a day or a moment. A day stands for all of it. Of a post that does not state
    the field, only ``!=`` holds.

    Raises:
        UsageError: when it is not such a condition.
    """
    match = _CONDITION.fullmatch(text)
    field = _FIELDS.get(match[1]) if match else None
    if match is None or field is None:
        raise UsageError(
            f"{text!r} is not a condition",
            hint=f"write FIELD=VALUE; the fields are {', '.join(_FIELDS)}",
        )
    operator, value = match[2], match[3]
    if operator in {"<", "<=", ">", ">="} and field not in _DATES:
        raise UsageError(f"{text!r}: {operator} compares dates only")
    if field in _DATES and operator != "~" and _year_or_month(value) is None:
        reading = read_date(value)
        if reading.status is not DateStatus.EXACT:
            raise UsageError(f"{text!r}: {value!r} is not a date ({reading.note})")
        value = reading.value or value
    return Condition(field, operator, value)


def matches(record: Mapping[str, JsonValue], conditions: Sequence[Condition]) -> bool:
    """Tell whether a record (default shape) meets every condition."""
    return all(_holds(record, condition) for condition in conditions)


def _holds(record: Mapping[str, JsonValue], condition: Condition) -> bool:
    values = _values(record, condition.field)
    if condition.operator == "~":
        return any(fnmatchcase(value, condition.value) for value in values)
    if condition.field in _DATES:
        return _date_holds(values[0], condition) if values else condition.operator == "!="
    if condition.field == "language":
        found = any(_speaks(value, condition.value) for value in values)
    else:
        found = condition.value in values
    return found == (condition.operator == "=")


def _values(record: Mapping[str, JsonValue], field: str) -> list[str]:
    if field == "path":
        metadata = cast("dict[str, dict[str, JsonValue]]", record["metadata"])
        return [str(metadata["newskit"]["path"])]
    value = record.get(field)
    if isinstance(value, list):
        return [str(item) for item in value]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [] if value is None else [str(value)]


def _speaks(tag: str, wanted: str) -> bool:
    """Match language tags as RFC 4647 does in basic filtering: ``zh`` takes ``zh-TW`` too."""
    low, want = tag.lower(), wanted.lower()
    return low == want or low.startswith(f"{want}-")


def _date_holds(stated: str, condition: Condition) -> bool:
    wanted = condition.value
    if "T" in wanted:
        left, right = instant_of(stated), instant_of(wanted)
        order = (left > right) - (left < right)
    else:
        # A year, a month or a day: the date in its own zone decides.
        moment = stated[: len(wanted)]
        order = (moment > wanted) - (moment < wanted)
    return order in _ORDERS[condition.operator]


def _year_or_month(value: str) -> str | None:
    return value if re.fullmatch(r"\d{4}(?:-\d\d)?", value) else None
