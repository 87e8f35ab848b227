"""Values and a body to the text of a post: front matter in YAML, TOML or JSON, then the body."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, JsonValue
from newskit.splice import toml_key, toml_value, yaml_key, yaml_value

# Timestamps stand bare, so that site generators read them as dates (YAML 1.1, TOML 1.0).
_YAML_DATE: Final = lazy(
    r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:Z|[+-]\d\d(?::?\d\d)?))?)?"
)
_TOML_DATE: Final = lazy(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?")
_FENCES: Final = {FrontMatterFormat.YAML: "---", FrontMatterFormat.TOML: "+++"}


def compose_post(
    values: Mapping[str, JsonValue],
    body: str,
    kind: FrontMatterFormat = FrontMatterFormat.YAML,
    newline: str = "\n",
) -> str:
    """Return the text of a post that reads as `values` and `body`.

    The result is checked by reading it. What a format cannot say (a null in TOML) goes into YAML;
    a body that would be taken for front matter gets an empty block before it.

    Raises:
        ValueError: when no format can say the values.
    """
    from newskit.read.parse import parse_text

    kinds = [kind, FrontMatterFormat.YAML, FrontMatterFormat.JSON]
    for attempt in dict.fromkeys(kinds):
        text = _attempt(values, body, attempt, newline)
        if text is None:
            continue
        # Lines without a syntax are front matter for Pelican alone.
        post = parse_text(
            "", text, generator="pelican" if attempt is FrontMatterFormat.META else ""
        )
        if post.body == body and dict(post.front_matter.values) == dict(values):
            return text
    raise ValueError("no front matter format can say these values")


def _attempt(
    values: Mapping[str, JsonValue], body: str, kind: FrontMatterFormat, newline: str
) -> str | None:
    if kind is FrontMatterFormat.NONE:
        return None if values else body
    try:
        return _fenced(_content(values, kind).replace("\n", newline), body, kind, newline)
    except ValueError:
        return None


def _fenced(content: str, body: str, kind: FrontMatterFormat, newline: str) -> str:
    if kind is FrontMatterFormat.JSON:
        return f"{content}{newline}{body}"
    fence = _FENCES.get(kind, "---")
    return f"{fence}{newline}{content}{fence}{newline}{body}"


def _content(values: Mapping[str, JsonValue], kind: FrontMatterFormat) -> str:
    if kind is FrontMatterFormat.JSON:
        return json.dumps(dict(values), ensure_ascii=False, indent=2)
    if kind is FrontMatterFormat.META:
        return "".join(f"{key}: {_line(item)}\n" for key, item in values.items())
    if kind is FrontMatterFormat.TOML:
        return "".join(f"{toml_key(key)} = {_toml(item)}\n" for key, item in values.items())
    return "".join(f"{yaml_key(key)}: {_yaml(item)}\n" for key, item in values.items())


def _line(value: JsonValue) -> str:
    """Return a value that one line says without a syntax, as Pelican's headers do.

    Raises:
        ValueError: when it is not text, or takes several lines.
    """
    if not isinstance(value, str) or len(value.splitlines()) > 1:
        raise ValueError("a line cannot say this value")
    return value


def _yaml(value: JsonValue) -> str:
    if isinstance(value, str) and _YAML_DATE.fullmatch(value):
        return value
    return yaml_value(value)


def _toml(value: JsonValue) -> str:
    if isinstance(value, str) and _TOML_DATE.fullmatch(value):
        return value
    return toml_value(value)
