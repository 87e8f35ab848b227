"""From a record to the line that is written: filtered, in its shape, reduced to some fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from newskit.config.export import RecordShape
from newskit.dates.value import instant_of
from newskit.errors import UsageError
from newskit.frozen import dataclass
from newskit.read.record_shapes import RECORD_FIELDS
from newskit.records.record import checked, encode
from newskit.records.shapes import shape_record
from newskit.records.where import Condition, matches

if TYPE_CHECKING:
    from newskit.config.export import ExportConfig
    from newskit.post import JsonValue


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
    """Return the line of a record, or None where a condition does not hold.

    Args:
        record: the record; it need not be `checked`.
        config: the shape.
        choice: conditions and fields.
    """
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
