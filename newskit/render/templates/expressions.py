"""What ``{{ … }}`` shows: texts and known values, passed through filters that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urljoin

from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.render.templates.context import Context

INCLUDED: Final = "include."
"""Before the names of what an include is given, among the variables; alone, that there is one."""

LONGEST: Final = 1_000_000
"""Code points of a value: a post may double one with every filter. What is longer is not known."""

_LITERAL: Final = lazy(r"\s*(?:\"([^\"]*)\"|'([^']*)')\s*\Z")
_NUMBER: Final = lazy(r"\s*-?\d+(?:\.\d+)?\s*\Z")
_NAME: Final = lazy(r"\s*[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\"[^\"]*\"|'[^']*'|\d+)\])*\s*\Z")
_STEP: Final = lazy(r"[\w-]+")
_KEY: Final = lazy(r"\[\s*([A-Za-z_][\w.-]*)\s*\]")  # that a name stands for
_MOST_KEYS: Final = 5
_FILTER: Final = lazy(r"\s*([A-Za-z_]\w*)\s*(?:[:(]\s*(.*?)\)?\s*)?\Z", re.DOTALL)
_PIPE: Final = lazy(r"((?:\"[^\"]*\"|'[^']*'|[^|\"'])+)(?:\||\Z)", re.DOTALL)
_ARGUMENT: Final = lazy(r"\"([^\"]*)\"|'([^']*)'|([\w.-]+)")
_SCHEME: Final = lazy(r"(?:[a-z][a-z0-9+.-]*:|//|#|\?)", re.IGNORECASE)
_TAGS: Final = lazy(r"<[^<>]*>")


def evaluate(expression: str, context: Context, variables: Mapping[str, JsonValue]) -> str | None:
    """Return what an expression shows, or None where a value or a filter is not known.

    Args:
        expression: what stands between the braces.
        context: the post and its site.
        variables: those the post itself has assigned.
    """
    return _shown(value_of(expression, context, variables))


def value_of(expression: str, context: Context, variables: Mapping[str, JsonValue]) -> JsonValue:
    """Return the value of an expression, or None where it is not known."""
    parts = [match[1] for match in _PIPE.finditer(expression)]
    if not parts:
        return None
    value = _value(parts[0], context, variables)
    if value is None and len(parts) > 1 and _is_optional(parts[0]):
        value = ""
    for part in parts[1:]:
        match = _FILTER.match(part)
        if match and match[1] == "default" and (value is None or value in ("", False, [])):
            value = _value(match[2] or "''", context, variables)
            continue
        if match and match[1] == "default" and isinstance(value, (dict, list)):
            continue
        if value is None or match is None:
            return None
        arguments = [
            _shown(_value(found[0], context, variables))
            for found in _ARGUMENT.finditer(match[2] or "")
        ]
        if any(one is None for one in arguments):
            return None
        value = _filtered(match[1], value, [one or "" for one in arguments], context)
        if isinstance(value, str) and len(value) > LONGEST:
            return None
    return value


def _filtered(name: str, value: JsonValue, given: list[str], context: Context) -> JsonValue:
    if isinstance(value, list):
        return _of_list(name, value, given)
    text = _shown(value)
    if name == "split" and text is not None and given and given[0]:
        parts: list[JsonValue] = [*text.split(given[0])]
        return parts if text else []
    known = _FILTERS.get(name)
    return None if text is None or known is None else known(text, given, context)


def _of_list(name: str, value: list[JsonValue], given: list[str]) -> JsonValue:
    match name:
        case "where" if len(given) == 2:
            return [
                one
                for one in value
                if isinstance(one, dict) and _shown(one.get(given[0])) == given[1]
            ]
        case "first":
            return value[0] if value else ""
        case "last":
            return value[-1] if value else ""
        case "size":
            return len(value)
        case "join":
            shown = [_shown(one) for one in value]
            between = given[0] if given else " "
            length = sum(len(one or "") for one in shown) + len(shown) * len(between)
            return None if None in shown or length > LONGEST else between.join(map(str, shown))
        case _:
            return None


def _shown(value: JsonValue) -> str | None:
    """Return a single value as Liquid shows it; None for what has parts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int, float)) else None


def _is_optional(name: str) -> bool:
    return name.strip() in {"site.baseurl", "site.url"}


def _with_keys(text: str, context: Context, variables: Mapping[str, JsonValue]) -> str:
    """Put keys in the place of the names that stand for them; those that are not known stay."""
    for _ in range(_MOST_KEYS):
        key = _KEY.search(text)
        found = _shown(_value(key[1], context, variables)) if key else None
        if key is None or found is None or '"' in found:
            break
        text = f'{text[: key.start()]}["{found}"]{text[key.end() :]}'
    return text


def _value(text: str, context: Context, variables: Mapping[str, JsonValue]) -> JsonValue:
    literal = _LITERAL.match(text)
    if literal:
        return literal[1] if literal[1] is not None else literal[2]
    text = _with_keys(text, context, variables)
    if not _NAME.match(text):
        return text.strip() if _NUMBER.match(text) else None
    steps = _STEP.findall(text)
    if steps[0] in variables:
        found = _inside(variables, steps)
        # A value that is known has no parts but its own.
        known = variables[steps[0]] is not None
        return "" if found is None and known and len(steps) > 1 else found
    match steps[0]:
        case "include" if INCLUDED in variables:
            # What an include is not given is nothing.
            return variables.get(INCLUDED + ".".join(steps[1:]), "")
        case "site" if steps[1:2] == ["data"]:
            return _of_data(steps[2:], context)
        case "site":
            return _of_site(steps[1:], context)
        case "page" | "post" if len(steps) > 1:
            return _inside(context.page, steps[1:])
        case _:
            # Eleventy and Hexo give a post's front matter without `page.`
            return _inside(context.page, steps) if context.liquid else None


def _of_data(steps: list[str], context: Context) -> JsonValue:
    if not steps or context.data is None:
        return None
    return _inside({steps[0]: context.data(steps[0])}, steps)


def _of_site(steps: list[str], context: Context) -> JsonValue:
    found = _inside(context.site, steps)
    if isinstance(found, str):
        return found.rstrip("/") if steps in (["url"], ["baseurl"]) else found
    if steps == ["baseurl"]:
        return ""
    return site_address(context) if steps == ["url"] else found


def _inside(values: Mapping[str, JsonValue], steps: list[str]) -> JsonValue:
    found: JsonValue = dict(values)
    for step in steps:
        if isinstance(found, list) and step in {"first", "last", "size"}:
            found = _of_list(step, found, [])
        elif isinstance(found, list) and step.isdigit():
            found = _item(found, int(step))
        elif isinstance(found, dict) and step in found:
            found = found[step]
        else:
            return None
    return found


def _item(items: list[JsonValue], number: int) -> JsonValue:
    return items[number] if number < len(items) else ""


def site_address(context: Context) -> str:
    """Return the address of the site without a slash at its end; empty when not known."""
    stated = _shown(_inside(context.site, ["url"]))
    return (stated or context.base_url).rstrip("/")


def relative(path: str, context: Context) -> str:
    """Return a path below the site's own, as Jekyll's `relative_url` does."""
    if _SCHEME.match(path):
        return path
    base = (_shown(_inside(context.site, ["baseurl"])) or "").strip("/")
    return f"/{base}/{path.lstrip('/')}" if base else f"/{path.lstrip('/')}"


def absolute(path: str, context: Context) -> str:
    """Return the full address of a path, where the site's is known."""
    if _SCHEME.match(path):
        return path
    return site_address(context) + relative(path, context)


_Filter = Callable[[str, "list[str]", "Context"], str | None]


def _replaced(value: str, given: list[str], *, once: bool = False) -> str | None:
    if not given:
        return None
    new = given[1] if len(given) > 1 else ""
    if value.count(given[0]) * len(new) > LONGEST:
        return None
    return value.replace(given[0], new, 1 if once else -1)


def _sum(value: str, given: list[str], sign: int) -> str | None:
    numbers = [value, *given[:1]]
    if len(numbers) < 2 or not all(_NUMBER.match(one) and one.isascii() for one in numbers):
        return None
    return f"{float(value) + sign * float(given[0]):g}"


_FILTERS: Mapping[str, _Filter] = MappingProxyType(
    {
        "relative_url": lambda value, _, context: relative(value, context),
        "absolute_url": lambda value, _, context: absolute(value, context),
        "url": lambda value, _, context: relative(value, context),
        "absoluteUrl": lambda value, _, context: absolute(value, context),
        "url_for": lambda value, _, context: relative(value, context),
        "asset_url": lambda value, _, context: relative(value, context),
        "prepend": lambda value, given, _: "".join(given[:1]) + value,
        "append": lambda value, given, _: value + "".join(given[:1]),
        "downcase": lambda value, _, __: value.lower(),
        "lower": lambda value, _, __: value.lower(),
        "upcase": lambda value, _, __: value.upper(),
        "upper": lambda value, _, __: value.upper(),
        "capitalize": lambda value, _, __: value[:1].upper() + value[1:].lower(),
        "strip": lambda value, _, __: value.strip(),
        "trim": lambda value, _, __: value.strip(),
        "strip_html": lambda value, _, __: _TAGS.sub("", value),
        "strip_newlines": lambda value, _, __: value.replace("\n", ""),
        "newline_to_br": lambda value, _, __: value.replace("\n", "<br />\n"),
        "escape": lambda value, _, __: escape(value),
        "escape_once": lambda value, _, __: escape(value),
        "xml_escape": lambda value, _, __: escape(value),
        "safe": lambda value, _, __: value,
        "raw": lambda value, _, __: value,
        "markdownify": lambda value, _, context: context.render(value) if context.render else value,
        "smartify": lambda value, _, __: value,
        "url_encode": lambda value, _, __: quote(value, safe=""),
        "uri_escape": lambda value, _, __: quote(value, safe="/:?&=#%"),
        "replace": lambda value, given, _: _replaced(value, given),
        "replace_first": lambda value, given, _: _replaced(value, given, once=True),
        "remove": lambda value, given, _: _replaced(value, given[:1]),
        "default": lambda value, given, _: value or "".join(given[:1]),
        "plus": lambda value, given, _: _sum(value, given, 1),
        "minus": lambda value, given, _: _sum(value, given, -1),
        "join_url": lambda value, given, _: urljoin(value, "".join(given[:1])),
    }
)
