"""Pages saved whole in one file: MHTML (RFC 2557), as browsers and Word write it.

It is a message of e-mail: the page, its frames and what they show, each with its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from newskit.errors import ReadError

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["MHTML_ENDINGS", "SavedPart", "is_mhtml", "saved_parts"]

MHTML_ENDINGS: Final = (".mht", ".mhtml")
_PAGES: Final = ("text/html", "application/xhtml+xml")
_NAMED: Final = re.compile(rb'"(cid:[^"]+)"')


class SavedPart(NamedTuple):
    """A file of a saved page.

    Attributes:
        url: its address; ``cid:…`` where the page names it so; empty where it has none.
        media: its media type in small letters.
        charset: the encoding that is stated; empty where none is.
        saved: when the page was saved, ISO 8601; empty where that is not stated.
        data: its bytes.
        is_page: whether it is the page itself; its frames are not.
    """

    url: str
    media: str
    charset: str
    saved: str
    data: bytes
    is_page: bool


def is_mhtml(name: str, head: bytes) -> bool:
    """Tell whether a file is a saved page, by its name and its first bytes."""
    start = head[:4096].lower()
    named = name.lower().endswith(MHTML_ENDINGS)
    return named and (b"mime-version:" in start or b"content-type:" in start)


def saved_parts(data: bytes) -> Iterator[SavedPart]:
    """Yield the files of a saved page as the message has them.

    Raises:
        ReadError: when they nest too deep to be read.
    """
    try:
        message = message_from_bytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError as error:
        raise ReadError("the parts of the saved page nest too deep") from error
    saved = _date(message)
    root = _root(message, parts)
    for part in parts:
        address = _header(part, "Content-Location") or _identity(part)
        if part is root:
            address = _header(message, "Snapshot-Content-Location") or address
        content = cast("bytes | None", part.get_payload(decode=True)) or b""
        if part is root:
            content = _with_addresses(content, parts)
        charset = str(part.get_content_charset() or "")
        yield SavedPart(address, part.get_content_type(), charset, saved, content, part is root)


def _root(message: Message, parts: list[Message]) -> Message | None:
    """Return the part that `start` names (RFC 2387), else the first page."""
    start = str(message.get_param("start") or "").strip("<> ")
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    named = (part for part in pages if start and _identity(part) == f"cid:{start}")
    return next(named, pages[0] if pages else None)


def _with_addresses(page: bytes, parts: list[Message]) -> bytes:
    """Return a page that names its frames and pictures by their addresses, where they have any."""
    stated = {_identity(part): _header(part, "Content-Location") for part in parts}
    written = {
        name.encode(): f'"{escape(address)}"'.encode()
        for name, address in stated.items()
        if address.startswith(("http://", "https://"))
    }
    return _NAMED.sub(lambda match: written.get(match[1], match[0]), page)


def _identity(part: Message) -> str:
    name = _header(part, "Content-ID").strip("<> ")
    return f"cid:{name}" if name else ""


def _header(part: Message, name: str) -> str:
    """Return a header's value; an address that was broken over lines is whole again."""
    return "".join(str(part.get(name) or "").split())


def _date(message: Message) -> str:
    try:
        return parsedate_to_datetime(str(message.get("Date"))).isoformat()
    except ValueError:
        return ""
