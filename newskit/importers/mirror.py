"""The files of a site, as a crawl or a mirror holds them: looked up by address and by place.

What is remembered of each lies in a temporary database, so that memory stays flat.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol
from urllib.parse import unquote

from newskit.files import scratch
from newskit.importers.article import Item, Passed
from newskit.importers.target import joined_address, parts_of

PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_HEAD: Final = 256 * 1024
_CANONICAL: Final = re.compile(rb"<link\b[^>]*\brel\s*=\s*[\"']?canonical\b[^>]*>", re.IGNORECASE)
_HREF: Final = re.compile(rb"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_TITLE: Final = re.compile(rb"<title[^>]*>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)
_NUMBERED: Final = re.compile(
    r"\b(?:page|pagina|página|seite|side|sida|strona|страница|ページ|第)\s*[\d./]+\s*(?:页|頁|ページ)?",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:www\.)?([^/?#]*)", re.IGNORECASE)
_INDEX: Final = re.compile(r"(?:^|/)(?:index|default)\.(?:x?html?|php|aspx?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of a site that can be read again.

    Attributes:
        label: where it stands, such as ``crawl.warc.gz:1024``.
        key: what its collection finds it by.
        url: its address; a path from the site's root where the host is unknown.
        path: its place below the folder of a mirror; empty in a crawl.
        media: its media type in small letters, without parameters; empty where it is unknown.
        charset: the encoding that the server said; empty where it said none.
        captured: when it was fetched, ISO 8601; empty where that is unknown.
        canonical: the address that its head says is its own.
        title: the text of its `<title>`, without the number of a page and without signs.
        number: its place in the collection, from 1; 0 before it is in an index.
    """

    label: str
    key: str
    url: str
    path: str = ""
    media: str = ""
    charset: str = ""
    captured: str = ""
    canonical: str = ""
    title: str = ""
    number: int = 0

    @property
    def is_page(self) -> bool:
        """Whether it is an HTML page."""
        return self.media in PAGES


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that leads to another one.

    Attributes:
        row: what is reported of it.
        url: the address.
        target: where it leads.
    """

    row: Passed
    url: str
    target: str


class Collection(Protocol):
    """A crawl or a mirror."""

    def entries(self) -> Iterator[SiteFile | Redirect | Item]:
        """Yield every file, in order; what does not belong to a site is an item already."""
        ...

    def load(self, held: SiteFile) -> bytes:
        """Return the bytes of a file.

        Raises:
            ReadError: when they cannot be read any more.
        """
        ...


def peek_at(data: bytes, url: str) -> tuple[str, str]:
    """Return the canonical address and the plain title of a page, by a glance at its head."""
    head = data[:_HEAD]
    canonical = ""
    if (link := _CANONICAL.search(head)) and (href := _HREF.search(link[0])):
        said = next(filter(None, href.groups()), b"").decode("utf-8", "replace")
        canonical = joined_address(url, html.unescape(said).strip())
    title = _TITLE.search(head)
    return canonical, plain_title(title[1].decode("utf-8", "replace")) if title else ""


def plain_title(title: str) -> str:
    """Return the letters and digits of a title, without the number of a page, which parts add."""
    return re.sub(r"[\W_]+", "", _NUMBERED.sub("", html.unescape(title))).casefold()


@lru_cache(maxsize=1 << 14)  # pages of a site link to the same ones
def address_key(url: str) -> str:
    """Return what an address is looked up by: without scheme, ``www.``, index names, fragment."""
    parts = parts_of(url)
    path = _INDEX.sub("", unquote(parts.path)).rstrip("/")
    host = (parts.netloc or "").lower().removeprefix("www.")
    return f"{host.removesuffix(':80').removesuffix(':443')}{path}" + (
        f"?{unquote(parts.query)}" if parts.query else ""
    )


_TABLES: Final = """
CREATE TABLE held (number INTEGER PRIMARY KEY, label TEXT, key TEXT, url TEXT, path TEXT,
    media TEXT, charset TEXT, captured TEXT, canonical TEXT, title TEXT, address TEXT,
    canonical_address TEXT, host TEXT, page INTEGER);
CREATE TABLE led (url TEXT, target TEXT);
"""
_LATER: Final = """
CREATE INDEX held_address ON held (address); CREATE INDEX held_path ON held (path);
CREATE INDEX led_target ON led (target);
CREATE INDEX held_title ON held (title); CREATE INDEX held_canonical ON held (canonical_address);
"""
_COLUMNS: Final = "label, key, url, path, media, charset, captured, canonical, title, number"


class Index:
    """All files of a collection, found by address, by place, by title."""

    def __init__(self) -> None:
        self._database = scratch(_TABLES)
        self.host = ""
        self._hosts: set[str] = set()

    def close(self) -> None:
        """Give the database back."""
        self._database.close()

    def add(self, held: SiteFile) -> None:
        """Put a file in."""
        host = parts_of(held.url).netloc.lower().removeprefix("www.")
        self._hosts.add(host)
        names = (held.label, held.key, held.url, held.path, held.media, held.charset)
        row = (*names, held.captured, held.canonical, held.title, address_key(held.url))
        said = address_key(held.canonical) if held.canonical else ""
        self._database.execute(
            "INSERT INTO held VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            tuple(map(_sound, (*row, said, host, int(held.is_page)))),
        )

    def add_redirect(self, redirect: Redirect) -> None:
        """Note that an address leads to another one."""
        row = (_sound(redirect.url), _sound(address_key(redirect.target)))
        self._database.execute("INSERT INTO led VALUES (?,?)", row)

    def finish(self) -> None:
        """Make ready for questions; the host of most pages becomes the site's."""
        self._database.executescript(_LATER)
        found = self._database.execute(
            "SELECT host FROM held WHERE page GROUP BY host ORDER BY count(*) DESC, host LIMIT 1"
        ).fetchone()
        self.host = found[0] if found else ""

    def pages(self, most: int = 0) -> Iterator[SiteFile]:
        """Yield the pages; at most so many, evenly spread, where `most` is given."""
        if not most:
            yield from self._select("page ORDER BY number")
            return
        (count,) = self._database.execute("SELECT count(*) FROM held WHERE page").fetchone()
        step = max(1, count // most)
        numbers = self._database.execute("SELECT number FROM held WHERE page ORDER BY number")
        wanted = [number for place, (number,) in enumerate(numbers) if place % step == step // 2]
        for number in wanted[:most]:
            yield from self._select("number = ?", number)

    def others(self) -> Iterator[SiteFile]:
        """Yield what is not a page."""
        yield from self._select("NOT page ORDER BY number")

    def get(self, number: int) -> SiteFile | None:
        """Return a file by its number."""
        return next(self._select("number = ?", number), None)

    def at(self, url: str) -> SiteFile | None:
        """Return the file at an address."""
        return next(self._select("address = ? ORDER BY number LIMIT 1", address_key(url)), None)

    def in_place(self, path: str) -> SiteFile | None:
        """Return the file at a place of a mirror; of a folder, its index page."""
        for one in (path, f"{path.rstrip('/')}/index.html".lstrip("/"), f"{path}.html"):
            if found := next(self._select("path = ? LIMIT 1", one), None):
                return found
        return None

    def titled(self, title: str) -> Iterator[SiteFile]:
        """Yield the pages of a plain title."""
        yield from self._select("title = ? AND page ORDER BY number", title)

    def other_addresses(self, held: SiteFile) -> Iterator[str]:
        """Yield the addresses that led to a page: of redirects, and of copies that name it."""
        address = address_key(held.url)
        for one in self._select("canonical_address = ? ORDER BY number", address):
            if one.number != held.number:
                yield one.url
        for (url,) in self._database.execute("SELECT url FROM led WHERE target = ?", (address,)):
            if address_key(url) != address:
                yield url

    def is_elsewhere(self, address: str) -> bool:
        """Tell whether an address names a host of which nothing is held."""
        host = _HOST.match(address)
        return host is not None and not self._knows(host[1].lower())

    def target(self, page: SiteFile, href: str) -> SiteFile | None:
        """Return the file that a link of a page leads to; None where it is not held."""
        address = href.partition("#")[0].strip()
        if not address or self.is_elsewhere(address):
            return None
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address) and page.path:
            for local in dict.fromkeys((unquote(address), unquote(address.partition("?")[0]))):
                folder = "" if local.startswith("/") else posixpath.dirname(page.path)
                place = posixpath.normpath(posixpath.join(folder, local.lstrip("/") or "."))
                place = "" if place == "." else place
                if not place.startswith("../") and (found := self.in_place(place)):
                    return found
        joined = joined_address(page.url, address)
        return self.at(joined) if joined else None

    def _knows(self, host: str) -> bool:
        return host.removesuffix(":80").removesuffix(":443") in self._hosts or host in self._hosts

    def _select(self, where: str, *values: object) -> Iterator[SiteFile]:
        statement = f"SELECT {_COLUMNS} FROM held WHERE {where}"  # noqa: S608 (parts of this file)
        for row in self._database.execute(statement, tuple(map(_sound, values))):
            yield SiteFile(*row)


def _sound(value: object) -> object:
    """SQLite takes no lone surrogates, which names that are not UTF-8 are read with."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
