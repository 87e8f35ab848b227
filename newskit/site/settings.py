"""What generators' configuration files say, read and never run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from newskit.files import open_file
from newskit.lazy import lazy
from newskit.parsing import load_json, load_toml, load_yaml

_MOST_BYTES: Final = 1 << 20
_STRING = lazy(r"'([^'\\\n]*)'|\"([^\"\\\n]*)\"|`([^`\\\n]*)`")


def read_text(path: Path) -> str:
    """Return the text of a configuration file (its first MiB); empty where it cannot be read."""
    try:
        with open_file(path) as file:
            return file.read(_MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def read_mapping(path: Path) -> Mapping[str, object]:
    """Return what a YAML, TOML or JSON file holds; empty where it cannot be parsed.

    YAML tags of a generator's own (``!!python/name``, ``!ENV``) give null.
    """
    found = read_values(path)
    return cast("Mapping[str, object]", found) if isinstance(found, dict) else {}


def read_values(path: Path) -> object:
    """Return what a YAML, TOML or JSON file holds, whatever it is; None where it has no values."""
    try:
        return _parsed(path)
    except (ValueError, RecursionError):
        return None


def fault_in(path: Path) -> str:
    """Return why a YAML, TOML or JSON file cannot be parsed; empty where it can, and for others."""
    if path.suffix.lower() not in {".yml", ".yaml", ".toml", ".json"}:
        return ""
    try:
        _parsed(path)
    except (ValueError, RecursionError) as error:
        return " ".join(str(error).split())
    return ""


def _parsed(path: Path) -> object:
    text = read_text(path)
    ending = path.suffix.lower()
    if ending == ".toml":
        return load_toml(text)
    if ending == ".json":
        return load_json(text)
    return load_yaml(text)


def python_values(path: Path) -> Mapping[str, object]:
    """Return the literals that a Python file assigns to names at its top level; it is not run.

    Strings that are joined by ``+`` or ``os.path.join`` are not worked out.
    """
    import ast

    try:
        tree = ast.parse(read_text(path))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, object] = {}
    for node in tree.body:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                try:
                    found[target.id] = ast.literal_eval(value)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    found.setdefault(target.id, None)
    return found


def strings_in(text: str, pattern: str) -> list[str]:
    """Return the string literals of JavaScript that stand right behind `pattern`."""
    found: list[str] = []
    for match in re.finditer(pattern, text):
        literal = _STRING.match(text, match.end())
        if literal:
            found.append(next(part for part in literal.groups() if part is not None))
    return found


def text_of(values: Mapping[str, object], key: str, default: str = "") -> str:
    """Return a text of a mapping, or `default` where it has none."""
    value = values.get(key)
    return value if isinstance(value, str) and value else default


def folder_name(text: str) -> str:
    """Return a folder of a configuration relative to the site's root, ``.`` for the root."""
    parts = [part for part in text.replace("\\", "/").split("/") if part not in {"", "."}]
    return "/".join(parts) or "."
