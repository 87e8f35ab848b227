"""What the settings of a post's site say of it: its address, its language, its defaults."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urljoin

from newskit.config.export import ExportConfig, RecordBody
from newskit.dates.forms import resolve_zone
from newskit.dates.read import read_date
from newskit.frozen import NamedTuple, dataclass
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.read.article import (
    PostFields,
    absolute_address,
    language_tag,
    name_of,
    read_article,
)
from newskit.records.values import plain
from newskit.version import RECORD_VERSION, __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newskit.config.export import ExportConfig
    from newskit.post import JsonValue, Post
    from newskit.problem import Problem
    from newskit.read.article import DateDoubt, PostFields
    from newskit.site.address import PublishedPost, Publishing
    from newskit.site.publishing import SitePublishing

# Authors that a post names by an id, as the data files of its site name them.

_FILES: Final = MappingProxyType(
    {
        "jekyll": ("_data/authors",),
        "hugo": ("data/authors",),
        "eleventy": ("_data/authors", "src/_data/authors"),
        "docusaurus": ("blog/authors",),
    }
)
"""Where each generator's sites keep their authors, by convention, without the ending."""

_ENDINGS: Final = (".yml", ".yaml", ".json", ".toml")
_IDS: Final = ("id", "key", "slug", "handle", "username", "nickname")
_MOST_FILES: Final = 2000


def named_authors(authors: tuple[str, ...], post: Post) -> tuple[str, ...]:
    """Return authors with the names that the site's data files give to their ids."""
    if not authors or post.generator not in _FILES:
        return authors
    known = _known(str(Path(post.path).parent))
    return tuple(dict.fromkeys(known.get(one, one) for one in authors)) if known else authors


@lru_cache(maxsize=1024)
def _known(folder: str) -> Mapping[str, str]:
    """Return the names of a site's authors by their ids."""
    from newskit.site.find import find_site

    site = find_site(Path(folder))
    if site is None:
        return {}
    return _of_site(site.root, site.generator.value)


@lru_cache(maxsize=64)
def _of_site(root: Path, generator: str) -> Mapping[str, str]:
    from newskit.site.model import read_values

    names: dict[str, str] = {}
    for stem in _FILES.get(generator, ()):
        for ending in _ENDINGS:
            path = root / f"{stem}{ending}"
            if path.is_file():
                names.update(_names(cast("JsonValue", read_values(path))))
        folder = root / stem
        for path in sorted(folder.iterdir())[:_MOST_FILES] if folder.is_dir() else ():
            found = read_values(path) if path.suffix in _ENDINGS else None
            if name := _name(cast("JsonValue", found)):
                names[path.stem] = name
    return names


def _names(found: JsonValue) -> dict[str, str]:
    if isinstance(found, dict):
        return {key: name for key, value in found.items() if (name := _name(value))}
    names: dict[str, str] = {}
    for entry in found if isinstance(found, list) else ():
        name = _name(entry)
        if name and isinstance(entry, dict):
            names.update({str(entry[key]): name for key in _IDS if isinstance(entry.get(key), str)})
    return names


def _name(entry: JsonValue) -> str | None:
    return name_of(entry) if isinstance(entry, (dict, str)) else None


# `metadata.newskit`: where a record comes from and what was done to it.


@dataclass(frozen=True, slots=True)
class Work:
    """What was done to a post on its way into a record.

    Attributes:
        derived: record field → where its value was taken from.
        differences: of the conversion (flat dataclasses or mappings).
        stripped: what was removed (flat dataclasses or mappings).
        source: the bytes of the file, where the post's text does not give them back.
        templates: template code that the text and the HTML do not show.
    """

    derived: Mapping[str, str]
    differences: Sequence[object] = ()
    stripped: Sequence[object] = ()
    source: bytes | None = None
    templates: Sequence[str] = ()


def provenance(
    post: Post, article: PostFields, config: ExportConfig, work: Work
) -> dict[str, JsonValue]:
    """Return the provenance of a record; the body choice decides if the source goes along."""
    facts: dict[str, JsonValue] = {
        "record": RECORD_VERSION,
        "version": __version__,
        "path": post.relative or post.path,
        "sha256": post.source_sha256 or sha256(_bytes(post)).hexdigest(),
        "input_format": {
            "front_matter": post.front_matter.format.value,
            # The body of an exact file is not looked at.
            "body": None if config.body is RecordBody.SOURCE else post.body_format.value,
        },
        "encoding": _encoding(post),
        "differences": [plain(item) for item in work.differences],
        "stripped": [plain(item) for item in work.stripped],
    }
    if work.templates:
        facts["templates"] = list(work.templates)
    if work.derived:
        facts["derived"] = dict(work.derived)
    if article.doubts:
        facts["dates"] = [_doubt(doubt) for doubt in article.doubts]
    if post.problems:
        facts["problems"] = [_problem(problem) for problem in post.problems]
    if not post.front_matter.valid:
        facts["front_matter_text"] = post.text[: post.body_start]
    if config.body is RecordBody.SOURCE:
        facts["source"] = _source(post, work.source)
    if not post.relative.isprintable() and any("\ud800" <= c <= "\udfff" for c in post.relative):
        facts["path_bytes"] = base64.b64encode(os.fsencode(post.relative)).decode("ascii")
    return facts


def _encoding(post: Post) -> dict[str, JsonValue]:
    facts = post.encoding
    return {
        "name": facts.name,
        "bom": facts.bom,
        "how": facts.how,
        "confidence": facts.confidence,
        "newline": {"\n": "lf", "\r\n": "crlf", "\r": "cr"}.get(facts.newline, "none"),
    }


def _bytes(post: Post) -> bytes:
    try:
        return post.encode(post.text)
    except UnicodeEncodeError:
        return post.text.encode("utf-8", "surrogatepass")


def _source(post: Post, source: bytes | None) -> dict[str, JsonValue]:
    """Say the file in full: as text where that gives the same bytes back, else in base64."""
    data = _bytes(post) if source is None else source
    if post.encoding.how != "damaged" and (source is None or _bytes(post) == data):
        return {"text": post.text}
    return {"base64": base64.b64encode(data).decode("ascii")}


def _doubt(doubt: DateDoubt) -> JsonValue:
    reading = doubt.reading
    return {
        "field": doubt.field,
        "key": doubt.key,
        "text": reading.text,
        "status": reading.status.value,
        "value": reading.value,
        "choices": list(reading.choices),
        "note": reading.note,
    }


def _problem(problem: Problem) -> JsonValue:
    return {
        "code": problem.code,
        "message": problem.message,
        "line": problem.location.line,
        "column": problem.location.column,
    }


_ADDRESSES: Final = frozenset({"permalink", "url", "link", "slug", "aliases"})
"""Keys that name one post: given to many they are patterns."""

_NONE: Final[Mapping[str, str]] = {}


class Published(NamedTuple):
    """A post's article with what its site adds.

    Attributes:
        article: the post's own statements, and those its site makes for it.
        url: of its page, absolute; None where it cannot be known.
        language: of the site where the post lies, as a BCP 47 tag; None where none is set.
        title: that the site makes of the file's name where none is stated; empty for none.
        derived: record field → where its value was taken from.
    """

    article: PostFields
    url: str | None
    language: str | None = None
    title: str = ""
    derived: Mapping[str, str] = _NONE


def published(
    post: Post, values: Mapping[str, JsonValue], article: PostFields, config: ExportConfig
) -> Published:
    """Return what a post states together with what the settings of its site state for it."""
    if not post.generator or not post.front_matter.valid:
        return Published(article, article.url)
    from newskit.site.address import PublishedPost
    from newskit.site.publishing import publishing_of

    site = publishing_of(os.path.dirname(post.path))  # noqa: PTH120
    if site is None:
        return Published(article, article.url)
    path = site.inner(post.path)
    derived: dict[str, str] = {}
    defaults = cast("Mapping[str, JsonValue]", site.publishing.defaults(path))
    stated = {key: value for key, value in defaults.items() if key not in _ADDRESSES}
    if stated:
        own = article
        relative = post.relative or post.path
        article = read_article({**stated, **values}, relative, config, post.generator)
        found = (
            name for name in PostFields._fields if getattr(own, name) != getattr(article, name)
        )
        derived.update(dict.fromkeys(found, f"defaults, {site.config_file}"))
    if site.publishing.zone and not config.timezone:
        before, article = article, _zoned(post, article, site.publishing)
        changed = (name for name in _DATES if getattr(before, name) != getattr(article, name))
        derived.update(dict.fromkeys(changed, f"timezone, {site.config_file}"))
    url = article.url
    base = config.base_url or site.publishing.base_url
    if url is None and base:
        placed = PublishedPost(path, {**defaults, **values}, article.title, None)
        url = _url(site, article, placed, base)
        if url:
            files = (site.config_file, site.publishing.domain_file)
            derived["url"] = f"permalink, {', '.join(file for file in files if file)}"
    language = language_tag(site.publishing.language(path))
    return Published(article, url, language, site.publishing.title(path), derived)


_DATES: Final = ("date_published", "date_modified")
_TIMESTAMP: Final = lazy(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d\d:\d\d(?:\.\d*)?[ \t]*(?:#.*)?\Z"
)
"""Times that YAML reads itself, unquoted and with seconds (yaml.org/type/timestamp)."""


def _zoned(post: Post, article: PostFields, publishing: Publishing) -> PostFields:
    """Return an article whose times have the offset that the site's settings give them.

    As Hugo 0.111, Hexo 7.3 and Pelican 4.11 build them. Jekyll 4.3 takes a time that YAML reads for
    UTC and shows it in the site's zone; one in quotes or without seconds is of that zone.
    """
    return article._replace(
        date_published=_in_zone(post, article.date_published, publishing),
        date_modified=_in_zone(post, article.date_modified, publishing),
    )


def _in_zone(post: Post, value: str | None, publishing: Publishing) -> str | None:
    from newskit.site.address import in_zone

    moment = _moment(value)
    if value is None or moment is None or "T" not in value or moment.tzinfo is not None:
        return value
    if not publishing.utc_timestamps or not _is_timestamp(post, value):
        return value + (resolve_zone(publishing.zone, value).offset or "")
    shown = in_zone(moment.replace(tzinfo=UTC), publishing.zone)
    return value if shown is None or shown.tzinfo is UTC else shown.isoformat()


def _is_timestamp(post: Post, value: str) -> bool:
    """Tell whether a date stands in the front matter as YAML reads times."""
    if post.front_matter.format is not FrontMatterFormat.YAML:
        return False
    for pointer, span in post.front_matter.spans.items():
        written = post.text[span.value[0] : span.value[1]]
        if pointer and _TIMESTAMP.match(written.strip()) and read_date(written).value == value:
            return True
    return False


def _url(site: SitePublishing, article: PostFields, post: PublishedPost, base: str) -> str | None:
    from newskit.site.address import encoded

    by_pattern = article.address in {None, post.values.get("permalink")}
    by_pattern = by_pattern or site.publishing.completes_addresses
    path = None
    if by_pattern and not article.draft:
        path = site.publishing.address(post._replace(date=_moment(article.date_published)))
    if path is None:
        return absolute_address(article.address, base)
    return urljoin(f"{base}/", encoded(path).lstrip("/"))


def _moment(date: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
