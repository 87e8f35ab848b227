"""The whole configuration: a section a stage; how it is found and read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from newskit.config.convert import ConvertConfig
from newskit.config.export import EpubConfig, ExportConfig
from newskit.config.strip import StripConfig
from newskit.config.validate import ValidateConfig
from newskit.config.values import SettingPlace, check_keys, from_mapping, from_text
from newskit.errors import ConfigError
from newskit.frozen import dataclass, field, fields, replace, setting
from newskit.parsing import load_toml

# `[read]`: which files are posts and what is refused.

MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn")
POST_ENDINGS = (*MARKDOWN_ENDINGS, ".html", ".htm", ".txt")
POST_PATTERNS = tuple(f"*{ending}" for ending in POST_ENDINGS)


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """Which files are posts and what is refused."""

    include: tuple[str, ...] = setting(
        POST_PATTERNS, "Patterns (as in .gitignore) of the files a folder walk takes."
    )
    exclude: tuple[str, ...] = setting(
        (), "Patterns (as in .gitignore) that a folder walk leaves out."
    )
    force_exclude: bool = setting(
        False, "Leave out excluded files even when they are named on the command line."
    )
    site: bool = setting(
        True, "Work on the posts and pages of a site alone, and pass over the rest."
    )
    gitignore: bool = setting(True, "Honour .gitignore and .newskitignore files in folder walks.")
    hidden: bool = setting(False, "Also walk files and folders whose name starts with a dot.")
    max_bytes: int = setting(
        256 * 1024 * 1024, "Largest file that is read, in bytes; a larger one is a finding."
    )
    max_expansion: int = setting(
        200, "How many times its size a compressed file may expand beyond 16 MB; 0: without limit."
    )
    max_front_matter_bytes: int = setting(
        64 * 1024, "Largest front matter that is parsed, in bytes of UTF-8."
    )


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting; sections are the tables of the configuration file."""

    read: ReadConfig = field(
        default_factory=ReadConfig, metadata={"help": "which files are posts, and limits"}
    )
    validate: ValidateConfig = field(
        default_factory=ValidateConfig, metadata={"help": "what is looked for"}
    )
    convert: ConvertConfig = field(
        default_factory=ConvertConfig, metadata={"help": "how bodies become Markdown"}
    )
    strip: StripConfig = field(
        default_factory=StripConfig, metadata={"help": "what boilerplate is, and where facts go"}
    )
    export: ExportConfig = field(
        default_factory=ExportConfig, metadata={"help": "how posts become records"}
    )
    epub: EpubConfig = field(
        default_factory=EpubConfig, metadata={"help": "how posts become books ([export.epub])"}
    )
    folder: str = setting("", "folder of the configuration file; paths in it start here")


# Finding and reading the configuration: command line > NEWSKIT_* > file > defaults.
#
# The search goes from the working folder up to the repository's root; in one folder
# ``.newskit.toml`` comes before ``newskit.toml``, and both before ``[tool.newskit]`` in
# ``pyproject.toml``. The nearest file wins; files are not merged.

_PROJECT = "pyproject.toml"
FILE_NAMES = (".newskit.toml", "newskit.toml", _PROJECT)
ENVIRONMENT_PREFIX = "NEWSKIT_"
# Variables that are not settings: where the reference data of the tests is, where tasks.py works.
_NOT_SETTINGS = frozenset({"NEWSKIT_SHARED", "NEWSKIT_VENV", "NEWSKIT_ALLOW_CODE"})


def find_config(folder: Path) -> Path | None:
    """Return the configuration file that holds for `folder`, or None.

    Raises:
        ConfigError: when a ``pyproject.toml`` on the way cannot be read, or one is no file.
    """
    for base in (folder, *folder.parents):
        for name in FILE_NAMES:
            path = base / name
            is_file = os.path.isfile(path)  # noqa: PTH113 (no error where none may look)
            if os.path.lexists(path) and not is_file:
                raise ConfigError(f"{path}: is no file, and is not read")
            if is_file and (name != _PROJECT or _parsed(path, _text(path)) is not None):
                return path
        if os.path.lexists(base / ".git"):
            return None
    return None


def load_config(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read the configuration file at `path`, then the NEWSKIT_* variables of `environment`.

    Raises:
        ConfigError: when the file cannot be read, or holds an unknown key or a wrong value.
    """
    config = Config()
    if path is not None:
        config = replace(_from_file(path), folder=str(path.parent))
    return _with_environment(config, environment)


def _from_file(path: Path) -> Config:
    """Read a file, in which the section of books is ``[export.epub]``."""
    text = _text(path)
    table = _parsed(path, text) or {}
    where = SettingPlace(str(path), text, ("tool", "newskit") if path.name == _PROJECT else ())
    if "epub" in table:
        raise ConfigError(
            f"{where.of('epub').within()}: unknown key `epub`", hint="did you mean `export.epub`?"
        )
    check_keys(table, [name for name in _names(Config) if name not in {"epub", "folder"}], where)
    export = table.get("export")
    if not isinstance(export, Mapping):
        return from_mapping(Config, table, where, path.parent)
    rest: dict[str, object] = dict(cast("Mapping[str, object]", export))
    check_keys(rest, [*_names(ExportConfig), "epub"], where.of("export"))
    book = rest.pop("epub", {})
    place = where.of("export").of("epub")
    if not isinstance(book, Mapping):
        raise ConfigError(f"{place} must be a table")
    epub = from_mapping(EpubConfig, cast("Mapping[str, object]", book), place, path.parent)
    config = from_mapping(Config, {**table, "export": rest}, where, path.parent)
    return replace(config, epub=epub)


def _names(section: type[Any]) -> list[str]:
    return [field.name.replace("_", "-") for field in fields(section)]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error


def _parsed(path: Path, text: str) -> Mapping[str, object] | None:
    try:
        data = load_toml(text)
    except ValueError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    if path.name != _PROJECT:
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
