"""``unevaluatedProperties`` with patterns matched in linear time.

JSON Schema Core, draft 2020-12, section 11.3: names that no keyword of this schema object, nor of
the schemas applied in place that accept the value, has evaluated. Iterative: a list of schemas to
look at, each with the validator that stands in its place.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any at jsonschema's border, and so is what is inside them.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema

from newskit.validate.schema.patterns import searcher

__all__ = ["unevaluated_properties"]

_ALL_NAMES = ("additionalProperties", "unevaluatedProperties")


def unevaluated_properties(validator: Any, extra: Any, value: Any, schema: Any) -> Iterator[Any]:
    """Yield an error for each name that nothing else has evaluated and `extra` rejects."""
    if not isinstance(value, Mapping):
        return
    known = _evaluated(validator, value, schema)
    for name, child in value.items():
        if name in known:
            continue
        if extra is False:
            yield jsonschema.ValidationError(f"{name!r} is not allowed", path=(name,))
        else:
            yield from validator.descend(child, extra, path=name)


def _evaluated(validator: Any, value: Mapping[str, Any], schema: Any) -> set[str]:
    known: set[str] = set()
    stack: list[tuple[Any, Any, bool]] = [(validator, schema, True)]
    while stack:
        at, part, outermost = stack.pop()
        if not isinstance(part, Mapping):
            continue
        known |= part.get("properties", {}).keys() & value.keys()
        for pattern in part.get("patternProperties", ()):
            search = searcher(pattern)
            known |= {name for name in value if search(name)}
        if not outermost and any(key in part for key in _ALL_NAMES):
            return set(value)
        if "additionalProperties" in part:
            return set(value)
        stack += [(*applied, False) for applied in _applied(at, value, part)]
    return known


def _applied(validator: Any, value: Any, schema: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The schemas that `schema` applies to the same value and that accept it."""
    for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
        if keyword in schema:
            yield from _referred(validator, keyword, schema[keyword], value)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            if _accepts(validator, branch, value):
                yield validator, branch
    if "if" in schema:
        holds = _accepts(validator, schema["if"], value)
        if holds:
            yield validator, schema["if"]
        branch = "then" if holds else "else"
        if branch in schema:
            yield validator, schema[branch]
    for name, branch in schema.get("dependentSchemas", {}).items():
        if name in value:
            yield validator, branch


def _accepts(validator: Any, schema: Any, value: Any) -> bool:
    return next(iter(validator.evolve(schema=schema).iter_errors(value)), None) is None


def _referred(
    validator: Any, keyword: str, reference: str, value: Any
) -> Iterator[tuple[Any, Any]]:
    resolver = validator._resolver  # noqa: SLF001 (jsonschema offers no public resolver)
    if keyword == "$recursiveRef":
        from referencing.jsonschema import lookup_recursive_ref

        resolved = lookup_recursive_ref(resolver)
    else:
        resolved = resolver.lookup(reference)
    inner = validator.evolve(schema=resolved.contents, _resolver=resolved.resolver)
    if next(iter(inner.iter_errors(value)), None) is None:
        yield inner, resolved.contents
