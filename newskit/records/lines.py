"""From a record to the line that is written: filtered, in its shape, reduced to some fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import IO, Final, cast

from newskit.config.export import ExportConfig, Order, RecordShape
from newskit.dates.forms import DateStatus, instant_of
from newskit.dates.read import read_date
from newskit.errors import UsageError
from newskit.files import Taken, scratch
from newskit.frozen import dataclass
from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.read.record_shapes import RECORD_FIELDS
from newskit.records.record import checked, encode
from newskit.records.shapes import shape_record
from newskit.records.values import numbered_id, path_id


@dataclass(frozen=True, slots=True)
class RecordChoice:
    """Which records are written, and which of their fields.

    Attributes:
        where: conditions that all have to hold.
        select: names of the only fields to write; ``metadata.KEY`` reaches into the metadata.
    """

    where: tuple[Condition, ...] = ()
    select: tuple[str, ...] = ()


_EVERYTHING: Final = RecordChoice()


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of output, with what orders and identifies it.

    Attributes:
        line: the line, ending with LF.
        id: the identifier in it.
        path: relative path of the post.
        moment: seconds since 1970 of the publication; None without a date.
        left: pieces of template code that its text does not show.
    """

    line: bytes
    id: str
    path: str
    moment: float | None
    left: int = 0


def parse_fields(select: str) -> tuple[str, ...]:
    """Return the names in ``id,title,metadata.layout``; none of an empty text.

    Raises:
        UsageError: when a record has no such field, or there are only commas.
    """
    fields = tuple(name.strip() for name in select.split(",") if name.strip())
    if select and not fields:
        raise UsageError("--select names no field", hint="write them as id,title,metadata.layout")
    for name in fields:
        if name.partition(".")[0] not in RECORD_FIELDS:
            raise UsageError(f"a record has no field {name!r}", hint=", ".join(RECORD_FIELDS))
    return fields


def make_line(
    record: dict[str, JsonValue], config: ExportConfig, choice: RecordChoice
) -> RecordLine | None:
    """Return the line of a record, or None where a condition does not hold."""
    line = None
    if config.shape is RecordShape.NEWSKIT and choice == _EVERYTHING:
        line = _line(record)
    if line is None:
        record = checked(record)
        if choice.where and not matches(record, choice.where):
            return None
        shaped = shape_record(record, config)
        line = encode(_selected(shaped, choice.select) if choice.select else shaped)
    facts = cast("dict[str, dict[str, JsonValue]]", record["metadata"])["newskit"]
    published = record["date_published"]
    return RecordLine(
        line,
        str(record["id"]),
        str(facts["path"]),
        instant_of(published).timestamp() if isinstance(published, str) else None,
        len(cast("list[JsonValue]", facts.get("templates", ()))),
    )


def _line(record: dict[str, JsonValue]) -> bytes | None:
    """Return the line of a whole record, or None where JSON cannot say all of it."""
    import orjson

    try:
        return encode(record)
    except orjson.JSONEncodeError:
        return None


def _selected(record: dict[str, JsonValue], select: tuple[str, ...]) -> dict[str, JsonValue]:
    chosen = {name: value for name, value in record.items() if name in select}
    for path in select:
        field, dot, key = path.partition(".")
        inner = record.get(field)
        if dot and isinstance(inner, dict):
            chosen[path] = inner.get(key)
    return chosen


# Lines in an order of their own, each with an identifier of its own; both wait on disk.


_LINES = "CREATE TABLE line (key, number INTEGER PRIMARY KEY, start INTEGER, size INTEGER);"


def in_order(lines: Iterable[RecordLine], order: Order) -> Iterator[bytes]:
    """Yield the lines in `order`; equal keys keep the order in which they came."""
    if order is Order.FOUND:
        for line in lines:
            yield line.line
        return
    import tempfile

    with (
        tempfile.TemporaryFile(prefix="newskit-") as spool,
        closing(scratch(_LINES)) as keys,
    ):
        rows = _spooled(lines, order, spool)
        keys.executemany("INSERT INTO line (key, start, size) VALUES (?, ?, ?)", rows)
        for start, size in keys.execute("SELECT start, size FROM line ORDER BY key, number"):
            spool.seek(start)
            yield spool.read(size)


def _spooled(
    lines: Iterable[RecordLine], order: Order, spool: IO[bytes]
) -> Iterator[tuple[float | bytes, int, int]]:
    """Write the lines to a file; gives what each is ordered by, where it is, and its size."""
    offset = 0
    for line in lines:
        size = spool.write(line.line)
        yield _key(line, order), offset, size
        offset += size


def _key(line: RecordLine, order: Order) -> float | bytes:
    if order is Order.PATH:
        return line.path.encode("utf-8", "surrogatepass")
    return float("inf") if line.moment is None else line.moment


class UniqueIds:
    """Gives a post whose identifier is taken one of its own, made of its path."""

    def __init__(self) -> None:
        self._taken = Taken()

    def claim(self, line: RecordLine) -> RecordLine:
        """Return the line with an identifier that no line before had."""
        identifier, number = line.id, 1
        while not self._taken.add(identifier):
            identifier = path_id(line.path) if number == 1 else numbered_id(line.id, number)
            number += 1
        if identifier == line.id:
            return line
        # The identifier stands first in every shape, so only it is replaced.
        text = line.line.replace(line.id.encode(), identifier.encode(), 1)
        return RecordLine(text, identifier, line.path, line.moment)


# Simple filters on records: ``date>=2020-01-01``, ``category=releases``, ``path~2021/*``.


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
