"""The configuration as plain JSON values, so that a plan carries it to other machines."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from typing import Any

from newskit.config.model import Config
from newskit.config.place import Place
from newskit.config.values import from_mapping
from newskit.errors import ConfigError

__all__ = ["load_settings", "plain_settings"]


def plain_settings(config: Config) -> dict[str, Any]:
    """Return what differs from the defaults.

    Raises:
        ConfigError: when a value cannot be carried over.
    """
    return _plain(config, Config())


def load_settings(values: dict[str, Any]) -> Config:
    """Return the configuration that `plain_settings` was given.

    Raises:
        ConfigError: when a value is wrong.
    """
    return from_mapping(Config, values, Place("plan"))


def _plain(section: Any, default: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in dataclasses.fields(section):
        value, usual = getattr(section, field.name), getattr(default, field.name)
        if value == usual:
            continue
        if value is None:
            raise ConfigError(f"{field.name}: a plan cannot take a default back")
        values[field.name] = _plain_value(value, usual)
    return values


def _plain_value(value: Any, usual: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind: Any = type(value)
        return _plain(value, usual if isinstance(usual, kind) else kind())
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain_value(item, None) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {key: _plain_value(item, None) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return value
