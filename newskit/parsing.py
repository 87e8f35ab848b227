"""JSON, TOML and YAML that an archive may hold, our own state too: input, not truth.

The libraries recurse, some of them without a limit. What nests too deep is refused before.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, Final, cast

from newskit.lazy import lazy

_MOST_LEVELS: Final = 100
_TOO_DEEP: Final = "it is nested too deep"
_KEY_PART: Final = r"[A-Za-z0-9_\"'-]"
_DEEP_KEY: Final = lazy(rf"(?<!{_KEY_PART})(?:{_KEY_PART}++[ \t]*+\.[ \t]*+){{100}}")
"""A dotted key of TOML; `tomllib` takes time and memory with the square of its length."""

_QUOTED: Final = lazy(
    r'"""(?s:[^\\]|\\.)*?"""|\'\'\'(?s:.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*'
)
_JSON_STRING: Final = lazy(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"([ \t\r\n]*:)?')
_MAY_BE_DEEP: Final = lazy(r"^[ \t?-]{100}|(?:[\[{][^\[{]*+){100}", re.MULTILINE)


def load_json(text: str | bytes) -> Any:
    """Parse JSON.

    Raises:
        ValueError: when it is not JSON, or nested too deep for `json`.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error


def load_whole_json(data: bytes) -> Any:
    """Parse JSON whose objects may give a name twice (RFC 8259, 4: readers keep one value).

    Lists of one name are joined; else the last value has the name, and those before it stand under
    `name (given before)`.

    Raises:
        json.JSONDecodeError: when it is not JSON.
    """
    import orjson

    value = orjson.loads(data)
    if not _gives_twice(data, value):
        return value
    try:
        return json.loads(data, object_pairs_hook=_with_all)
    except RecursionError:
        return value


def names_given_twice(data: bytes, value: Any) -> tuple[str, ...]:
    """Return the names that an object of JSON gives more than once, in order."""
    if not _gives_twice(data, value):
        return ()
    found: dict[str, None] = {}

    def pairs(given: list[tuple[str, Any]]) -> None:
        counted = Counter(name for name, _ in given)
        found.update(dict.fromkeys(name for name, times in counted.items() if times > 1))

    try:
        json.loads(data, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return ("?",)
    return tuple(found)


def _gives_twice(data: bytes, value: Any) -> bool:
    names = sum(match[1] is not None for match in _JSON_STRING.finditer(data))
    return names != _names_in(value)


def _names_in(value: Any) -> int:
    """Return how many names the objects of a value have in all."""
    waiting: list[Any] = [value] if isinstance(value, dict | list) else []
    count = 0
    while waiting:
        held: Any = waiting.pop()
        if isinstance(held, dict):
            held = cast("dict[str, Any]", held)
            count += len(held)
            held = held.values()
        waiting += [one for one in held if isinstance(one, dict | list)]
    return count


def _with_all(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    before: dict[str, list[Any]] = {}
    for name, value in pairs:
        before.setdefault(name, []).append(value)
    for name, values in before.items():
        if all(isinstance(value, list) for value in values):
            made[name] = [one for value in values for one in value]
        elif others := [value for value in values[:-1] if value != values[-1]]:
            made[f"{name} (given before)"] = others[0] if len(others) == 1 else others
    return made


def load_toml(text: str) -> dict[str, Any]:
    """Parse TOML; a byte order mark before it is left out.

    Raises:
        ValueError: when it is not TOML, or nested too deep for `tomllib`.
    """
    import tomllib

    text = text.removeprefix("\ufeff")
    if _DEEP_KEY.search(text) and _DEEP_KEY.search(_QUOTED.sub("a", text)):
        raise ValueError(_TOO_DEEP)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error


def load_yaml(text: str) -> Any:
    """Parse YAML as libyaml does, on which Ruby's Psych stands: a tab may end a line there.

    Tags of somebody's own (``!!python/name``, ``!ENV``) give null, dates stay text.

    Raises:
        ValueError: when it is not YAML, or nested deeper than 100 levels.
    """
    import yaml

    safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resolvers = {  # dates stay text: one that is not a day of the calendar would end it all
        first: [one for one in known if not one[0].endswith(":timestamp")]
        for first, known in safe.yaml_implicit_resolvers.items()
    }
    loader: Any = type("Loader", (safe,), {"yaml_implicit_resolvers": resolvers})
    loader.add_multi_constructor("", _nothing)
    try:
        if _MAY_BE_DEEP.search(text):
            _check_depth(text, loader)
        return yaml.load(text, loader)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _nothing(_loader: object, _suffix: str, _node: object) -> None:
    """Construct null from a tag that is foreign."""


def _check_depth(text: str, loader: Any) -> None:
    """Look through the events of YAML: nodes are made by functions of C that call themselves.

    Raises:
        ValueError: when it is nested too deep.
    """
    import yaml

    depth = 0
    for event in yaml.parse(text, loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_LEVELS:
            raise ValueError(_TOO_DEEP)
