"""Values that JSON and its common readers take, with what had to be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final, cast

from newskit.frozen import dataclass
from newskit.post import JsonValue, escape_pointer
from newskit.render.shield import is_encodable

_MAX_DEPTH: Final = 64
_INT64: Final = 1 << 63
_FLAT: Final = frozenset({str, int, float, bool, type(None)})


@dataclass(frozen=True, slots=True)
class Loss:
    """What a record could not carry over.

    Attributes:
        pointer: JSON Pointer (RFC 6901) into the record.
        kind: ``damaged-text``, ``big-integer`` or ``depth``.
    """

    pointer: str
    kind: str


def clean_text(text: str) -> str:
    """Return `text` with each lone surrogate (a byte that is not UTF-8) as U+FFFD."""
    if is_encodable(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def clean(value: JsonValue) -> tuple[JsonValue, tuple[Loss, ...]]:
    """Return a copy of `value` as every JSON reader takes it, and what was changed.

    Lone surrogates become U+FFFD, integers beyond 64 bits text, mappings deeper than 64 levels
    null.
    """
    losses: list[Loss] = []
    root: list[JsonValue] = [value]
    # A holder is a list with an index or a mapping with a key.
    stack: list[tuple[Any, Any, str, int]] = [(root, 0, "", 0)]
    while stack:
        holder, key, place, depth = stack.pop()
        item = cast("JsonValue", holder[key])
        if isinstance(item, str):
            holder[key] = clean_text(item)
            if holder[key] != item:
                losses.append(Loss(place, "damaged-text"))
        elif isinstance(item, int) and not -_INT64 <= item < _INT64:
            holder[key] = str(item)
            losses.append(Loss(place, "big-integer"))
        elif isinstance(item, (dict, list)) and depth >= _MAX_DEPTH:
            holder[key] = None
            losses.append(Loss(place, "depth"))
        elif isinstance(item, dict):
            copied = {clean_text(name): entry for name, entry in item.items()}
            holder[key] = copied
            stack.extend(
                (copied, name, f"{place}/{escape_pointer(name)}", depth + 1) for name in copied
            )
        elif isinstance(item, list):
            holder[key] = entries = list(item)
            stack.extend((entries, at, f"{place}/{at}", depth + 1) for at in range(len(entries)))
    return root[0], tuple(sorted(losses, key=lambda loss: loss.pointer))


def plain(item: object) -> JsonValue:
    """Return a flat dataclass (a difference, a removal) or a mapping as JSON values."""
    if item.__class__ is dict:
        row = cast("dict[str, JsonValue]", item)
        if _FLAT.issuperset(map(type, row.values())):
            return row  # as most are: rows of differences and removals
    if callable(as_row := getattr(item, "as_row", None)):
        return plain(as_row())
    names = getattr(item, "newskit_fields", None) or getattr(item, "__dataclass_fields__", None)
    if names is not None and not isinstance(item, type):
        return {name: _plain_value(getattr(item, name)) for name in names if name[0] != "_"}
    if isinstance(item, Mapping):
        mapping = cast("Mapping[object, object]", item)
        return {str(key): _plain_value(value) for key, value in mapping.items()}
    return _plain_value(item)


def _plain_value(value: object) -> JsonValue:
    if value.__class__ in _FLAT:
        return cast("JsonValue", value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Sequence):
        return [_leaf(item) for item in cast("Sequence[object]", value)]
    if isinstance(value, Mapping):
        mapping = cast("Mapping[object, object]", value)
        return {str(key): _leaf(item) for key, item in mapping.items()}
    return str(value)


def _leaf(value: object) -> JsonValue:
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
