"""Is a schema itself right? Its dialect, its keywords, its patterns and what it refers to."""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any at jsonschema's border, and so is what is inside them.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import referencing
import referencing.jsonschema as drafts
from jsonschema import exceptions, validators
from jsonschema_specifications import REGISTRY
from referencing.exceptions import NoSuchResource, Unresolvable

from newskit.errors import SchemaError
from newskit.files import file_below, read_text
from newskit.post import JsonValue, escape_pointer
from newskit.validate.schema.formats import searcher
from newskit.validate.schema.source import parse_source, schema_place

_DEFAULT: Any = jsonschema.Draft202012Validator
# attrs classes whose arguments type checkers cannot see.
_Registry: Any = referencing.Registry
_Resource: Any = referencing.Resource
_NoSuchResource: Any = NoSuchResource
_specification_with: Any = drafts.specification_with
_best_match: Any = exceptions.best_match
_validator_for: Any = validators.validator_for
_MAX_SUBSCHEMAS = 20_000
_MAX_FILE = 4 << 20


def dialect_of(document: JsonValue) -> Any:
    """Return jsonschema's validator class for what ``$schema`` says, Draft 2020-12 without one.

    Raises:
        SchemaError: when the dialect is not known.
    """
    if not isinstance(document, Mapping) or "$schema" not in document:
        return _DEFAULT
    found = _validator_for(document, default=None)
    if found is None:
        raise SchemaError(
            f"the schema's dialect {document['$schema']!r} is not known",
            hint='Use "$schema": "https://json-schema.org/draft/2020-12/schema".',
        )
    return found


def closed_registry(base: Path | None = None) -> Any:
    """Return a registry that knows the official meta-schemas and fetches nothing.

    Args:
        base: the folder of a schema; schemas in it and below may be referred to by relative names.
    """

    def retrieve(uri: str) -> Any:
        file = None if base is None else _file_below(base, uri)
        if file is None:
            raise _NoSuchResource(ref=uri)
        try:
            parsed = parse_source(read_text(file, "utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            raise _NoSuchResource(ref=uri) from None
        if not parsed.valid:
            raise _NoSuchResource(ref=uri)
        return _Resource.from_contents(
            dict(parsed.values), default_specification=drafts.DRAFT202012
        )

    registry: Any = _Registry(retrieve=retrieve)
    return registry.combine(REGISTRY)


def _file_below(base: Path, uri: str) -> Path | None:
    """The file that a relative reference means, or None for anything outside the folder."""
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(uri)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    file = file_below(base, unquote(parts.path))
    return file if file is not None and file.stat().st_size <= _MAX_FILE else None


def check_schema(document: JsonValue, name: str, text: str, base: Path | None = None) -> None:
    """Check a schema against its dialect's meta-schema, its patterns and its references.

    Raises:
        SchemaError: naming the first thing that is wrong, with its place in the schema.
    """
    cls = dialect_of(document)
    error = _best_match(cls(cls.META_SCHEMA).iter_errors(document))
    if error is not None:
        pointer = "".join(f"/{escape_pointer(str(part))}" for part in error.absolute_path)
        raise SchemaError(
            f"{schema_place(name, text, pointer)}: not a valid schema: {_reason(error)}",
            hint=f"`{pointer or '/'}` is wrong by {cls.META_SCHEMA.get('$id', 'its dialect')}.",
        )
    for pointer, pattern in _patterns(document):
        try:
            searcher(pattern)
        except SchemaError as problem:
            message = f"{schema_place(name, text, pointer)}: {problem.message}"
            raise SchemaError(message, hint=problem.hint) from None
    _check_references(document, name, text, base)


def _reason(error: Any) -> str:
    if error.validator == "enum":
        return f"{error.instance!r} is not one of {', '.join(map(str, error.validator_value))}"
    if error.validator == "type":
        wanted = error.validator_value
        names = wanted if isinstance(wanted, str) else " or ".join(wanted)
        return f"{error.instance!r} is not of type {names}"
    if error.validator in {"anyOf", "oneOf"}:
        return f"{error.instance!r} does not fit the keyword"
    return str(error.message)


def _subschemas(document: JsonValue, base: Path | None = None) -> Iterator[tuple[Any, Any]]:
    """Every subschema as a resource, with a resolver that stands in it."""
    specification = _specification_with(
        dialect_of(document).META_SCHEMA.get("$schema") or "", default=None
    )
    root = _Resource(contents=document, specification=specification)
    registry = closed_registry(base).with_resource(root.id() or "", root)
    stack = [(root, registry.resolver_with_root(root))]
    seen = 0
    while stack:
        resource, resolver = stack.pop()
        yield resource.contents, resolver
        seen += 1
        if seen > _MAX_SUBSCHEMAS:
            raise SchemaError(f"the schema has more than {_MAX_SUBSCHEMAS:,} parts")
        stack += [(child, resolver.in_subresource(child)) for child in resource.subresources()]


def _patterns(document: JsonValue) -> Iterator[tuple[str, str]]:
    for contents, _ in _subschemas(document):
        if not isinstance(contents, Mapping):
            continue
        if isinstance(contents.get("pattern"), str):
            yield _find(document, contents) + "/pattern", contents["pattern"]
        for pattern in contents.get("patternProperties") or ():
            place = f"{_find(document, contents)}/patternProperties/{escape_pointer(pattern)}"
            yield place, pattern


def _find(document: JsonValue, target: object) -> str:
    """The pointer of a part of the document, found by identity."""
    stack: list[tuple[str, JsonValue]] = [("", document)]
    while stack:
        pointer, value = stack.pop()
        if value is target:
            return pointer
        if isinstance(value, Mapping):
            stack += [(f"{pointer}/{escape_pointer(key)}", child) for key, child in value.items()]
        elif isinstance(value, list):
            stack += [(f"{pointer}/{index}", child) for index, child in enumerate(value)]
    return ""


def _check_references(document: JsonValue, name: str, text: str, base: Path | None) -> None:
    for contents, resolver in _subschemas(document, base):
        if not isinstance(contents, Mapping):
            continue
        for key in ("$ref", "$dynamicRef"):
            reference = contents.get(key)
            if not isinstance(reference, str):
                continue
            try:
                resolver.lookup(reference)
            except (Unresolvable, OSError, UnicodeDecodeError):
                place = schema_place(name, text, f"{_find(document, contents)}/{key}")
                raise _refused(place, key, reference) from None


def _refused(place: str, key: str, reference: str) -> SchemaError:
    if reference.startswith("#"):
        return SchemaError(f"{place}: `{key}` {reference!r} refers to nothing in the schema")
    kind = "a file" if reference.startswith("file:") else "another document"
    return SchemaError(
        f"{place}: `{key}` refers to {kind}, {reference!r}; nothing outside the schema's folder is"
        " read, and nothing is fetched",
        hint="Save it beside the schema and name it relatively, or copy it into `$defs`.",
    )
