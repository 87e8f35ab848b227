"""Plain TOML or environment values to frozen dataclasses, each field checked against its type."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, cast

from newskit.errors import ConfigError
from newskit.frozen import fields

if typing.TYPE_CHECKING:
    from newskit.config.place import Place

__all__ = ["check_keys", "check_options", "from_mapping", "from_text"]

Section = TypeVar("Section")


def from_mapping(
    section: type[Section], table: Mapping[str, object], where: Place, folder: Path | None = None
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


def check_keys(table: Mapping[str, object], known: Iterable[str], where: Place) -> None:
    """Check that a table has no keys but known ones, written with ``-`` or ``_``.

    Raises:
        ConfigError: for another key, with the nearest known one.
    """
    names = list(known)
    for key in table:
        if key.replace("_", "-") not in names:
            near = _nearest(key, names)
            hint = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(names)}"
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
        ConfigError: when the text is no value of the field's type.
    """
    from newskit.config.place import Place

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
    value = _convert(_hints(section)[name], plain, Place(where))
    _check_value(section, name, value, where)
    return value


def _check_value(section: type[Any], name: str, value: object, where: Place | str) -> None:
    said = next(each.metadata for each in fields(section) if each.name == name)
    most, form = said.get("most"), said.get("form")
    if most is not None and isinstance(value, int | float) and value > most:
        raise ConfigError(f"{where} must be at most {most:g}, not {value!r}")
    if form is None:
        return
    from newskit.config.forms import check_form

    if isinstance(value, tuple):
        for item in cast("tuple[str, ...]", value):
            check_form(form, item, where)
    elif value:
        check_form(form, str(value), where)


def _nearest(word: str, known: Iterable[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(word, list(known), n=1)


def _hints(section: type[Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(section)
    return {field.name: hints[field.name] for field in fields(section)}


def _path_fields(section: type[Any]) -> set[str]:
    return {field.name for field in fields(section) if field.metadata.get("path")}


def _from_folder(value: object, folder: Path | None) -> object:
    """Let paths start at the configuration file's folder; names of built-in things are no paths."""
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


def _convert(kind: Any, value: object, where: Place, folder: Path | None = None) -> object:
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
    kind: Any, value: object, where: Place, folder: Path | None
) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{where} must be a list, not {value!r}")
    items = cast("list[object]", value)
    return tuple(_convert(kind, item, where.of(index), folder) for index, item in enumerate(items))


def _convert_mapping(
    kind: Any, value: object, where: Place, folder: Path | None
) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{where} must be a table, not {value!r}")
    entries = cast("Mapping[str, object]", value)
    return {key: _convert(kind, item, where.of(key), folder) for key, item in entries.items()}


def _convert_enum(kind: type[StrEnum], value: object, where: Place) -> StrEnum:
    choices = [choice.value for choice in kind]
    if value not in choices:
        near = _nearest(str(value), choices)
        hint = f"did you mean `{near[0]}`?" if near else ""
        raise ConfigError(f"{where} must be one of {', '.join(choices)}, not {value!r}", hint=hint)
    return kind(value)
