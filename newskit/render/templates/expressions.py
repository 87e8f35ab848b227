"""What ``{{ … }}`` shows: texts and known values, passed through filters that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urljoin

if TYPE_CHECKING:
    from newskit.post import JsonValue
    from newskit.render.templates.context import Context

__all__ = ["absolute", "evaluate", "relative", "site_address"]

_LITERAL: Final = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)')\s*\Z")
_NUMBER: Final = re.compile(r"\s*-?\d+(?:\.\d+)?\s*\Z")
_NAME: Final = re.compile(r"\s*[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\"[^\"]*\"|'[^']*')\])*\s*\Z")
_STEP: Final = re.compile(r"[\w-]+")
_FILTER: Final = re.compile(r"\s*([A-Za-z_]\w*)\s*(?:[:(]\s*(.*?)\)?\s*)?\Z", re.DOTALL)
_PIPE: Final = re.compile(r"((?:\"[^\"]*\"|'[^']*'|[^|\"'])+)(?:\||\Z)", re.DOTALL)
_ARGUMENT: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w.-]+)")
_SCHEME: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|#|\?)", re.IGNORECASE)
_TAGS: Final = re.compile(r"<[^<>]*>")


def evaluate(expression: str, context: Context, variables: Mapping[str, str]) -> str | None:
    """Return what an expression shows, or None where a value or a filter is not known.

    Args:
        expression: what stands between the braces.
        context: the post and its site.
        variables: those the post itself has assigned.
    """
    parts = [match[1] for match in _PIPE.finditer(expression)]
    if not parts:
        return None
    value = _value(parts[0], context, variables)
    if value is None and len(parts) > 1 and _is_optional(parts[0]):
        value = ""
    for part in parts[1:]:
        match = _FILTER.match(part)
        if value is None or match is None:
            return None
        arguments = [
            _value(found[0], context, variables) for found in _ARGUMENT.finditer(match[2] or "")
        ]
        if any(one is None for one in arguments):
            return None
        known = _FILTERS.get(match[1])
        if known is None:
            return None
        value = known(value, [one or "" for one in arguments], context)
    return value


def _is_optional(name: str) -> bool:
    return name.strip() in {"site.baseurl", "site.url"}


def _value(text: str, context: Context, variables: Mapping[str, str]) -> str | None:
    literal = _LITERAL.match(text)
    if literal:
        return literal[1] if literal[1] is not None else literal[2]
    if _NUMBER.match(text):
        return text.strip()
    if not _NAME.match(text):
        return None
    steps = _STEP.findall(text)
    if len(steps) == 1 and steps[0] in variables:
        return variables[steps[0]]
    match steps[0]:
        case "site":
            return _of_site(steps[1:], context)
        case "page" | "post" if len(steps) > 1:
            return _inside(context.page, steps[1:])
        case _:
            # Eleventy and Hexo give a post's front matter without `page.`
            return _inside(context.page, steps) if context.liquid else None


def _of_site(steps: list[str], context: Context) -> str | None:
    found = _inside(context.site, steps)
    if found is not None:
        return found.rstrip("/") if steps in (["url"], ["baseurl"]) else found
    if steps == ["baseurl"]:
        return ""
    return site_address(context) if steps == ["url"] else None


def _inside(values: Mapping[str, JsonValue], steps: list[str]) -> str | None:
    found: JsonValue = dict(values)
    for step in steps:
        if not isinstance(found, dict) or step not in found:
            return None
        found = found[step]
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, (str, int, float)):
        return str(found)
    return None


def site_address(context: Context) -> str:
    """Return the address of the site without a slash at its end; empty when not known."""
    stated = _inside(context.site, ["url"])
    return (stated or context.base_url).rstrip("/")


def relative(path: str, context: Context) -> str:
    """Return a path below the site's own, as Jekyll's `relative_url` does."""
    if _SCHEME.match(path):
        return path
    base = (_inside(context.site, ["baseurl"]) or "").strip("/")
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
    return value.replace(given[0], given[1] if len(given) > 1 else "", 1 if once else -1)


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
        "markdownify": lambda value, _, __: value,
        "smartify": lambda value, _, __: value,
        "url_encode": lambda value, _, __: quote(value, safe=""),
        "uri_escape": lambda value, _, __: quote(value, safe="/:?&=#%"),
        "replace": lambda value, given, _: _replaced(value, given),
        "replace_first": lambda value, given, _: _replaced(value, given, once=True),
        "remove": lambda value, given, _: _replaced(value, given[:1]),
        "default": lambda value, given, _: value or "".join(given[:1]),
        "split": lambda _, __, ___: None,
        "join_url": lambda value, given, _: urljoin(value, "".join(given[:1])),
    }
)
