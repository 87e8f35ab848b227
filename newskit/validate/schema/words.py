"""What a schema says, in our words: the one place where keywords become sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeAlias

from newskit.frozen import NamedTuple, dataclass
from newskit.messages import hint_for
from newskit.post import JsonValue
from newskit.validate.schema.formats import FORMATS
from newskit.validate.schema.gate import SIMPLE, DeclinedError, is_object, resolve
from newskit.validate.schema.load import Schema

# What a value breaks, explained without jsonschema where the schema is plain enough for a gate.
#
# jsonschema takes as long to import as five hundred posts to check, and a hook runs for each
# commit. For the keywords that `gate` knows, this tells what jsonschema tells: the same violations
# in the same order (a test compares the two on random schemas). Everything else is left to `judge`.

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


def by_place(found: list[Violation]) -> tuple[Violation, ...]:
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
        return by_place(list(islice(_Explainer(schema).root(value), MAX_VIOLATIONS)))
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


# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any at jsonschema's border, and so is what is inside them.


_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
    "array": "a list",
    "object": "a mapping",
}
_MAX_SHOWN = 60
_FORMATS = {
    "date": "a date such as 2024-05-01",
    "time": "a time such as 12:30:00Z",
    "date-time": "a date and time such as 2024-05-01T12:30:00+08:00",
    "jekyll-date": "a date such as 2024-05-01 or 2024-05-01 12:30:00 +0800",
    "hugo-date": "a date such as 2024-05-01 or 2024-05-01T12:30:00+08:00",
    "eleventy-date": "a date such as 2024-05-01 or 2024-05-01T12:30:00+08:00",
    "javascript-date": "a date such as 2024-05-01 or 2024-05-01T12:30:00+08:00",
    "email": "an e-mail address",
    "uri": "an absolute URL",
    "uuid": "a UUID",
    "json-pointer": "a JSON Pointer",
    "language-tag": "a language tag such as zh-Hant",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "hostname": "a host name",
    "idn-email": "an e-mail address",
    "uri-reference": "a URL or the path of one",
    "iri": "an absolute URL",
    "iri-reference": "a URL or the path of one",
    "regex": "a regular expression",
    "duration": "a duration such as P1DT12H",
    "relative-json-pointer": "a relative JSON Pointer",
}


class Sentence(NamedTuple):
    """What a violation means: the rule's code, a message and a hint."""

    code: str
    message: str
    hint: str = ""


def say(found: Violation, written: str = "") -> Sentence:
    """Put a violation into words; `written` is how the value stands in the post."""
    subject = _subject(found)
    if found.keyword == "type" and found.value is None and written.lower() == "null":
        message = f"{subject} is `{written}`, which YAML reads as no value"
        return Sentence("NK202", message, "put it in quotes if the word is meant")
    if found.schema is False or found.schema == NOTHING:
        return Sentence("NK212", f"the schema allows no {_plain(subject)}", "remove the key")
    words = _WORDS.get(found.keyword)
    if words is None:
        message = f"{subject} is not allowed here by the schema's `{found.keyword}`"
        return Sentence("NK212", message)
    return words(found, subject)


def closest_branch(found: Violation) -> tuple[Violation, ...]:
    """Return what the branch that comes closest says: the deepest failure, then the fewest."""
    if not found.branches:
        return ()

    def closeness(branch: tuple[Violation, ...]) -> tuple[int, int, int]:
        wrong_type = any(one.keyword == "type" and one.path == found.path for one in branch)
        return (wrong_type, -max(len(one.path) for one in branch), len(branch))

    return min(found.branches, key=closeness)


def show(value: Any) -> str:
    """Show a value as JSON writes it, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f"{text[: _MAX_SHOWN - 1]}…" if len(text) > _MAX_SHOWN else text


def kind_of(value: Any) -> str:
    """Name the type of a value."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a mapping"


def either(names: Iterable[str]) -> str:
    """Join names with commas and "or", each once."""
    parts = list(dict.fromkeys(names))
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def _plain(subject: str) -> str:
    return subject.removeprefix("the ")


def _subject(found: Violation) -> str:
    if "propertyNames" in found.schema_path and isinstance(found.value, str):
        return f"the key `{found.value}`"
    if not found.path:
        return "the front matter"
    names = [str(part) for part in found.path if isinstance(part, str)]
    last = found.path[-1]
    if isinstance(last, int):
        return f"item {last + 1} of `{'.'.join(names)}`"
    return f"`{'.'.join(names)}`"


def _type(found: Violation, subject: str) -> Sentence:
    wanted = found.limit if isinstance(found.limit, list) else [found.limit]
    names = either(
        [_TYPES.get(str(name), str(name)) for name in wanted if name != "null"] or ["empty"]
    )
    value = found.value
    if value is None:
        return Sentence(
            "NK202",
            f"{subject} has no value; it must be {names}",
            "write a value or remove the key",
        )
    shown = f" ({show(value)})" if not isinstance(value, (list, Mapping)) else ""
    if isinstance(value, bool):
        message = f"{subject} is read as {show(value)}; it must be {names}"
    else:
        message = f"{subject} is {kind_of(value)}{shown}; it must be {names}"
    hint = (
        "put the value in quotes"
        if "string" in wanted and not isinstance(value, (list, Mapping))
        else ""
    )
    if wanted == ["array"] or ("array" in wanted and "string" not in wanted):
        hint = "write it as a list: `[a, b]`"
    return Sentence("NK202", message, hint)


def _choice(found: Violation, subject: str) -> Sentence:
    allowed = found.limit if found.keyword == "enum" else [found.limit]
    names = [str(one) for one in allowed]
    listed = either([show(one) for one in allowed[:12]]) + (" …" if len(allowed) > 12 else "")
    message = f"{subject} is {show(found.value)}; it must be {listed}"
    return Sentence("NK204", message, hint_for(str(found.value), names))


def _pattern(found: Violation, subject: str) -> Sentence:
    if found.limit == "\\S":
        return Sentence("NK207", f"{subject} is empty", "write a value or remove the key")
    return Sentence(
        "NK206", f"{subject} {show(found.value)} does not match the pattern {found.limit}"
    )


def _length(found: Violation, subject: str) -> Sentence:
    length = len(found.value)
    if found.keyword == "minLength" and length == 0:
        return Sentence("NK207", f"{subject} is empty", "write a value or remove the key")
    bound = "at least" if found.keyword == "minLength" else "at most"
    message = f"{subject} has {length} characters; it must have {bound} {found.limit}"
    return Sentence("NK207", message)


def _count(found: Violation, subject: str) -> Sentence:
    noun = "items" if found.keyword.endswith("Items") else "keys"
    bound = "at least" if found.keyword.startswith("min") else "at most"
    message = f"{subject} has {len(found.value)} {noun}; it must have {bound} {found.limit}"
    return Sentence("NK209", message)


def _contains(found: Violation, subject: str) -> Sentence:
    """Items that must be among the others (Validation 6.4.4 and 6.4.5)."""
    asked = found.schema.get("contains")
    asked = asked if isinstance(asked, Mapping) else {}
    if "const" in asked or "enum" in asked:
        allowed = asked["enum"] if "enum" in asked else [asked["const"]]
        one = either([show(value) for value in allowed[:12]] or ["nothing"])
    elif isinstance(asked.get("type"), str):
        one = _TYPES.get(str(asked["type"]), str(asked["type"]))
    else:
        one = "as the schema's `contains` describes it"
    bound = {"minContains": "at least", "maxContains": "at most"}.get(found.keyword)
    message = (
        f"{subject} must hold {bound} {found.limit} item{'s' * (found.limit != 1)}, each {one}"
        if bound
        else f"{subject} holds no item that is {one}"
    )
    return Sentence("NK209", message)


def _range(found: Violation, subject: str) -> Sentence:
    bounds = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "more than",
        "exclusiveMaximum": "less than",
        "multipleOf": "a multiple of",
    }
    bound = bounds[found.keyword]
    # Draft 4 has a flag beside the bound (Validation 5.1.2 and 5.1.3).
    for keyword, flag in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if found.keyword == keyword and found.schema.get(flag) is True:
            bound = bounds[flag]
    message = f"{subject} is {show(found.value)}; it must be {bound} {found.limit}"
    return Sentence("NK208", message)


def _dependent(found: Violation, subject: str) -> Sentence:
    """Keys that another key asks for (Validation 6.5.4; `dependencies` up to draft 7)."""
    asks = [
        (name, key)
        for key, names in found.limit.items()
        if key in found.value and isinstance(names, list)
        for name in names
        if name not in found.value
    ]
    missing = " and ".join(f"`{name}`" for name in dict.fromkeys(name for name, _ in asks))
    keys = " and ".join(f"`{key}`" for key in dict.fromkeys(key for _, key in asks))
    where = "" if subject == "the front matter" else f" in {subject}"
    message = f"{missing} must stand beside {keys}{where}"
    return Sentence("NK201", message, f"add {missing}")


def _repeated(items: Any) -> str:
    seen: list[str] = []
    for item in items if isinstance(items, list) else ():
        shown = show(item)
        if shown in seen:
            return f": {shown}"
        seen.append(shown)
    return ""


def _branches(found: Violation, subject: str) -> Sentence:
    types = [one for branch in found.branches for one in branch if one.keyword == "type"]
    if len(types) == len(found.branches) and all(one.path == found.path for one in types):
        names = [
            name
            for one in types
            for name in ([one.limit] if isinstance(one.limit, str) else one.limit)
        ]
        merged = Violation("type", names, found.value, found.path, found.schema_path, found.schema)
        return _type(merged, subject)
    branch = closest_branch(found)
    if not branch:
        message = f"{subject} fits more than one alternative of the schema; it must fit exactly one"
        return Sentence("NK211", message)
    inner = (
        say(branch[0]) if branch[0].keyword not in {"required", "additionalProperties"} else None
    )
    closest = f"; the closest one says: {inner.message}" if inner else ""
    return Sentence(
        "NK211",
        f"{subject} fits no alternative of the schema{closest}",
        inner.hint if inner else "",
    )


def _format(found: Violation, subject: str) -> Sentence:
    wanted = _FORMATS.get(found.limit, f"of the format {found.limit}")
    return Sentence("NK205", f"{subject} {show(found.value)} is not {wanted}")


def _unique(found: Violation, subject: str) -> Sentence:
    return Sentence("NK210", f"{subject} holds the same item twice{_repeated(found.value)}")


_WORDS: Mapping[str, Callable[[Violation, str], Sentence]] = {
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "format": _format,
    "pattern": _pattern,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _count,
    "maxItems": _count,
    "minProperties": _count,
    "maxProperties": _count,
    "contains": _contains,
    "minContains": _contains,
    "maxContains": _contains,
    "minimum": _range,
    "maximum": _range,
    "exclusiveMinimum": _range,
    "exclusiveMaximum": _range,
    "multipleOf": _range,
    "uniqueItems": _unique,
    "dependentRequired": _dependent,
    "dependencies": _dependent,
    "anyOf": _branches,
    "oneOf": _branches,
}
