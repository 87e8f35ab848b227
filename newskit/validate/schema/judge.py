"""jsonschema's verdict: which keyword of the schema each value breaks, and where.

Imported only when the gate says no or cannot tell: jsonschema takes longer to import than a
hundred posts take to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import jsonschema
from jsonschema import validators

from newskit.errors import SchemaError
from newskit.frozen import replace
from newskit.post import JsonValue
from newskit.validate.schema.check import closed_registry, dialect_of
from newskit.validate.schema.formats import FORMATS, searcher
from newskit.validate.schema.load import Schema
from newskit.validate.schema.words import MAX_VIOLATIONS, NOTHING, Violation, by_place

# `unevaluatedProperties` with patterns matched in linear time.


# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any at jsonschema's border, and so is what is inside them.


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


# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any at jsonschema's border, and so is what is inside them.


def violations(schema: Schema, value: JsonValue) -> tuple[Violation, ...]:
    """Return what `value` breaks, at most 100 violations, in order of place.

    Raises:
        SchemaError: when the schema refers to something outside it, or to itself without end.
    """
    found: list[Violation] = []
    try:
        seen: set[tuple[object, ...]] = set()
        validator = _validator(_Key(schema))
        for error in validator.iter_errors(value):
            one = _violation(error)
            if error.schema is validator.schema:
                one = replace(one, schema=schema.document)
            # jsonschema says `required` once for each missing key; one violation has them all.
            if one.keyword == "required" and (*one.path, *one.schema_path) in seen:
                continue
            seen.add((*one.path, *one.schema_path))
            found.append(one)
            if len(found) >= MAX_VIOLATIONS:
                break
    except RecursionError:
        raise SchemaError(f"schema {schema.name} refers to itself without end") from None
    return by_place(found)


class _Key:
    """A schema as a cache key: one validator for one schema object."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema.document)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key)
            and other.schema.document is self.schema.document
            and other.schema.check_formats == self.schema.check_formats
        )


@lru_cache(maxsize=64)
def _validator(key: _Key) -> Any:
    schema = key.schema
    cls = _linear(dialect_of(schema.document))
    checker = _format_checker() if schema.check_formats else None
    document = _prepared(schema.document)
    registry = closed_registry(schema.base)
    return cls(document, registry=registry, format_checker=checker)


def _prepared(document: JsonValue) -> JsonValue:
    """A schema that jsonschema judges as it should.

    Without `$schema`: jsonschema takes the plain validator of the dialect where a reference leads
    to a schema that names one, without our patterns and paths. With `{"not": {}}` for the schema
    `false` of a key, whose errors have no path in jsonschema (seen in 4.26.0).
    """
    dialect = document.get("$schema") if isinstance(document, Mapping) else None

    def copy(value: Any, *, schemas: bool = False) -> Any:
        if isinstance(value, Mapping):
            return {
                key: dict(NOTHING)
                if schemas and child is False
                else copy(child, schemas=not schemas and key in _OF_SCHEMAS)
                for key, child in value.items()
                if key != "$schema" or not isinstance(child, str) or child != dialect
            }
        return [copy(child) for child in value] if isinstance(value, list) else value

    prepared: JsonValue = copy(document)
    return prepared


_OF_SCHEMAS = frozenset(
    ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
)


@lru_cache(maxsize=1)
def _format_checker() -> Any:
    checker = jsonschema.FormatChecker(formats=())
    for name, check in FORMATS.items():
        checker.checkers = {**checker.checkers, name: (_of_text(check), ())}
    return checker


def _of_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda found: not isinstance(found, str) or check(found)


@lru_cache(maxsize=8)
def _linear(cls: Any) -> Any:
    """The dialect with every keyword that matches a pattern doing so in linear time."""
    keywords: dict[str, Any] = {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "multipleOf": _multiple_of,
    }
    if "unevaluatedProperties" in cls.VALIDATORS:
        keywords["unevaluatedProperties"] = unevaluated_properties
    known = {name: keyword for name, keyword in keywords.items() if name in cls.VALIDATORS}
    extend: Any = validators.extend
    return extend(cls, known)


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[Any]:
    if isinstance(value, str) and not searcher(pattern)(value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern!r}")


def _multiple_of(_: Any, divisor: Any, value: Any, __: Any) -> Iterator[Any]:
    """Judge numbers as they are written: 19.99 is a multiple of 0.01, though no binary float is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return
    if (Fraction(repr(value)) / Fraction(repr(divisor))).denominator != 1:
        yield jsonschema.ValidationError(f"{value!r} is not a multiple of {divisor!r}")


def _pattern_properties(validator: Any, patterns: Any, value: Any, _: Any) -> Iterator[Any]:
    if not isinstance(value, Mapping):
        return
    for pattern, schema in patterns.items():
        search = searcher(pattern)
        for name, child in value.items():
            if search(name):
                yield from validator.descend(child, schema, path=name, schema_path=pattern)


def _additional_properties(validator: Any, extra: Any, value: Any, schema: Any) -> Iterator[Any]:
    if not isinstance(value, Mapping):
        return
    searches = [searcher(pattern) for pattern in schema.get("patternProperties", ())]
    for name, child in value.items():
        if name in schema.get("properties", ()) or any(search(name) for search in searches):
            continue
        if extra is False:
            yield jsonschema.ValidationError(f"{name!r} is not allowed", path=(name,))
        else:
            yield from validator.descend(child, extra, path=name)


def _violation(error: Any) -> Violation:
    branches: dict[Any, list[Violation]] = {}
    for inner in error.context or ():
        branch = inner.schema_path[0] if inner.schema_path else 0
        branches.setdefault(branch, []).append(_violation(inner))
    return Violation(
        str(error.validator),
        error.validator_value,
        error.instance,
        tuple(error.absolute_path),
        tuple(error.absolute_schema_path),
        error.schema,
        tuple(tuple(found) for found in branches.values()),
    )
