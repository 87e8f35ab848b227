"""Parts of addresses: slugs, and what patterns name of a date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import quote

from newskit.lazy import lazy

__all__ = ["ascii_slug", "date_tokens", "encoded", "filled", "in_zone", "without_day"]

_DAY: Final = lazy(r"\d{4}-\d{1,2}-\d{1,2}[-_]")
_SLASHES: Final = lazy(r"/{2,}")
_SAFE: Final = "/%:@!$&'()*+,;=~-._#?"


def filled(pattern: str, token: re.Pattern[str], value: Callable[[str], str | None]) -> str | None:
    """Return a pattern with its tokens replaced; None where one of them has no value.

    Args:
        pattern: of an address.
        token: finds a token; its first group is the name.
        value: gives the text of a token by its name.
    """
    unknown = False

    def replaced(match: re.Match[str]) -> str:
        nonlocal unknown
        found = value(match[1])
        unknown = unknown or found is None
        return found or ""

    path = token.sub(replaced, pattern)
    return None if unknown else _SLASHES.sub("/", f"/{path}")


def date_tokens(date: datetime) -> dict[str, str]:
    """Return what patterns of Jekyll, Hugo and Hexo call the parts of a date."""
    import calendar

    year, week, _ = date.isocalendar()
    month, weekday = calendar.month_name[date.month], calendar.day_name[date.weekday()]
    return {
        "year": f"{date.year:04}",
        "short_year": f"{date.year % 100:02}",
        "month": f"{date.month:02}",
        "i_month": str(date.month),
        "short_month": month[:3],
        "long_month": month,
        "day": f"{date.day:02}",
        "i_day": str(date.day),
        "y_day": f"{date.timetuple().tm_yday:03}",
        "w_year": str(year),
        "week": f"{week:02}",
        "w_day": str(date.isoweekday()),
        "short_day": weekday[:3],
        "long_day": weekday,
        "hour": f"{date.hour:02}",
        "minute": f"{date.minute:02}",
        "second": f"{date.second:02}",
    }


def in_zone(date: datetime | None, name: str) -> datetime | None:
    """Return a date as clocks of a zone show it; as it is without an offset or a zone."""
    if date is None or date.tzinfo is None or not name:
        return date
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return date.astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return date


def without_day(name: str) -> str:
    """Return a file's name without the day it starts with."""
    match = _DAY.match(name)
    return name[match.end() :] if match else name


def ascii_slug(text: str) -> str | None:
    """Return a text in small letters, digits and hyphens.

    None where it has letters beyond Latin: generators write those in ways of their own.
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    if any(one.isalnum() and not one.isascii() for one in plain):
        return None
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def encoded(path: str) -> str:
    """Return a path with what no URL may hold percent-encoded; what is encoded stays so."""
    return quote(path.encode("utf-8", "replace"), safe=_SAFE)
