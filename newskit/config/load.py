"""Finding and reading the configuration: command line > NEWSKIT_* > file > defaults.

The search goes from the working folder up to the repository's root; in one folder
``.newskit.toml`` comes before ``newskit.toml``, and both before ``[tool.newskit]`` in
``pyproject.toml``. The nearest file wins; files are not merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from newskit.config.model import Config
from newskit.config.values import from_mapping, from_text
from newskit.errors import ConfigError
from newskit.frozen import fields, replace

__all__ = ["find_config", "load_config"]

FILE_NAMES = (".newskit.toml", "newskit.toml", "pyproject.toml")
ENVIRONMENT_PREFIX = "NEWSKIT_"
# Variables that are not settings: where the reference data of the tests is, where tasks.py works.
_NOT_SETTINGS = frozenset({"NEWSKIT_SHARED", "NEWSKIT_VENV"})


def find_config(folder: Path) -> Path | None:
    """Return the configuration file that holds for `folder`, or None.

    Raises:
        ConfigError: when a ``pyproject.toml`` on the way cannot be read.
    """
    for base in (folder, *folder.parents):
        for name in FILE_NAMES:
            path = base / name
            if path.is_file() and (name != "pyproject.toml" or _table(path) is not None):
                return path
        if (base / ".git").exists():
            return None
    return None


def load_config(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read the configuration file at `path`, then the NEWSKIT_* variables of `environment`.

    Raises:
        ConfigError: when the file cannot be read, or holds an unknown key or a wrong value.
    """
    config = Config()
    if path is not None:
        config = from_mapping(Config, _sections(_table(path) or {}), f"{path}", path.parent)
    config = replace(config, folder=str(path.parent) if path is not None else "")
    return _with_environment(config, environment)


def _sections(table: Mapping[str, object]) -> Mapping[str, object]:
    """Take ``[export.epub]`` for the section `epub`: books are an export to people."""
    export = cast("Mapping[str, object]", table.get("export", {}))
    if "epub" not in export:
        return table
    rest = {key: value for key, value in export.items() if key != "epub"}
    return {**table, "export": rest, "epub": export["epub"]}


def _table(path: Path) -> Mapping[str, object] | None:
    import tomllib

    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    if path.name != "pyproject.toml":
        return data
    tool = cast("Mapping[str, Mapping[str, object]]", data.get("tool", {}))
    return tool.get("newskit")


def _with_environment(config: Config, environment: Mapping[str, str]) -> Config:
    sections = [field.name for field in fields(Config) if field.name != "folder"]
    for variable, text in sorted(environment.items()):
        if not variable.startswith(ENVIRONMENT_PREFIX) or variable in _NOT_SETTINGS:
            continue
        section_name, _, key = variable.removeprefix(ENVIRONMENT_PREFIX).lower().partition("_")
        if section_name not in sections:
            raise ConfigError(
                f"{variable}: no setting has this name",
                hint=f"settings are NEWSKIT_SECTION_KEY, with a section of {', '.join(sections)}",
            )
        section: Any = getattr(config, section_name)
        if key not in {field.name for field in fields(section)}:
            raise ConfigError(f"{variable}: [{section_name}] has no key `{key.replace('_', '-')}`")
        kind: type[Any] = section.__class__
        value = from_text(kind, key, text, variable)
        section = replace(section, **{key: value})
        config = replace(config, **{section_name: section})
    return config
