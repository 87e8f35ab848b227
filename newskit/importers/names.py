"""File names of imported posts by a pattern: ``{path}``, ``{date}-{slug}.md``, ``{lang}/{id}``."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Mapping
from string import Formatter
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from newskit.config.read import POST_PATTERNS, ReadConfig
from newskit.errors import UsageError
from newskit.post import JsonValue
from newskit.read.source import unsafe_path

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
        raise UsageError(f"{pattern!r} is not a pattern of file names: {error}") from error
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


def harmless_name(path: str, config: ReadConfig) -> str:
    """Return a path that is that of a post, to every tool and system.

    A record says under which name it wants to lie. A file without the ending of a post may be the
    configuration of a tool (``newskit.toml``, ``Makefile``, ``conftest.py``), a hidden folder that
    of another (``.github``), and Windows opens a device for ``CON`` in any folder.

    Args:
        path: a path that leads out of no folder (see `newskit.read.source.unsafe_path`).
        config: which other endings posts have.
    """
    *folders, file = path.split("/")
    ending = file.rpartition(".")[2].lower()
    known = {pattern.rpartition(".")[2].lower() for pattern in (*POST_PATTERNS, *config.include)}
    if not (ending in known or ending in _OTHER_ENDINGS) or file.lower() in _READ_BY_TOOLS:
        file = f"{file.rstrip('. ')}.md"
    return "/".join(map(harmless_part, (*folders, file)))


def harmless_part(part: str) -> str:
    """Return a name that no system hides, shortens or opens a device for."""
    plain = part.rstrip(". ") or "_"
    if plain.startswith("."):
        plain = f"_{plain.lstrip('.')}"
    device = unicodedata.normalize("NFKC", plain).partition(".")[0].rstrip(" ").upper()
    return f"_{plain}" if device in _DEVICES else plain


_OTHER_ENDINGS: Final = frozenset(
    {"mdx", "qmd", "rmd", "rst", "adoc", "asciidoc", "org", "textile", "xhtml"}
)
_READ_BY_TOOLS: Final = frozenset(
    {"requirements.txt", "constraints.txt", "cmakelists.txt", "robots.txt", "ads.txt"}
)
# Microsoft, "Naming Files, Paths, and Namespaces"; the superscript digits fold to plain ones.
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in range(10)}
)


def slug_in(path: str) -> str:
    """Return the part of a URL's path that names a page, without the ending of a file."""
    parts = [unquote(part) for part in path.split("/") if part]
    stem = _PAGE_ENDING.sub("", parts[-1]) if parts else ""
    if stem.lower() in {"index", "default"} and len(parts) > 1:
        return _PAGE_ENDING.sub("", parts[-2])
    return stem


_PAGE_ENDING: Final = re.compile(
    r"\.(?:x?html?|php\d?|aspx?|jsp|cfm|cgi|pl|s?html)$", re.IGNORECASE
)


def slug_of(title: str) -> str:
    """Return `title` as a part of a file name: letters and digits of any script, and hyphens."""
    text = unicodedata.normalize("NFC", title).lower()
    slug = re.sub(r"[^\w]+", "-", text).strip("-_")
    return slug.encode("utf-8", "replace")[:_MAX_SLUG_BYTES].decode("utf-8", "ignore").strip("-_")


def asset_name(url: str, media: str, host: str) -> str:
    """Return where a file of the site lies on the new site: where it was, or below ``assets/``.

    Args:
        url: its address.
        media: its media type; empty where it is unknown.
        host: the host of the site's pages; what another host served lies below its name.
    """
    parts = parts_of(url)
    own = parts.netloc.lower().removeprefix("www.")
    path = unquote(parts.path).lstrip("/") or "file"
    if own != host:
        path = f"assets/{own.replace(':', '-')}/{path}"
    stem, dot, ending = path.rpartition(".")
    if not dot or "/" in ending or not _fits(path, media):
        stem, ending = path, (mimetypes.guess_extension(media) or ".bin").lstrip(".")
    if parts.query:
        stem += f"-{hashlib.sha256(parts.query.encode()).hexdigest()[:8]}"
    name = "/".join(harmless_part(part) for part in f"{stem}.{ending}".split("/") if part)
    if unsafe_path(name) is not None:
        name = f"assets/{hashlib.sha256(url.encode()).hexdigest()[:16]}.{ending[:8]}"
    return name


def parts_of(url: str) -> SplitResult:
    """Return the parts of an address; anything else is all path."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def joined_address(base: str, address: str) -> str:
    """Return an address seen from another one; unchanged where either is not an address."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _fits(path: str, media: str) -> bool:
    """Tell whether an ending is that of its media type, or at least of the same sort."""
    guessed = mimetypes.guess_type(path)[0]
    return guessed is not None and (
        not media or guessed == media or guessed.partition("/")[0] == media.partition("/")[0]
    )
