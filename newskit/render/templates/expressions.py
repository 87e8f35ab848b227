"""What ``{{ … }}`` shows: texts and known values, passed through filters that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.render.templates.context import TemplateContext
from newskit.render.templates.filters import LONGEST, as_liquid, filtered

INCLUDED: Final = "include."
"""Before the names of what an include is given, among the variables; alone, that there is one."""

_LITERAL: Final = lazy(r"\s*(?:\"([^\"]*)\"|'([^']*)')\s*\Z")
_NUMBER: Final = lazy(r"\s*-?\d+(?:\.\d+)?\s*\Z")
_NAME: Final = lazy(r"\s*[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\"[^\"]*\"|'[^']*'|\d+)\])*\s*\Z")
_STEP: Final = lazy(r"[\w-]+")
_KEY: Final = lazy(r"\[\s*([A-Za-z_][\w.-]*)\s*\]")  # that a name stands for
_MOST_KEYS: Final = 5
_FILTER: Final = lazy(r"\s*([A-Za-z_]\w*)\s*(?:([:(])(.*))?\Z", re.DOTALL)
_PIPE: Final = lazy(r"((?:\"[^\"]*\"|'[^']*'|[^|\"'])*+)(?:\||\Z)")
_ARGUMENT: Final = lazy(r"\"([^\"]*)\"|'([^']*)'|([\w.-]+)")
_SCHEME: Final = lazy(r"(?:[a-z][a-z0-9+.-]*:|//|#|\?)", re.IGNORECASE)


def evaluate(
    expression: str, context: TemplateContext, variables: Mapping[str, JsonValue]
) -> str | None:
    """Return what an expression shows, or None where a value or a filter is not known.

    Args:
        expression: what stands between the braces.
        context: the post and its site.
        variables: those the post itself has assigned.
    """
    return as_liquid(value_of(expression, context, variables))


def value_of(
    expression: str, context: TemplateContext, variables: Mapping[str, JsonValue]
) -> JsonValue:
    """Return the value of an expression, or None where it is not known."""
    parts = _parts(expression)
    if not parts:
        return None
    value = _value(parts[0], context, variables)
    if value is None and len(parts) > 1 and _is_optional(parts[0]):
        value = ""
    for part in parts[1:]:
        match = _FILTER.match(part)
        given = (match[3] or "").strip().removesuffix(")") if match else ""
        if match and match[1] == "default" and (value is None or value in ("", False, [])):
            value = _value(given or "''", context, variables)
            continue
        if match and match[1] == "default" and isinstance(value, (dict, list)):
            continue
        if value is None or match is None:
            return None
        arguments = [
            as_liquid(_value(found[0], context, variables)) for found in _ARGUMENT.finditer(given)
        ]
        if any(one is None for one in arguments):
            return None
        value = _filtered(
            match[1],
            value,
            [one or "" for one in arguments],
            nunjucks=match[2] == "(",
            context=context,
        )
        if isinstance(value, str) and len(value) > LONGEST:
            return None
    return value


def _parts(expression: str) -> list[str]:
    """Return a value and its filters; nothing where a quotation mark has no other one."""
    parts: list[str] = []
    place = 0
    while place < len(expression):
        match = _PIPE.match(expression, place)
        if match is None:
            return []
        if match[1]:
            parts.append(match[1])
        place = match.end()
    return parts


def _filtered(
    name: str, value: JsonValue, given: list[str], *, nunjucks: bool, context: TemplateContext
) -> JsonValue:
    known = _OF_SITES.get(name)
    if known is None:
        return filtered(name, value, given, nunjucks=nunjucks)
    text = as_liquid(value)
    return None if text is None else known(text, context)


def _is_optional(name: str) -> bool:
    return name.strip() in {"site.baseurl", "site.url"}


def _with_keys(text: str, context: TemplateContext, variables: Mapping[str, JsonValue]) -> str:
    """Put keys in the place of the names that stand for them; those that are not known stay."""
    for _ in range(_MOST_KEYS):
        key = _KEY.search(text)
        found = as_liquid(_value(key[1], context, variables)) if key else None
        if key is None or found is None or '"' in found:
            break
        text = f'{text[: key.start()]}["{found}"]{text[key.end() :]}'
    return text


def _value(text: str, context: TemplateContext, variables: Mapping[str, JsonValue]) -> JsonValue:
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
            return _bare(steps, context) if context.liquid else None


def _bare(steps: list[str], context: TemplateContext) -> JsonValue:
    """Return what Eleventy and Hexo give without `page.`: front matter, and data of the site."""
    found = _inside(context.page, steps)
    if found is None and context.globals is not None and steps[0] not in context.page:
        return _inside({steps[0]: context.globals(steps[0])}, steps)
    return found


def _of_data(steps: list[str], context: TemplateContext) -> JsonValue:
    if not steps or context.data is None:
        return None
    return _inside({steps[0]: context.data(steps[0])}, steps)


def _of_site(steps: list[str], context: TemplateContext) -> JsonValue:
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
            found = filtered(step, found, [], nunjucks=False)
        elif isinstance(found, list) and step.isdigit():
            found = _item(found, int(step))
        elif isinstance(found, dict) and step in found:
            found = found[step]
        else:
            return None
    return found


def _item(items: list[JsonValue], number: int) -> JsonValue:
    return items[number] if number < len(items) else ""


def site_address(context: TemplateContext) -> str:
    """Return the address of the site without a slash at its end; empty when not known."""
    stated = as_liquid(_inside(context.site, ["url"]))
    return (stated or context.base_url).rstrip("/")


def relative(path: str, context: TemplateContext) -> str:
    """Return a path below the site's own, as Jekyll's `relative_url` does."""
    if _SCHEME.match(path):
        return path
    base = (as_liquid(_inside(context.site, ["baseurl"])) or "").strip("/")
    return f"/{base}/{path.lstrip('/')}" if base else f"/{path.lstrip('/')}"


def absolute(path: str, context: TemplateContext) -> str:
    """Return the full address of a path, where the site's is known."""
    if _SCHEME.match(path):
        return path
    return site_address(context) + relative(path, context)


_OF_SITES: Mapping[str, Callable[[str, TemplateContext], str]] = MappingProxyType(
    {
        "relative_url": relative,
        "absolute_url": absolute,
        "url": relative,
        "absoluteUrl": absolute,
        "url_for": relative,
        "asset_url": relative,
        "markdownify": lambda text, context: context.render(text) if context.render else text,
    }
)
"""Filters that ask for the site."""
