"""Decisions written into TOML that people wrote: comments, order and style stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from newskit.errors import ConfigError
from newskit.parsing import load_toml

_PYPROJECT: Final = "pyproject.toml"
_MARKS: Final = re.compile(r"([\\*?\[\]!#])")


def exactly(path: str) -> str:
    """Return the pattern (as in .gitignore) that matches one path alone."""
    escaped = _MARKS.sub(r"\\\1", path)
    if escaped.endswith(" "):
        escaped = f"{escaped[:-1]}\\ "
    return escaped if "/" in escaped else f"/{escaped}"


def with_item(text: str, file: Path, keys: Sequence[str], item: str) -> str:
    """Return settings with `item` in the list that `keys` lead to; missing tables are made.

    Args:
        text: the settings; empty for a new file.
        file: their file: in ``pyproject.toml`` they lie below ``[tool.newskit]``.
        keys: the way to the list.
        item: what is added, unless it is there.

    Raises:
        ConfigError: when the settings are not TOML, or something else stands on the way.
    """
    import tomlkit

    document = _parsed(text, file)
    table: MutableMapping[str, Any] = document
    way = ("tool", "newskit", *keys) if file.name == _PYPROJECT else tuple(keys)
    for key in way[:-1]:
        if key not in table:
            table[key] = tomlkit.table()
        table = table[key]
    found = table.setdefault(way[-1], tomlkit.array())
    if not isinstance(found, list):
        raise ConfigError(f"{file}: {'.'.join(way)} is not a list")
    if item not in found:
        cast("list[str]", found).append(item)
    return _checked(tomlkit.dumps(cast("Any", document)), file)


def with_rules(text: str, file: Path, rules: Mapping[str, Mapping[str, object]]) -> str:
    """Return a file of strip rules with new values in some of them, by their ids.

    Raises:
        ConfigError: when the file is not TOML or does not have one of the rules.
    """
    import tomlkit

    document: Any = _parsed(text, file)
    tables: Any = document.get("rules") or document.get("strip", {}).get("rules", [])
    there = {str(table.get("id")): table for table in tables}
    for name, values in rules.items():
        if name not in there:
            raise ConfigError(
                f"{file}: has no rule {name}", hint="was the file changed? start again"
            )
        there[name].update(values)
    return _checked(tomlkit.dumps(document), file)


def _parsed(text: str, file: Path) -> MutableMapping[str, Any]:
    import tomlkit

    try:
        load_toml(text)  # that it nests too deep for a parser is found out by no other
        return tomlkit.parse(text)
    except ValueError as error:
        raise ConfigError(f"{file}: is not valid TOML: {error}") from error


def _checked(text: str, file: Path) -> str:
    try:
        load_toml(text)
    except ValueError as error:
        raise ConfigError(f"{file}: the decision cannot be written into it: {error}") from error
    return text
