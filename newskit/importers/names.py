"""File names of imported posts by a pattern: ``{path}``, ``{date}-{slug}.md``, ``{lang}/{id}``."""

from __future__ import annotations

import re
import unicodedata
from string import Formatter
from typing import TYPE_CHECKING, Final

from newskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.post import JsonValue

__all__ = ["check_pattern", "name_for", "slug_of"]

_FIELDS: Final = ("path", "folder", "stem", "id", "date", "year", "month", "day", "slug", "lang")
_MAX_SLUG_BYTES: Final = 120


def check_pattern(pattern: str) -> None:
    """Check a pattern of file names.

    Raises:
        UsageError: when it names something a record does not have.
    """
    try:
        names = [name for _, name, _, _ in Formatter().parse(pattern) if name is not None]
    except ValueError as error:
        raise UsageError(f"{pattern!r} is no pattern of file names: {error}") from error
    for name in names:
        if name not in _FIELDS:
            raise UsageError(
                f"{pattern!r}: there is no {{{name}}}",
                hint=f"the parts are {', '.join(f'{{{field}}}' for field in _FIELDS)}",
            )


def name_for(pattern: str, record: Mapping[str, JsonValue], relative: str) -> str:
    """Return the path of a record's post by `pattern`.

    Args:
        pattern: as checked by `check_pattern`.
        record: the record.
        relative: the path the post had.
    """
    folder, _, file = relative.rpartition("/")
    stem = file.rpartition(".")[0] or file
    day = str(record.get("date_published") or "undated")[:10]
    year, _, rest = day.partition("-")
    name = pattern.format(
        path=relative,
        folder=folder or ".",
        stem=stem,
        id=slug_of(str(record.get("id") or "")) or "post",
        date=day,
        year=year,
        month=rest[:2] or "00",
        day=rest[3:5] or "00",
        slug=slug_of(str(record.get("title") or "")) or stem,
        lang=str(record.get("language") or "und"),
    )
    return name.removeprefix("./")


def slug_of(title: str) -> str:
    """Return `title` as a part of a file name: letters and digits of any script, and hyphens."""
    text = unicodedata.normalize("NFC", title).lower()
    slug = re.sub(r"[^\w]+", "-", text).strip("-_")
    return slug.encode("utf-8", "replace")[:_MAX_SLUG_BYTES].decode("utf-8", "ignore").strip("-_")
