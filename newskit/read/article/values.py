"""Front matter values as text, names and lists, however an archive writes them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from newskit.config.export import FieldPreset
from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.read.article.keys import PresentKeys, normal_key

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
