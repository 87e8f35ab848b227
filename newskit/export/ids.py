"""Identifiers of records: stable where the post has an address, never made of digits alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from uuid import NAMESPACE_URL, uuid5

__all__ = ["address_id", "numbered_id", "path_id"]

_ENDING: Final = re.compile(
    r"(?<=[^/])\.(?:md|markdown|mdown|mkdn?|mdwn|html?|txt)$", re.IGNORECASE
)
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def address_id(address: str) -> str:
    """Return the identifier of a post with the URL or permalink `address`.

    A UUID of version 5 in the URL namespace (RFC 9562, section 5.5), so any other tool can make
    the same one. Scheme and host are lower-cased, a default port and a fragment are dropped.
    """
    return str(uuid5(NAMESPACE_URL, _normal(address)))


def path_id(relative: str) -> str:
    """Return the identifier of a post that has only its path (``/`` separators).

    The ending does not count, so that a post keeps its identifier when it becomes Markdown.
    """
    relative = _ENDING.sub("", relative)
    # A damaged file name may hold surrogate escapes, which UTF-8 cannot say.
    name = unicodedata.normalize("NFC", relative).encode("utf-8", "backslashreplace").decode()
    return str(uuid5(NAMESPACE_URL, f"file:{name}"))


def numbered_id(taken: str, number: int) -> str:
    """Return the identifier of the post that is the `number`-th to claim `taken`."""
    return str(uuid5(NAMESPACE_URL, f"urn:uuid:{taken}#{number}"))


def _normal(address: str) -> str:
    clean = address.encode("utf-8", "backslashreplace").decode()
    try:
        parts = urlsplit(clean)
    except ValueError:
        return clean
    scheme = parts.scheme.lower()
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(scheme, "\n"))
    return urlunsplit((scheme, host, parts.path, parts.query, ""))
