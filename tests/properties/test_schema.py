"""What is told without jsonschema is what jsonschema tells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newskit.errors import SchemaError
from newskit.validate.schema.judge import violations
from newskit.validate.schema.load import load_schema, schema_from
from newskit.validate.schema.words import explain

NAMES = st.sampled_from(["title", "date", "tags", "a", "b"])
TEXTS = st.sampled_from(["", "x", "news", "2024-05-01", "2024-02-30", "no date", "1"])
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(-2, 3), st.booleans(), st.none(), st.just(1.0)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)
KINDS = st.sampled_from(["string", "number", "integer", "boolean", "null", "array", "object"])


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.one_of(KINDS, st.lists(KINDS, min_size=1, max_size=3, unique=True)),
            "required": st.lists(NAMES, max_size=3, unique=True),
            "properties": st.dictionaries(NAMES, inner, max_size=3),
            "additionalProperties": st.one_of(st.booleans(), inner),
            "items": inner,
            "enum": st.lists(VALUES, min_size=1, max_size=2),
            "const": VALUES,
            "pattern": st.sampled_from(["^n", "\\S", "[0-9]+"]),
            "minLength": st.integers(0, 3),
            "maxItems": st.integers(0, 2),
            "format": st.sampled_from(["date", "jekyll-date", "hugo-date", "colour"]),
            "not": inner,
            "allOf": some,
            "anyOf": some,
            "oneOf": some,
            "$ref": st.just("#/$defs/text"),
        },
    )


SCHEMAS = st.recursive(st.just(value=True), schemas, max_leaves=8)


@settings(max_examples=150, deadline=None)
@given(SCHEMAS, VALUES)
def test_both_tell_the_same(document: Any, value: Any) -> None:
    if isinstance(document, dict):
        document = {**document, "$defs": {"text": {"type": ["string", "object"], "minLength": 2}}}
    try:
        schema = schema_from(document)
    except SchemaError:
        return
    explained = explain(schema, value)
    if explained is not None:
        assert explained == violations(schema, value)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_the_schemas_newskit_chooses_need_no_jsonschema(value: dict[str, Any]) -> None:
    for name in ("jekyll-post", "hugo-post", "post"):
        schema = load_schema(f"builtin:{name}")
        assert explain(schema, value) == violations(schema, value)


def test_what_a_gate_does_not_know_is_left_to_jsonschema() -> None:
    assert explain(schema_from({"minContains": 1}), []) is None
    assert explain(schema_from({"properties": {"a": False}}), {"a": 1}) is None
    with pytest.raises(SchemaError):
        schema_from({"type": "colour"})
