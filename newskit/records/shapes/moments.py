"""Dates and addresses as strict formats want them."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from newskit.lazy import lazy

__all__ = ["rfc3339", "uri_of"]

_OFFSET: Final = lazy(r"[+-]\d\d:\d\d$")
_URI: Final = lazy(r"[a-z][a-z0-9+.-]*://[A-Za-z0-9._~:@!$&'()*+,;=%-]+(?:[/?#][^\s]*)?")
_BAD_PERCENT: Final = lazy(r"%(?![0-9A-Fa-f]{2})")


def rfc3339(value: str | None) -> str | None:
    """Return a record's date as RFC 3339 (section 5.6) wants it: with a time and an offset.

    A day begins at midnight, and a time without offset is taken as UTC, as Hugo does; the date
    as it was stays in the default shape and in the front matter.
    """
    if value is None:
        return None
    moment = value if "T" in value else f"{value}T00:00:00"
    return moment if _OFFSET.search(moment) else f"{moment}+00:00"


def uri_of(url: str | None) -> str | None:
    """Return `url` as a URI (RFC 3986): characters beyond ASCII percent-encoded; else None."""
    if url is None:
        return None
    encoded = quote(_BAD_PERCENT.sub("%25", url), safe="%/:?#@!$&'()*+,;=~-._")
    scheme, mark, rest = encoded.partition("://")
    uri = f"{scheme.lower()}{mark}{rest}"
    if uri.count("#") > 1 or not _URI.fullmatch(uri):
        return None
    return uri
