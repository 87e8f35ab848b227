"""A quick answer to "is this valid?", so that a clean post costs no jsonschema import.

`compile_gate` turns the common part of Draft 2020-12 into closures and declines every schema that
uses anything else; `judge` then decides alone. A gate that says no is asked no further questions:
`explain` does. Semantics: JSON Schema Validation, draft 2020-12, sections 6 and 7; Core,
sections 8.2.3 and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypeGuard

from newskit.errors import SchemaError
from newskit.post import JsonValue
from newskit.validate.schema.formats import FORMATS, searcher

# Equality of JSON values: a boolean is not a number, and 1 is 1.0 (JSON Schema Core, 4.2.2).


def same(one: JsonValue, other: JsonValue) -> bool:
    """Tell whether two JSON values are equal."""
    pairs: list[tuple[JsonValue, JsonValue]] = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if isinstance(left, bool) or isinstance(right, bool):
            if left is not right:
                return False
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right, strict=True)
        elif isinstance(left, Mapping) and isinstance(right, Mapping):
            if left.keys() != right.keys():
                return False
            pairs += [(left[name], right[name]) for name in left]
        elif left != right:
            return False
    return True


# The keywords of JSON Schema that look at one value alone, as quick checks.


Gate: TypeAlias = Callable[[JsonValue], bool]

_TYPES: Mapping[str, Gate] = {
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, float) and value.is_integer())
    ),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: value.__class__ is dict or isinstance(value, Mapping),
}


class DeclinedError(Exception):
    """The schema uses something the gate does not know."""


def is_object(value: JsonValue) -> TypeGuard[Mapping[str, JsonValue]]:
    """Tell whether a value is a JSON object."""
    return value.__class__ is dict or isinstance(value, Mapping)


# Loops, because `all` and `any` of a generator take three times as long.
def all_of(gates: Sequence[Gate]) -> Gate:
    """Return a check that holds where all of several do."""
    if len(gates) == 1:
        return gates[0]

    def check(value: JsonValue) -> bool:
        for gate in gates:  # noqa: SIM110
            if not gate(value):
                return False
        return True

    return check


def any_of(gates: Sequence[Gate]) -> Gate:
    """Return a check that holds where one of several does."""

    def check(value: JsonValue) -> bool:
        for gate in gates:  # noqa: SIM110
            if gate(value):
                return True
        return False

    return check


def _type(value: JsonValue) -> Gate:
    names = value if isinstance(value, list) else [value]
    gates = [_TYPES[name] for name in names if isinstance(name, str) and name in _TYPES]
    if not gates or len(gates) != len(names):
        raise DeclinedError
    return gates[0] if len(gates) == 1 else any_of(gates)


def _enum(value: JsonValue) -> Gate:
    if not isinstance(value, list):
        raise DeclinedError
    return lambda found: any(same(found, allowed) for allowed in value)


def _required(value: JsonValue) -> Gate:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise DeclinedError
    names = frozenset(value)
    return lambda found: not is_object(found) or names.issubset(found)


def _pattern(value: JsonValue) -> Gate:
    if not isinstance(value, str):
        raise DeclinedError
    try:
        search = searcher(value)
    except SchemaError:
        raise DeclinedError from None
    return lambda found: not isinstance(found, str) or search(found)


def _size(kind: type[str | list[JsonValue]], *, least: bool) -> Callable[[JsonValue], Gate]:
    def make(value: JsonValue) -> Gate:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise DeclinedError
        if least:
            return lambda found: not isinstance(found, kind) or len(found) >= value
        return lambda found: not isinstance(found, kind) or len(found) <= value

    return make


SIMPLE: Mapping[str, Callable[[JsonValue], Gate]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda value: lambda found: same(found, value),
    "required": _required,
    "pattern": _pattern,
    "minLength": _size(str, least=True),
    "maxLength": _size(str, least=False),
    "minItems": _size(list, least=True),
    "maxItems": _size(list, least=False),
}


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
