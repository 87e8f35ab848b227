"""What a post says of itself: front matter as text, names and languages, as `PostFields`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from urllib.parse import urljoin

from newskit.config.export import ExportConfig, FieldPreset
from newskit.dates.forms import DateReading, DateStatus, read_zone, resolve_zone
from newskit.dates.read import date_in_name, read_date
from newskit.errors import ConfigError
from newskit.frozen import NamedTuple, dataclass
from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.read.keys import PresentKeys, normal_key, present_keys

# Front matter values as text, names and lists, however an archive writes them.

_ENTITY: Final = lazy(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_COMMA: Final = lazy(r"[,，;；、]")
_URL: Final = lazy(r"(?:https?:)?//[^\s/]+\S*", re.IGNORECASE)
_NAME_KEYS: Final = ("name", "display_name", "title", "login", "nickname", "label", "key")


class Front:
    """Front matter to look record fields up in.

    Args:
        values: the front matter.
        paths: for each field, the paths of keys that are there (`present_keys`).
    """

    __slots__ = ("_paths", "_values")

    def __init__(self, values: Mapping[str, JsonValue], paths: PresentKeys) -> None:
        self._values = values
        self._paths = paths

    def find(self, field: str) -> Sequence[tuple[str, JsonValue]]:
        """Return key and value of each path of `field` that leads to something not empty."""
        paths = self._paths.get(field)
        if paths is None:
            return ()
        found: list[tuple[str, JsonValue]] = []
        for words, first, rest in paths:
            value = self._values[first]
            for part in rest:
                value = _step(value, part)
            if value is not None and value not in ("", [], {}):
                found.append((words, value))
        return found


def _step(value: JsonValue, part: str) -> JsonValue:
    if isinstance(value, dict):
        return next((item for key, item in value.items() if normal_key(key) == part), None)
    if isinstance(value, list):
        found = [_step(item, part) for item in value if isinstance(item, dict)]
        return [item for item in found if item is not None]
    return None


def as_text(value: JsonValue) -> str | None:
    """Return a scalar as text on one line, character references resolved; None for the rest."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        value = str(value)
    text = " ".join(value.split())
    if "&" in text and _ENTITY.search(text):
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text or None


def name_of(value: JsonValue) -> str | None:
    """Return the name in a scalar or in a mapping such as ``{name: …, email: …}``."""
    if isinstance(value, dict):
        lower = {normal_key(key): item for key, item in value.items()}
        names = (as_text(lower.get(key)) for key in _NAME_KEYS)
        return next((name for name in names if name is not None), None)
    return as_text(value)


def as_names(key: str, value: JsonValue, preset: FieldPreset) -> tuple[str, ...]:
    """Return the authors in a string, a list, a mapping or a list of mappings."""
    if isinstance(value, str) and preset is FieldPreset.PELICAN and key.lower() == "authors":
        # Pelican: ";" separates authors, and where there is none "," does; `author` is one.
        items: list[JsonValue] = list(value.split(";" if ";" in value else ","))
    else:
        items = value if isinstance(value, list) else [value]
    return _distinct(name_of(item) for item in items)


def as_list(key: str, value: JsonValue, preset: FieldPreset) -> tuple[str, ...]:
    """Return the categories or tags in `value`; lists in lists (Hexo) are flattened.

    A string is one item under a singular key, and in Hugo; else it is split at commas and, where
    the generator does so (Jekyll) or is not known, at white space.
    """
    if isinstance(value, str):
        return _distinct(as_text(part) for part in _split(key, value, preset))
    stack: list[JsonValue] = [value]
    names: list[str | None] = []
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        else:
            names.append(name_of(item))
    return _distinct(iter(names))


def _split(key: str, value: str, preset: FieldPreset) -> list[str]:
    name = key.rpartition(".")[2].lower()
    if not name.endswith("s") or preset is FieldPreset.HUGO:
        return [value]
    if preset is FieldPreset.PELICAN and ";" in value:
        return value.split(";")
    if _COMMA.search(value):
        return _COMMA.split(value)
    at_spaces = preset in {FieldPreset.ANY, FieldPreset.JEKYLL}
    if at_spaces and name in {"tags", "categories"}:
        return value.split()
    return [value]


def _distinct(names: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def is_url(text: str) -> bool:
    """Tell whether `text` is a URL with a host (``//host/path`` included)."""
    return _URL.fullmatch(text) is not None


def url_of(value: JsonValue) -> str | None:
    """Return the URL in a scalar or in a mapping such as ``{name: …, url: …}``."""
    if isinstance(value, dict):
        lower = {normal_key(key): item for key, item in value.items()}
        value = lower.get("url") or lower.get("href")
    text = value.strip() if isinstance(value, str) else ""
    return text if is_url(text) else None


# Language tags (BCP 47) from what a post states and from where it lies.

_TAG: Final = lazy(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[.@].*)?")
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        name: tag
        for tag, names in {
            "ar": "arabic العربية",
            "bg": "bulgarian български",
            "cs": "czech čeština",
            "de": "german deutsch",
            "el": "greek ελληνικά",
            "en": "english",
            "es": "spanish español",
            "fa": "persian farsi فارسی",
            "fi": "finnish suomi",
            "fr": "french français",
            "he": "hebrew עברית",
            "hi": "hindi हिन्दी",
            "hu": "hungarian magyar",
            "id": "indonesian",
            "it": "italian italiano",
            "ja": "japanese 日本語",
            "ko": "korean 한국어",
            "nl": "dutch nederlands",
            "pl": "polish polski",
            "pt": "portuguese português",
            "ro": "romanian română",
            "ru": "russian русский",
            "sv": "swedish svenska",
            "tr": "turkish türkçe",
            "uk": "ukrainian українська",
            "vi": "vietnamese",
            "zh": "chinese 中文 汉语 漢語",
            "zh-Hans": "简体中文",
            "zh-Hant": "繁體中文",
        }.items()
        for name in names.split()
    }
)
# ISO 639-1 without constructed languages: what a folder or file name part may be.
_CODE_LIST: Final = (
    "aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da"
    " de dv dz ee el en es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz"
    " id ig ii ik is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt"
    " lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl"
    " ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti"
    " tk tl tn to tr ts tt tw ty ug uk ur uz ve vi wa wo xh yi yo za zh zu"
)
_CODES: Final = frozenset(_CODE_LIST.split())
_SUFFIX: Final = lazy(r"\.([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\.[^./]+$")


def language_tag(value: JsonValue) -> str | None:
    """Return the BCP 47 tag in a front matter value: ``zh_cn`` → ``zh-CN``, ``German`` → ``de``.

    None when the value names no language or more than one.
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return None
    text = value.strip()
    if (known := _NAMES.get(text.lower())) is not None:
        return known
    match = _TAG.fullmatch(text)
    if match is None:
        return None
    language, script, region = match.groups()
    parts = [language.lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part)


def language_in_path(relative: str) -> str | None:
    """Return the language of a folder (``zh_tw/news/…``) or suffix (``about.fr.md``) in a path.

    The innermost one counts. A folder may be called so for another reason (``it/``, ``id/``), so
    whoever can see the text should compare.
    """
    folder, _, name = relative.rpartition("/")
    if name.count(".") > 1 and (match := _SUFFIX.search(name)) and _is_code(match[1]):
        return language_tag(match[1])
    return _in_folder(folder)


@lru_cache(maxsize=256)
def _in_folder(path: str) -> str | None:
    return next((language_tag(name) for name in reversed(path.split("/")) if _is_code(name)), None)


def _is_code(text: str) -> bool:
    base = text.replace("_", "-").partition("-")[0]
    # Lower case throughout, or with a region in capitals (pt-BR): "IT" and "No" are words.
    return base in _CODES and _TAG.fullmatch(text) is not None


_PLACEHOLDER: Final = lazy(r"[:{][A-Za-z]|\{[{%]|^(?:pretty|none|date|ordinal|weekdate)$")
_PRESETS: Final = {one.value: one for one in FieldPreset}
_DRAFT_STATUS: Final = frozenset({"draft", "drafts", "hidden", "private", "pending", "trash"})


@dataclass(frozen=True, slots=True)
class DateDoubt:
    """A date that is not beyond doubt: the record field, the front matter key, the reading."""

    field: str
    key: str
    reading: DateReading


class PostFields(NamedTuple):
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
) -> PostFields:
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
    return PostFields(
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
