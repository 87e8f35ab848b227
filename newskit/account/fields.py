"""The values of front matter, and which of them another document lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from newskit.account.reading import Reading, flat
from newskit.lazy import lazy
from newskit.post import escape_pointer

if TYPE_CHECKING:
    from newskit.post import JsonValue

_DATE = lazy(r"\d{4}-\d\d-\d\d")


class Field(NamedTuple):
    """A value of front matter: its JSON Pointer (RFC 6901), and what it says."""

    pointer: str
    value: JsonValue


def fields_of(values: Mapping[str, JsonValue]) -> Iterator[Field]:
    """Yield the values of front matter that are not lists or mappings, in order."""
    pending: list[tuple[str, JsonValue]] = [
        (f"/{escape_pointer(key)}", value) for key, value in reversed(list(values.items()))
    ]
    while pending:
        pointer, value = pending.pop()
        if isinstance(value, dict):
            pending += [
                (f"{pointer}/{escape_pointer(key)}", one)
                for key, one in reversed(list(value.items()))
            ]
        elif isinstance(value, list):
            pending += [(f"{pointer}/{i}", value[i]) for i in reversed(range(len(value)))]
        else:
            yield Field(pointer, value)


def missing_fields(
    before: Mapping[str, JsonValue], values: Mapping[str, JsonValue], after: Reading
) -> list[Field]:
    """Return the values of front matter that another document lacks.

    A text, date or number may stand anywhere in it, under any key; what is true, false or empty
    must stand under its own.

    Args:
        before: the front matter that was there.
        values: the front matter of the other document.
        after: the other document.
    """
    there = dict(fields_of(values))
    texts = {flat(str(value)) for value in there.values()}
    found: list[Field] = []
    for one in fields_of(before):
        if there.get(one.pointer, found) == one.value:
            continue
        if one.value is None or isinstance(one.value, bool):
            if one.value is not None:
                found.append(one)
            continue
        text = flat(str(one.value))
        if text and text not in texts and not _stands_in(text, str(one.value), after):
            found.append(one)
    return found


def _stands_in(text: str, written: str, after: Reading) -> bool:
    if len(text) > 3 and (text in after.in_plain or text in after.in_text):
        return True
    if (day := _DATE.match(written)) is not None:
        return day[0] in after.plain
    return len(text) <= 3 and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", after.plain) is not None
