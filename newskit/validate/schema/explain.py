"""What a value breaks, explained without jsonschema where the schema is plain enough for a gate.

jsonschema takes as long to import as five hundred posts to check, and a hook runs for each commit.
For the keywords that `gate` knows, this tells what jsonschema tells: the same violations in the
same order (a test compares the two on random schemas). Everything else is left to `judge`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from newskit.frozen import dataclass
from newskit.post import JsonValue
from newskit.validate.schema.formats import FORMATS
from newskit.validate.schema.gate import SIMPLE, DeclinedError, is_object, resolve
from newskit.validate.schema.load import Schema

# A keyword of a schema that a value breaks.


MAX_VIOLATIONS = 100
"""Most violations of one value that are reported."""


NOTHING: Mapping[str, Any] = {"not": {}}
"""The schema `false` in other words (Core 4.3.2)."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword broken by one value.

    Attributes:
        keyword: the schema keyword, such as ``type``.
        limit: the keyword's value in the schema.
        value: the value that breaks it.
        path: the value's place, outermost first.
        schema_path: the keyword's place in the schema.
        schema: the schema object that holds the keyword.
        branches: for ``anyOf`` and ``oneOf``, what each branch says.
    """

    keyword: str
    limit: Any
    value: Any
    path: tuple[str | int, ...]
    schema_path: tuple[str | int, ...]
    schema: Any
    branches: tuple[tuple[Violation, ...], ...] = ()


def in_order(found: list[Violation]) -> tuple[Violation, ...]:
    """Return violations in order of place."""
    return tuple(sorted(found, key=lambda one: [str(part) for part in one.path]))


# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any in a schema, and so is what is inside them.


_Path: TypeAlias = "tuple[str | int, ...]"


def explain(schema: Schema, value: JsonValue) -> tuple[Violation, ...] | None:
    """Return what `value` breaks, at most 100 violations, in order of place.

    None leaves it to jsonschema.
    """
    if schema.gate is None:
        return None
    try:
        return in_order(list(islice(_Explainer(schema).root(value), MAX_VIOLATIONS)))
    except DeclinedError:
        return None


class _Explainer:
    """Goes through a schema and a value at once."""

    def __init__(self, schema: Schema) -> None:
        self.document = schema.document
        self.check_formats = schema.check_formats
        self.compound: Mapping[str, Callable[[_At], Iterator[Violation]]] = {
            "properties": self._properties,
            "additionalProperties": self._additional,
            "items": self._items,
            "not": self._not,
            "allOf": self._all_of,
            "anyOf": self._one_of,
            "oneOf": self._one_of,
            "$ref": self._reference,
        }

    def root(self, value: JsonValue) -> Iterator[Violation]:
        """Yield the violations; `required` once for all keys that a value lacks."""
        seen: set[_Path] = set()
        for one in self.violations(self.document, value, (), ()):
            place = (*one.path, *one.schema_path)
            if one.keyword != "required" or place not in seen:
                seen.add(place)
                yield one

    def violations(
        self, schema: JsonValue, value: JsonValue, path: _Path, schema_path: _Path
    ) -> Iterator[Violation]:
        """Yield what `value` breaks of a subschema."""
        if schema is True:
            return
        if not is_object(schema):
            # jsonschema tells of `false` in a way of its own.
            raise DeclinedError
        for keyword, limit in schema.items():
            at = _At(keyword, limit, value, path, (*schema_path, keyword), schema)
            if keyword in SIMPLE or keyword == "format":
                if not self._holds(at):
                    yield from [at.violation()] * at.times
            elif keyword in self.compound:
                yield from self.compound[keyword](at)

    def _holds(self, at: _At) -> bool:
        if at.keyword in SIMPLE:
            return SIMPLE[at.keyword](at.limit)(at.value)
        check = FORMATS.get(at.limit) if self.check_formats else None
        return check is None or not isinstance(at.value, str) or check(at.value)

    def _properties(self, at: _At) -> Iterator[Violation]:
        if is_object(at.value):
            for name, schema in at.limit.items():
                if name in at.value:
                    place = (*at.schema_path, name)
                    yield from self.violations(schema, at.value[name], (*at.path, name), place)

    def _additional(self, at: _At) -> Iterator[Violation]:
        known: Mapping[str, Any] = at.schema.get("properties", {})
        for name, child in at.value.items() if is_object(at.value) else ():
            if name in known:
                continue
            if at.limit is False:
                yield at.violation(path=(*at.path, name))
            else:
                yield from self.violations(at.limit, child, (*at.path, name), at.schema_path)

    def _items(self, at: _At) -> Iterator[Violation]:
        for index, child in enumerate(at.value) if isinstance(at.value, list) else ():
            yield from self.violations(at.limit, child, (*at.path, index), at.schema_path)

    def _not(self, at: _At) -> Iterator[Violation]:
        if not list(self.violations(at.limit, at.value, (), ())):
            yield at.violation()

    def _all_of(self, at: _At) -> Iterator[Violation]:
        for index, schema in enumerate(at.limit):
            yield from self.violations(schema, at.value, at.path, (*at.schema_path, index))

    def _one_of(self, at: _At) -> Iterator[Violation]:
        branches = [
            tuple(self.violations(schema, at.value, at.path, (*at.schema_path, index)))
            for index, schema in enumerate(at.limit)
        ]
        if all(branches):
            yield at.violation(branches=tuple(branches))
        elif at.keyword == "oneOf" and branches.count(()) > 1:
            yield at.violation()

    def _reference(self, at: _At) -> Iterator[Violation]:
        target = resolve(self.document, at.limit)
        yield from self.violations(target, at.value, at.path, at.schema_path[:-1])


class _At(NamedTuple):
    """A keyword that meets a value."""

    keyword: str
    limit: Any
    value: Any
    path: _Path
    schema_path: _Path
    schema: Mapping[str, Any]

    @property
    def times(self) -> int:
        """How often the violation is reported: as in jsonschema, once for each missing key."""
        if self.keyword != "required":
            return 1
        return sum(name not in self.value for name in self.limit)

    def violation(
        self, path: _Path | None = None, branches: tuple[tuple[Violation, ...], ...] = ()
    ) -> Violation:
        """Return that the value breaks the keyword."""
        return Violation(
            self.keyword,
            self.limit,
            self.value,
            self.path if path is None else path,
            self.schema_path,
            self.schema,
            branches,
        )
