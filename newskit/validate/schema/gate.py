"""A quick answer to "is this valid?", so that a clean post costs no jsonschema import.

`compile_gate` turns the common part of Draft 2020-12 into closures and declines every schema that
uses anything else; `judge` then decides alone. A gate that says no is asked no further questions:
`explain` does. Semantics: JSON Schema Validation, draft 2020-12, sections 6 and 7; Core,
sections 8.2.3 and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from newskit.post import JsonValue
from newskit.validate.schema.formats import FORMATS
from newskit.validate.schema.keywords import SIMPLE, DeclinedError, Gate, all_of, any_of, is_object

__all__ = ["Gate", "compile_gate", "resolve"]

_Compound: TypeAlias = Callable[[JsonValue, Mapping[str, JsonValue]], Gate | None]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ANNOTATIONS = frozenset(
    ("$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples")
) | {"deprecated", "readOnly", "writeOnly"}


def compile_gate(schema: JsonValue, *, check_formats: bool = True) -> Gate | None:
    """Return a function that tells whether a value is valid, or None to leave it to jsonschema.

    Args:
        schema: a JSON Schema; a gate is made only when it names no dialect or Draft 2020-12.
        check_formats: whether ``format`` asserts.
    """
    try:
        return _Compiler(schema, check_formats=check_formats).root()
    except DeclinedError:
        return None


class _Compiler:
    """Compiles subschemas; local references are compiled once and may be circular."""

    def __init__(self, schema: JsonValue, *, check_formats: bool) -> None:
        self.schema = schema
        self.check_formats = check_formats
        self.by_reference: dict[str, list[Gate]] = {}
        self.depth = 0
        self.compound: Mapping[str, _Compound] = {
            "format": lambda value, _: self._format(value),
            "properties": lambda value, _: self._properties(value),
            "additionalProperties": self._additional,
            "items": lambda value, _: self._items(value),
            "not": lambda value, _: self._not(value),
            "allOf": lambda value, _: self._combine("allOf", value),
            "anyOf": lambda value, _: self._combine("anyOf", value),
            "oneOf": lambda value, _: self._combine("oneOf", value),
            "$ref": lambda value, _: self._reference(value),
        }

    def root(self) -> Gate:
        """Compile the whole schema."""
        if isinstance(self.schema, Mapping) and self.schema.get("$schema", _DIALECT) != _DIALECT:
            raise DeclinedError
        return self.compile(self.schema)

    def compile(self, schema: JsonValue) -> Gate:
        """Compile one schema."""
        if isinstance(schema, bool):
            return (lambda _: True) if schema else (lambda _: False)
        if not isinstance(schema, Mapping) or self.depth > 32:
            raise DeclinedError
        self.depth += 1
        checks = [
            check
            for key in schema
            if (check := self._keyword(key, schema[key], schema)) is not None
        ]
        self.depth -= 1
        return all_of(checks)

    def _keyword(self, key: str, value: JsonValue, schema: Mapping[str, JsonValue]) -> Gate | None:
        if key in _ANNOTATIONS or key.startswith("x-"):
            if key == "$id" and self.depth > 1:
                raise DeclinedError
            return None
        if key in SIMPLE:
            return SIMPLE[key](value)
        if key == "items" and "prefixItems" in schema:
            raise DeclinedError
        compound = self.compound.get(key)
        if compound is None:
            raise DeclinedError
        return compound(value, schema)

    def _format(self, value: JsonValue) -> Gate | None:
        check = FORMATS.get(value) if isinstance(value, str) and self.check_formats else None
        if check is None:
            return None
        return lambda found: not isinstance(found, str) or check(found)

    def _items(self, value: JsonValue) -> Gate:
        item = self.compile(value)
        return lambda found: not isinstance(found, list) or all(map(item, found))

    def _not(self, value: JsonValue) -> Gate:
        inner = self.compile(value)
        return lambda found: not inner(found)

    def _properties(self, value: JsonValue) -> Gate:
        if not isinstance(value, Mapping):
            raise DeclinedError
        gates = {name: self.compile(schema) for name, schema in value.items()}

        def check(found: JsonValue) -> bool:
            if not is_object(found):
                return True
            for name, child in found.items():
                gate = gates.get(name)
                if gate is not None and not gate(child):
                    return False
            return True

        return check

    def _additional(self, value: JsonValue, schema: Mapping[str, JsonValue]) -> Gate:
        names = schema.get("properties", {})
        if "patternProperties" in schema or not isinstance(names, Mapping):
            raise DeclinedError
        gate = self.compile(value)
        known = frozenset(names)
        return lambda found: (
            not is_object(found)
            or all(name in known or gate(child) for name, child in found.items())
        )

    def _combine(self, key: str, value: JsonValue) -> Gate:
        if not isinstance(value, list) or not value:
            raise DeclinedError
        gates = [self.compile(schema) for schema in value]
        if key == "allOf":
            return all_of(gates)
        if key == "anyOf":
            return any_of(gates)
        return lambda found: sum(gate(found) for gate in gates) == 1

    def _reference(self, value: JsonValue) -> Gate:
        if not isinstance(value, str) or not (value == "#" or value.startswith("#/")):
            raise DeclinedError
        if value not in self.by_reference:
            # Registered before it is compiled, so that a schema may refer to itself.
            cell: list[Gate] = []
            self.by_reference[value] = cell
            cell.append(self.compile(resolve(self.schema, value)))
        cell = self.by_reference[value]
        if not cell:
            # A cycle through the schema being compiled: jsonschema bounds and reports those.
            raise DeclinedError
        return cell[0]


def resolve(schema: JsonValue, reference: str) -> JsonValue:
    """Return the part of a schema that a local reference means.

    Raises:
        DeclinedError: when the reference is of another kind.
    """
    target = schema
    for step in reference[1:].split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if "%" in name or not isinstance(target, Mapping) or name not in target:
            raise DeclinedError
        target = target[name]
    return target
