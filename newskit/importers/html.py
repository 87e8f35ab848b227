"""Folders of saved or built pages: mirrors of wget and HTTrack, saved pages (also .mhtml), sites.

The address of a page is what the program that saved it wrote into it, else its canonical address,
else its path below the folder that is named like a host, else its path below the folder.
"""

from __future__ import annotations

import mimetypes
import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from html import escape, unescape
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote, unquote

from newskit.errors import ReadError
from newskit.frozen import NamedTuple
from newskit.importers.article import Item, Passed
from newskit.importers.mirror import PAGES, SiteFile, peek_at
from newskit.importers.opened import Opened
from newskit.importers.pages import articles_of
from newskit.importers.target import parts_of
from newskit.post import JsonValue

if TYPE_CHECKING:
    from email.message import Message

# Pages saved whole in one file: MHTML (RFC 2557), as browsers and Word write it.
#
# It is a message of e-mail: the page, its frames and what they show, each with its address.

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


# HTTrack, in a comment at the head; Internet Explorer's "mark of the web", also Chrome's and
# SingleFile's comments.
_MIRRORED: Final = re.compile(rb"<!--\s*Mirrored from\s+([^\s]+?)\s+by\s+HTTrack", re.IGNORECASE)
_SAVED: Final = re.compile(
    rb"<!--\s*saved from url=(?:\(\d+\))?\s*(https?://[^\s>]+?)\s*-->", re.IGNORECASE
)
_SINGLE: Final = re.compile(rb"Page saved with SingleFile\s+url:\s*(https?://\S+)", re.IGNORECASE)
_HEAD: Final = 64 * 1024
_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?|localhost(?::\d+)?", re.IGNORECASE)
_PAGE_ENDINGS: Final = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp")
_WHOLE: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_LINK: Final = re.compile(
    rb"\bhref\s*=\s*[\"']?(https?://[^/\"'\s>]+)(/[^\"'#?\s>]*)", re.IGNORECASE
)
_LOOKED_AT: Final = 50
_FEWEST_LINKS: Final = 3
_OWN: Final = ("hts-log.txt", "hts-cache/", "cookies.txt", "hts-stop.lock", ".ds_store")


class _Html:
    def recognises(self, head: bytes, name: str, /) -> bool:
        if name.endswith((".html", ".htm", ".xhtml")):
            return _WHOLE.match(head) is not None
        if name.endswith(MHTML_ENDINGS):
            return is_mhtml(name, head)
        names = head.decode("utf-8", "replace").lower().splitlines()
        pages = sum(one.endswith((".html", ".htm", *MHTML_ENDINGS)) for one in names)
        return b"<" not in head[:1] and pages > 0 and not any("posts.csv" in one for one in names)

    def read(self, source: Opened) -> Iterator[Item]:
        yield from articles_of(_Folder(source))


IMPORTER = _Html()


class _Folder:
    """The files below a folder or in an archive."""

    def __init__(self, source: Opened) -> None:
        self._source = source
        self._site = ""
        self._saved: tuple[str, list[SavedPart]] = ("", [])

    def entries(self) -> Iterator[SiteFile | Item]:
        """Yield the files, sorted by name."""
        if not self._source.is_many:
            yield from self._files(self._source.name, self._source.path, self._source.read())
            return
        self._site = _site_of(self._source)
        for part in self._source.parts():
            if part.data is None:
                yield Passed(part.label, "file", part.error, fault=True)
            elif part.name.lower().startswith(_OWN):
                yield Passed(part.label, "file", "a note of the program that saved the pages")
            else:
                yield from self._files(part.name, part.label, part.data)

    def _files(self, name: str, label: str, data: bytes) -> Iterator[SiteFile | Item]:
        """Yield a file, or those that a saved page holds."""
        if not is_mhtml(name, data):
            yield _held(name, label, data, self._site)
            return
        try:
            self._saved = (name, list(saved_parts(data)))
        except ReadError as error:
            yield Passed(label, "file", error.message, fault=True)
            return
        for number, part in enumerate(self._saved[1]):
            place = label if part.is_page else f"{label}#{number}"
            if part.media in PAGES and not part.is_page:
                content = part.data.decode("utf-8", "replace")
                details: dict[str, JsonValue] = {"url": part.url, "content": content}
                yield Passed(place, "file", "a frame of the saved page", details)
                continue
            canonical, title = peek_at(part.data, part.url) if part.is_page else ("", "")
            yield SiteFile(
                place,
                f"{name}\0{number}",
                part.url or _address(name),
                media=part.media,
                charset=part.charset,
                captured=part.saved,
                canonical=canonical,
                title=title,
            )
        if not any(part.is_page for part in self._saved[1]):
            yield Passed(label, "file", "holds no page", fault=True)

    def load(self, held: SiteFile) -> bytes:
        """Return the bytes of a file.

        Raises:
            ReadError: when it cannot be read any more.
        """
        name, _, number = held.key.partition("\0")
        if not number:
            return self._bytes(name)
        if self._saved[0] != name:
            self._saved = (name, list(saved_parts(self._bytes(name))))
        return self._saved[1][int(number)].data

    def _bytes(self, name: str) -> bytes:
        if not self._source.is_many:
            return self._source.read()
        part = self._source.part(name)
        if part is None or part.data is None:
            raise ReadError(part.error if part is not None else "is no longer there")
        return part.data


def _site_of(source: Opened) -> str:
    """Return scheme and host of a built site: those of whole links that lead to its own files."""
    if source.container is None:
        return ""
    names = set(source.container.names())
    pages = sorted(name for name in names if name.lower().endswith((".html", ".htm")))
    found: Counter[str] = Counter()
    for name in pages[:: max(1, len(pages) // _LOOKED_AT)]:
        part = source.part(name)
        for match in _LINK.finditer(part.data if part is not None and part.data else b""):
            path = unquote(match[2].decode("utf-8", "replace")).lstrip("/")
            if path and not names.isdisjoint((path, f"{path.rstrip('/')}/index.html")):
                found[match[1].decode("utf-8", "replace")] += 1
    site, count = found.most_common(1)[0] if found else ("", 0)
    return site if count >= _FEWEST_LINKS else ""


def _held(name: str, label: str, data: bytes, site: str = "") -> SiteFile:
    media = _media(name, data)
    place = _address(name)
    address = f"{site}{place}" if place.startswith("/") else place
    if media not in PAGES:
        return SiteFile(label, name, address, name, media)
    url = _saved_from(data)
    canonical, title = peek_at(data, url or "")
    if not url and canonical.startswith(("http://", "https://")) and _agrees(canonical, name):
        url = canonical
    return SiteFile(label, name, url or address, name, media, canonical=canonical, title=title)


def _media(name: str, data: bytes) -> str:
    low = name.lower()
    if low.endswith(_PAGE_ENDINGS) or "." not in low.rpartition("/")[2]:
        if _WHOLE.match(data[:4096]) or (low.endswith((".html", ".htm")) and b"<" in data[:4096]):
            return "text/html"
    elif _WHOLE.match(data[:4096]) and "?" in low:
        return "text/html"  # wget keeps the query as part of the name
    return mimetypes.guess_type(low.partition("?")[0])[0] or "application/octet-stream"


def _saved_from(data: bytes) -> str:
    """Return the address that the saving program wrote into a page; empty where it wrote none."""
    head = data[:_HEAD]
    for pattern in (_SAVED, _SINGLE):
        if match := pattern.search(head):
            return unescape(match[1].decode("utf-8", "replace"))
    if match := _MIRRORED.search(head):
        address = match[1].decode("utf-8", "replace")
        return address if "://" in address else f"http://{address}"
    return ""


def _address(name: str) -> str:
    """Return the address of a file by its place: of its host, or from the site's root."""
    folder, slash, rest = name.partition("/")
    if (
        slash
        and _HOST.fullmatch(folder)
        and not folder.lower().endswith((".html", ".htm", "_files"))
    ):
        return f"http://{folder}/{_path(rest)}"
    return f"/{_path(name)}"


def _path(name: str) -> str:
    """Return the path, and the query, that a file was served at; an index page is its folder."""
    plain, mark, query = name.partition("?")
    if mark:
        # wget -E puts an ending of its own behind the query.
        query = query.removesuffix(".html")
    folder, slash, file = plain.rpartition("/")
    if file.lower() in {"index.html", "index.htm", "index.xhtml", "index.php"}:
        plain = f"{folder}{slash}"
    return f"{quote(plain)}?{query}" if mark else quote(plain)


def _agrees(canonical: str, name: str) -> bool:
    """Tell whether a canonical address is that of this very file, not of a page it copies."""
    path = unquote(parts_of(canonical).path).strip("/").lower()
    place = unquote(parts_of(_address(name)).path).strip("/").lower()
    stem = re.sub(r"\.(?:x?html?|php)$", "", place)
    return path in {place, stem} or place.endswith(f"/{path}") or path.endswith(f"/{stem}")
