"""A post's own statements, read from its front matter and its path into one `Article`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urljoin

from newskit.config.export import ExportConfig, FieldPreset
from newskit.dates.read import date_in_name, read_date
from newskit.dates.value import DateReading, DateStatus, read_zone, resolve_zone
from newskit.errors import ConfigError
from newskit.frozen import dataclass
from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.read.article.keys import present_keys
from newskit.read.article.language import language_tag
from newskit.read.article.values import (
    Front,
    as_list,
    as_names,
    as_text,
    is_url,
    name_of,
    url_of,
)

_PLACEHOLDER: Final = lazy(r"[:{][A-Za-z]|\{[{%]|^(?:pretty|none|date|ordinal|weekdate)$")
_PRESETS: Final = {one.value: one for one in FieldPreset}
_DRAFT_STATUS: Final = frozenset({"draft", "drafts", "hidden", "private", "pending", "trash"})


@dataclass(frozen=True, slots=True)
class DateDoubt:
    """A date that is not beyond doubt: the record field, the front matter key, the reading."""

    field: str
    key: str
    reading: DateReading


class Article(NamedTuple):
    """What a post says about itself; None or an empty tuple where it says nothing.

    Attributes:
        url: the canonical URL, absolute.
        address: the URL or permalink that a post keeps when its file is renamed.
        byline: the authors as one text.
        date_published: as in `DateReading.value`.
        language: BCP 47 tag, as stated in front matter (not from the path, not detected).
        derived: record field → where its value was taken from, when not from its own key.
        doubts: dates that are not beyond doubt.
    """

    url: str | None
    address: str | None
    title: str | None
    byline: str | None
    authors: tuple[str, ...]
    date_published: str | None
    date_modified: str | None
    language: str | None
    summary: str | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    source: str | None
    source_url: str | None
    publisher: str | None
    license: str | None
    draft: bool
    derived: Mapping[str, str]
    doubts: tuple[DateDoubt, ...]


def read_article(
    values: Mapping[str, JsonValue], relative: str, config: ExportConfig, generator: str = ""
) -> Article:
    """Return what front matter and path say, by the keys of `config`.

    Args:
        values: the front matter.
        relative: path of the post with ``/`` separators; gives date and draft where they are
            part of the path, as in Jekyll.
        config: preset, own keys and defaults.
        generator: of the post's site; says how lists are split where `config` has no preset.
    """
    splitting = _splitting(config.preset, generator)
    front = Front(values, present_keys(tuple(values), config.preset, config.fields))
    derived: dict[str, str] = {}
    doubts: list[DateDoubt] = []
    address = _address(front, relative, derived)
    authors = _authors(front, splitting)
    published = _date(front, "date_published", config, doubts)
    if published is None and (named := date_in_name(relative)) is not None:
        published = named.value
        derived["date_published"] = "file name"
    return Article(
        url=absolute_address(address, config.base_url),
        address=address,
        title=_text(front, "title"),
        byline=", ".join(authors) or None,
        authors=authors,
        date_published=published,
        date_modified=_date(front, "date_modified", config, doubts),
        language=_language(front, "language"),
        summary=_text(front, "summary"),
        categories=_list(front, "categories", splitting),
        tags=_list(front, "tags", splitting),
        source=_source(front, "source"),
        source_url=_url(front, "source_url"),
        publisher=_name(front, "publisher") or config.publisher or None,
        license=_text(front, "license") or config.license or None,
        draft=_draft(front, relative),
        derived=derived,
        doubts=tuple(doubts),
    )


# Plain loops below: every post passes through all of them, and most find nothing to look at.
def _authors(front: Front, splitting: FieldPreset) -> tuple[str, ...]:
    found = front.find("authors")
    return as_names(*found[0], splitting) if found else ()


def _text(front: Front, field: str) -> str | None:
    for _, value in front.find(field):
        if text := as_text(value):
            return text
    return None


def _name(front: Front, field: str) -> str | None:
    for _, value in front.find(field):
        if name := name_of(value):
            return name
    return None


def _language(front: Front, field: str) -> str | None:
    for _, value in front.find(field):
        if tag := language_tag(value):
            return tag
    return None


def _splitting(preset: FieldPreset, generator: str) -> FieldPreset:
    """Return the generator that splits texts into lists."""
    return _PRESETS.get(generator, preset) if preset is FieldPreset.ANY else preset


def _list(front: Front, field: str, preset: FieldPreset) -> tuple[str, ...]:
    for key, value in front.find(field):
        if names := as_list(key, value, preset):
            return names
    return ()


def _source(front: Front, field: str) -> str | None:
    for _, value in front.find(field):
        if (name := name_of(value)) and not is_url(name):
            return name
    return None


def _url(front: Front, field: str) -> str | None:
    for _, value in front.find(field):
        if url := url_of(value):
            return url
    return None


def _address(front: Front, relative: str, derived: dict[str, str]) -> str | None:
    for _, value in front.find("url"):
        text = value.strip() if isinstance(value, str) else ""
        if text and not _PLACEHOLDER.search(text.partition("://")[2] or text):
            return text
    return _link(front, relative, derived)


def _link(front: Front, relative: str, derived: dict[str, str]) -> str | None:
    """Return ``link`` where it is the post's own URL (WordPress exporters), not a link blog's."""
    found = {key.lower(): value for key, value in front.find("link")}
    if not found:
        return None
    link = found.get("link")
    stem = relative.rpartition("/")[2].rpartition(".")[0]
    slug = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", stem)
    if not isinstance(link, str) or not is_url(link.strip()):
        return None
    last = link.strip().rstrip("/").rpartition("/")[2].partition(".")[0]
    if last != slug and last != found.get("slug"):
        return None
    derived["url"] = "link"
    return link.strip()


def absolute_address(address: str | None, base: str) -> str | None:
    """Return an address as a URL; None for one without a host where `base` is empty."""
    if address is None:
        return None
    if is_url(address):
        return address if not address.startswith("//") else "https:" + address
    if not base:
        return None
    return urljoin(base if base.endswith("/") else base + "/", address.lstrip("/"))


def _date(front: Front, field: str, config: ExportConfig, doubts: list[DateDoubt]) -> str | None:
    for key, value in front.find(field):
        if isinstance(value, bool):
            continue
        reading = read_date(value)
        if reading.status is not DateStatus.EXACT:
            doubts.append(DateDoubt(field, key, reading))
        if reading.value is not None:
            return _in_zone(reading.value, config.timezone)
    return None


def _in_zone(value: str, zone: str) -> str:
    """Add the configured zone to a time that states none."""
    if not zone or "T" not in value or re.search(r"[+-]\d\d:\d\d$", value):
        return value
    stated = read_zone(zone)
    if stated.name:
        stated = resolve_zone(stated.name, value)
    if stated.status is DateStatus.DAMAGED:
        raise ConfigError(
            f"export.timezone: {stated.note}", hint="write +08:00, or a name as Asia/Shanghai"
        )
    return value + (stated.offset or "")


def _draft(front: Front, relative: str) -> bool:
    for _, value in front.find("draft"):
        if str(value).lower() in {"true", "yes"}:
            return True
    for _, value in front.find("published"):
        if str(value).lower() in {"false", "no"}:
            return True
    for _, status in front.find("status"):
        if isinstance(status, str) and status.strip().lower() in _DRAFT_STATUS:
            return True
    return "_drafts/" in relative
