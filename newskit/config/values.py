"""Plain TOML or environment values to frozen dataclasses, each field checked against its type."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from newskit.errors import ConfigError
from newskit.frozen import fields
from newskit.messages import hint_for
from newskit.parsing import load_toml

# Settings that are text of a form: addresses, tags, selectors. What has another is an error.


def check_form(form: str, value: str, where: object) -> None:
    """Check a setting that is written in a form.

    Args:
        form: ``url``, ``tag``, ``attribute``, ``selector`` or ``language``.
        value: the setting.
        where: its place, for the message.

    Raises:
        ConfigError: when it has another form.
    """
    wrong = _FORMS[form](value)
    if wrong:
        kind, hint = wrong
        raise ConfigError(f"{where}: {value!r} is not {kind}", hint=hint)


def _url(value: str) -> tuple[str, str] | None:
    """Addresses are completed by it, so it has a scheme and a host (RFC 3986, section 3)."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        host = None
    else:
        if parts.scheme in {"http", "https"} and host and value.isprintable() and " " not in value:
            return None
    return "a whole address of the web", "write it as https://example.org/news/"


def _tag(value: str) -> tuple[str, str] | None:
    import re

    if re.fullmatch(r"[A-Za-z][\w.:-]*", value):
        return None
    return "the name of a tag", "write one name without brackets, such as sup; repeat it for others"


def _attribute(value: str) -> tuple[str, str] | None:
    import re

    if re.fullmatch(r"[^\s\x00-\x20\"'<>/=,]+", value):
        return None
    return "the name of an attribute", "write one name, such as id; repeat it for others"


def _selector(value: str) -> tuple[str, str] | None:
    """What the parser that is asked for the elements takes is a selector."""
    from selectolax.lexbor import LexborHTMLParser

    try:
        LexborHTMLParser("<p>").css(value)
    except Exception:  # noqa: BLE001 (the parser raises its own kinds)
        return "a CSS selector", "write it as in a style sheet, such as img[width='1'] or div.ad"
    return None


def _language(value: str) -> tuple[str, str] | None:
    """Well-formed tags (RFC 5646, section 2.1), but for the grandfathered ones."""
    import re

    tag = (
        r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
        r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
        r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    )
    if re.fullmatch(tag, value.replace("_", "-"), re.ASCII | re.IGNORECASE):
        return None
    return "a language tag (BCP 47)", "write it as en, pt-BR or zh-Hans"


_FORMS: Mapping[str, Callable[[str], tuple[str, str] | None]] = MappingProxyType(
    {
        "url": _url,
        "tag": _tag,
        "attribute": _attribute,
        "selector": _selector,
        "language": _language,
    }
)


# Where a setting stands: the file with its line, and the keys that lead to it.


class SettingPlace:
    """The place of a setting; as text it begins a message.

    Args:
        source: what the settings are from, such as a file's name.
        text: the TOML of the file; empty where there is none, and no line is known.
        above: keys of the table in the file that the settings begin in, which messages leave out.
        keys: those that lead to the setting from there, as they are written; numbers are places
            in lists, from 0.
    """

    __slots__ = ("_above", "_keys", "_source", "_text")

    def __init__(
        self,
        source: str,
        text: str = "",
        above: tuple[str, ...] = (),
        keys: tuple[str | int, ...] = (),
    ) -> None:
        self._source = source
        self._text = text
        self._above = above
        self._keys = keys

    def of(self, key: str | int) -> SettingPlace:
        """Return the place of what stands under a key, or at a place of a list."""
        return SettingPlace(self._source, self._text, self._above, (*self._keys, key))

    def __str__(self) -> str:
        """Say the place."""
        return self._said(self._keys)

    def within(self) -> str:
        """Say the table that holds the setting, with the line of the setting itself."""
        return self._said(self._keys[:-1])

    def _said(self, keys: tuple[str | int, ...]) -> str:
        line = _line(self._text, (*self._above, *self._keys)) if self._text else 0
        place = f"{self._source}:{line}" if line else self._source
        return place + "".join(f"[{key}]" if isinstance(key, int) else f": `{key}`" for key in keys)


def _line(text: str, keys: tuple[str | int, ...]) -> int:
    """Return the line, from 1, of the statement that sets a key of a TOML document; 0 for none.

    The parser tells no places; but the first lines of a document are a document themselves where
    a statement ends, and the first of these that knows the key ends with the one that set it.
    """
    start = _Beginnings(text)
    low, high = 0, len(start.lines)
    found = high if start.knows(high, keys) else 0
    while found and low + 1 < high:
        middle = (low + high) // 2
        end = next((each for each in range(middle, high) if start.parsed(each) is not None), 0)
        if not end or start.knows(end, keys):
            found, high = end or found, middle
        else:
            low = end
    before = next((each for each in range(found - 1, 0, -1) if start.parsed(each) is not None), 0)
    return before + 1 if found and start.left > 0 else 0


class _Beginnings:
    """The documents that the first lines of a TOML document are."""

    def __init__(self, text: str) -> None:
        self.lines = text.replace("\r\n", "\n").split("\n")
        self.left = _MOST_PARSED

    def parsed(self, count: int) -> dict[str, object] | None:
        """Return what so many lines say; None where they do not parse, or enough was parsed."""
        if self.left <= 0:
            return None
        text = "\n".join(self.lines[:count])
        self.left -= len(text)
        try:
            return load_toml(text)
        except ValueError:
            return None

    def knows(self, count: int, keys: tuple[str | int, ...]) -> bool:
        """Tell whether so many lines are a document that has a key."""
        return _holds(self.parsed(count), keys)


_MOST_PARSED = 1_000_000
"""Characters that are parsed to find a line; in a longer file a message does without it."""


def _holds(value: object, keys: tuple[str | int, ...]) -> bool:
    for key in keys:
        if isinstance(key, int) and isinstance(value, list):
            inside: dict[str | int, object] = dict(enumerate(cast("list[object]", value)))
        elif isinstance(key, str) and isinstance(value, dict):
            inside = cast("dict[str | int, object]", value)
        else:
            return False
        if key not in inside:
            return False
        value = inside[key]
    return True


Section = TypeVar("Section")


def from_mapping(
    section: type[Section],
    table: Mapping[str, object],
    where: SettingPlace,
    folder: Path | None = None,
) -> Section:
    """Build `section`, a frozen dataclass, from a TOML table.

    Keys are the field names with ``-`` for ``_``; what the table leaves out keeps its default.

    Args:
        section: the dataclass.
        table: the values.
        where: the table's place, for messages.
        folder: where paths in the table start; None leaves them as they are.

    Raises:
        ConfigError: for an unknown key (with the nearest known one) or a value of a wrong type.
    """
    hints = _hints(section)
    known = {name.replace("_", "-"): name for name in hints}
    check_keys(table, known, where)
    paths = _path_fields(section)
    values: dict[str, object] = {}
    for key, value in table.items():
        name, place = known[key.replace("_", "-")], where.of(key)
        converted = _convert(hints[name], value, place, folder)
        _check_value(section, name, converted, place)
        values[name] = _from_folder(converted, folder) if name in paths else converted
    return section(**values)


def check_keys(table: Mapping[str, object], known: Iterable[str], where: SettingPlace) -> None:
    """Check that a table has no keys but known ones, written with ``-`` or ``_``.

    Raises:
        ConfigError: for another key, with the nearest known one.
    """
    names = list(known)
    for key in table:
        if key.replace("_", "-") not in names:
            hint = hint_for(key, names, f"known keys: {', '.join(names)}")
            raise ConfigError(f"{where.of(key).within()}: unknown key `{key}`", hint=hint)


def check_options(section: type[Any], changes: Mapping[str, object]) -> None:
    """Check options of the command line that have the names of settings.

    Raises:
        ConfigError: when a value has not the form of its setting.
    """
    for name, value in changes.items():
        _check_value(section, name, value, f"--{name.replace('_', '-')}")


def from_text(section: type[Any], name: str, text: str, where: str) -> object:
    """Return the value of the field `name` written as text, as an environment variable is.

    Raises:
        ConfigError: when the text is not a value of the field's type.
    """
    kind = _without_none(_hints(section)[name])
    plain: object = text
    if kind is bool:
        lowered = text.strip().lower()
        plain = {"true": True, "1": True, "false": False, "0": False}.get(lowered, text)
    elif kind in {int, float}:
        try:
            plain = kind(text)
        except ValueError:
            plain = text
    elif typing.get_origin(kind) is tuple:
        plain = [part.strip() for part in text.split(",") if part.strip()]
    value = _convert(_hints(section)[name], plain, SettingPlace(where))
    _check_value(section, name, value, where)
    return value


def _check_value(section: type[Any], name: str, value: object, where: SettingPlace | str) -> None:
    said = next(each.metadata for each in fields(section) if each.name == name)
    most, form = said.get("most"), said.get("form")
    if most is not None and isinstance(value, int | float) and value > most:
        raise ConfigError(f"{where} must be at most {most:g}, not {value!r}")
    if form is None:
        return

    if isinstance(value, tuple):
        for item in cast("tuple[str, ...]", value):
            check_form(form, item, where)
    elif value:
        check_form(form, str(value), where)


def _hints(section: type[Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(section)
    return {field.name: hints[field.name] for field in fields(section)}


def _path_fields(section: type[Any]) -> set[str]:
    return {field.name for field in fields(section) if field.metadata.get("path")}


def _from_folder(value: object, folder: Path | None) -> object:
    """Let paths start at the configuration file's folder; built-in names are not paths."""
    if folder is None or value in {"", "none", None}:
        return value
    if isinstance(value, tuple):
        return tuple(_from_folder(item, folder) for item in cast("tuple[object, ...]", value))
    text = str(value)
    return text if text.startswith("builtin:") else str(folder / text)


def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        return next(option for option in typing.get_args(kind) if option is not types.NoneType)
    return kind


def _convert(kind: Any, value: object, where: SettingPlace, folder: Path | None = None) -> object:
    kind = _without_none(kind)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _convert_tuple(typing.get_args(kind)[0], value, where, folder)
    if origin is not None and issubclass(origin, Mapping):
        return _convert_mapping(typing.get_args(kind)[1], value, where, folder)
    if hasattr(kind, "__dataclass_fields__"):
        if not isinstance(value, Mapping):
            raise ConfigError(f"{where} must be a table")
        inner = cast("Mapping[str, object]", value)
        return from_mapping(cast("type[Any]", kind), inner, where, folder)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _convert_enum(kind, value, where)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if kind in {bool, int, float, str} and type(value) is not kind:
        raise ConfigError(f"{where} must be {_WORDS[kind]}, not {value!r}")
    if isinstance(value, int | float) and not value >= 0:  # NaN, too
        raise ConfigError(f"{where} must not be negative, as {value!r} is")
    return value


_WORDS: Mapping[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
}


def _convert_tuple(
    kind: Any, value: object, where: SettingPlace, folder: Path | None
) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{where} must be a list, not {value!r}")
    items = cast("list[object]", value)
    return tuple(_convert(kind, item, where.of(index), folder) for index, item in enumerate(items))


def _convert_mapping(
    kind: Any, value: object, where: SettingPlace, folder: Path | None
) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{where} must be a table, not {value!r}")
    entries = cast("Mapping[str, object]", value)
    return {key: _convert(kind, item, where.of(key), folder) for key, item in entries.items()}


def _convert_enum(kind: type[StrEnum], value: object, where: SettingPlace) -> StrEnum:
    choices = [choice.value for choice in kind]
    if value not in choices:
        hint = hint_for(str(value), choices)
        raise ConfigError(f"{where} must be one of {', '.join(choices)}, not {value!r}", hint=hint)
    return kind(value)
