"""What a site's settings say of a post that the post itself does not: its address, its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, cast
from urllib.parse import quote

from newskit.frozen import NamedTuple
from newskit.lazy import lazy

# Parts of addresses: slugs, and what patterns name of a date.

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


_ADDRESS: Final = lazy(r"(?:https?:)?//([^/\s:]+)(:\d+)?(?:/\S*)?\Z")
_NEW: Final = frozenset(
    (
        "your awesome title",
        "my new hugo site",
        "hexo",
        "a pelican blog",
        "my site",
        "my blog",
        "blog",
    )
)
"""Names that generators give to a new site."""

_NOT_REAL: Final = lazy(
    r"(?:localhost|127\.|0\.0\.0\.0|\[)|(?:[\w-]+\.)*example\.(?:com|org|net)\Z"
    r"|(?:www\.|blog\.)?(?:your|my)-?(?:site|domain|blog|website|project)(?:-?name)?\."
    r"|(?:your-?)?(?:user-?name|name)\.github\.io\Z|.*[<>{}$]|[^.]*\Z|\.",
    re.IGNORECASE,
)


class PublishedPost(NamedTuple):
    """What of a post decides its address.

    Attributes:
        path: of the file, relative to the site's root, with ``/`` separators.
        values: its front matter, the site's defaults included.
        title: its title; None without one.
        date: its date of publication, in the offset it states; None without one.
    """

    path: str
    values: Mapping[str, object]
    title: str | None
    date: datetime | None

    @property
    def folders(self) -> list[str]:
        """The folders it lies in, outermost first."""
        return self.path.split("/")[:-1]

    @property
    def stem(self) -> str:
        """The name of its file without the ending."""
        name = self.path.rpartition("/")[2]
        return name.rpartition(".")[0] or name

    def stated(self, key: str) -> str:
        """Return a text of its front matter; empty where it has none."""
        return text(self.values.get(key))


class Publishing:
    """How a site publishes. This one says nothing: its generator's settings are a program.

    Attributes:
        base_url: address of the site with the path it stands below, without a slash at its end;
            empty where the settings name none, or an example.
        domain_file: the file that names the address where the settings do not.
        name: of the site; empty where the settings have none, or the one they came with.
        static: folders below the site's root whose files lie at its address.
        zone: the time zone that the settings name, as the IANA does; empty where they name none.
        utc_timestamps: whether a time that YAML itself reads counts as UTC, not as one of `zone`.
        completes_addresses: whether `address` has what a post's own ``url`` leaves out.
    """

    base_url: str = ""
    domain_file: str = ""
    name: str = ""
    static: tuple[str, ...] = ()
    zone: str = ""
    utc_timestamps: bool = False
    completes_addresses: bool = False

    def defaults(self, path: str) -> Mapping[str, object]:
        """Return the front matter that the settings give to a file that does not state it."""
        return {}

    def language(self, path: str) -> str:
        """Return the language of a file as the settings write it; empty where they say none."""
        return ""

    def title(self, path: str) -> str:
        """Return the title that a page without one gets of its file's name; empty for none."""
        return ""

    def address(self, post: PublishedPost) -> str | None:
        """Return the path of a post's page below `base_url`; None where it cannot be known."""
        return None


def real_address(url: object, below: object = "") -> str:
    """Return the address of a site, or an empty text for none or an example's.

    Args:
        url: with a scheme.
        below: the path that the site stands below.
    """
    given = text(url).rstrip("/")
    match = _ADDRESS.match(given)
    if match is None or _NOT_REAL.match(match[1]):
        return ""
    inner = text(below).strip("/")
    base = f"https:{given}" if given.startswith("//") else given
    return f"{base}/{inner}" if inner and not base.endswith(f"/{inner}") else base


def site_name(given: object) -> str:
    """Return the name of a site, or an empty text for none and for that of a new site."""
    name = " ".join(text(given).split())
    return "" if name.lower() in _NEW or "{{" in name else name


def text(value: object) -> str:
    """Return a text or number as text; empty for others. Of a list, its first item."""
    if isinstance(value, list):
        items = cast("list[object]", value)
        value = items[0] if items else ""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
