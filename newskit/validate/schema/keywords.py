"""The keywords of JSON Schema that look at one value alone, as quick checks.

Semantics: JSON Schema Validation, draft 2020-12, section 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypeGuard

from newskit.errors import SchemaError
from newskit.post import JsonValue
from newskit.validate.schema.patterns import searcher
from newskit.validate.schema.same import same

__all__ = ["SIMPLE", "DeclinedError", "Gate", "all_of", "any_of", "is_object"]

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
