"""Schemas: found, checked, judged by, and what they say in words at which place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newskit.config.validate import SchemaChoice, ValidateConfig
from newskit.errors import SchemaError
from newskit.messages import did_you_mean
from newskit.problem import Problem
from newskit.read.parse import parse_text
from newskit.validate.post import validate_post
from newskit.validate.schema.gate import compile_gate
from newskit.validate.schema.load import builtin_names, load_schema, schema_from


def judge(tmp_path: Path, schema: dict[str, Any], front_matter: str) -> list[Problem]:
    """What a schema says of front matter."""
    file = tmp_path / "own.schema.json"
    file.write_text(json.dumps(schema))
    post = parse_text("a.md", f"---\n{front_matter}---\n")
    config = ValidateConfig(schema=str(file), select=("NK2",))
    return list(validate_post(post, config))


CASES: list[tuple[dict[str, Any], str, str, int, int, str]] = [
    ({"required": ["date"]}, "title: T\n", "NK201", 1, 1, "the key `date` is missing"),
    ({"properties": {"a": {"required": ["b"]}}}, "a: {c: 1}\n", "NK201", 2, 1, "missing in `a`"),
    (
        {"properties": {"a": {"type": "string"}}},
        "a: [1]\n",
        "NK202",
        2,
        4,
        "is a list; it must be text",
    ),
    (
        {"properties": {"tilte": {}, "title": {}}, "additionalProperties": False},
        "titel: T\n",
        *("NK203", 2, 1, "knows no key `titel`"),
    ),
    (
        {"properties": {"a": {"enum": ["draft", "done"]}}},
        "a: drat\n",
        "NK204",
        2,
        4,
        '"draft" or "done"',
    ),
    ({"properties": {"a": {"const": 1}}}, "a: 2\n", "NK204", 2, 4, "it must be 1"),
    ({"properties": {"a": {"format": "email"}}}, "a: nobody\n", "NK205", 2, 4, "is not an e-mail"),
    ({"properties": {"a": {"pattern": "^x+$"}}}, "a: y\n", "NK206", 2, 4, "does not match"),
    ({"properties": {"a": {"minLength": 3}}}, "a: xy\n", "NK207", 2, 4, "has 2 characters"),
    ({"properties": {"a": {"maximum": 3}}}, "a: 4\n", "NK208", 2, 4, "at most 3"),
    ({"properties": {"a": {"maxItems": 1}}}, "a: [1, 2]\n", "NK209", 2, 4, "has 2 items"),
    (
        {"properties": {"a": {"contains": {"const": "x"}}}},
        "a: [1, 2]\n",
        "NK209",
        2,
        4,
        '`a` holds no item that is "x"',
    ),
    (
        {"properties": {"a": {"contains": {"type": "number"}, "minContains": 2}}},
        "a: [1, x]\n",
        "NK209",
        2,
        4,
        "`a` must hold at least 2 items, each a number",
    ),
    (
        {"properties": {"a": {"contains": {"enum": ["x", "y"]}, "maxContains": 1}}},
        "a: [x, y]\n",
        "NK209",
        2,
        4,
        '`a` must hold at most 1 item, each "x" or "y"',
    ),
    (
        {"properties": {"a": {"uniqueItems": True}}},
        "a: [x, x]\n",
        "NK210",
        2,
        4,
        "the same item twice",
    ),
    (
        {"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "array"}]}}},
        "a: 1\n",
        *("NK202", 2, 4, "it must be text or a list"),
    ),
    (
        {"properties": {"a": {"oneOf": [{"pattern": "^a"}, {"pattern": "^b"}]}}},
        "a: c\n",
        *("NK211", 2, 4, "fits no alternative"),
    ),
    ({"properties": {"a": {"not": {"const": 1}}}}, "a: 1\n", "NK212", 2, 4, "not allowed here"),
    (
        {"properties": {"a": {"items": {"type": "string"}}}},
        "a:\n- x\n- 2\n",
        "NK202",
        4,
        3,
        "item 2 of `a`",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case[0]))
def test_a_schema_speaks_in_words_at_the_place(
    tmp_path: Path, case: tuple[dict[str, Any], str, str, int, int, str]
) -> None:
    schema, text, code, line, column, words = case
    found = judge(tmp_path, schema, text)
    assert [one.code for one in found] == [code]
    assert (found[0].location.line, found[0].location.column) == (line, column)
    assert words in found[0].message
    assert found[0].schema_path


def test_a_missing_key_is_named_once_each(tmp_path: Path) -> None:
    found = judge(tmp_path, {"required": ["a", "b"]}, "c: 1\n")
    assert [one.message for one in found] == ["the key `a` is missing", "the key `b` is missing"]


def test_misspellings_get_a_suggestion(tmp_path: Path) -> None:
    schema = {"properties": {"title": {}}, "additionalProperties": False, "required": ["title"]}
    found = judge(tmp_path, schema, "titel: T\n")
    assert {one.hint for one in found} == {"did you mean `title`?", "is `titel` meant?"}
    assert did_you_mean("catagories", ["categories", "tags"]) == "categories"
    assert did_you_mean("zzz", ["categories", "tags"]) is None


@pytest.mark.parametrize("name", builtin_names())
def test_built_in_schemas_are_valid_by_their_own_dialect(name: str) -> None:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(load_schema(f"builtin:{name}").document)


# Records and settings are not front matter: their schemas are for other programs.
FOR_OTHERS = {"news-article", "newskit-config"}


@pytest.mark.parametrize("name", [n for n in builtin_names() if n not in FOR_OTHERS])
def test_built_in_schemas_need_no_jsonschema_import(name: str) -> None:
    assert load_schema(f"builtin:{name}").gate is not None


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "https://example.org/a.json"}, "another document"),
        ({"properties": {"a": {"$ref": "file:///etc/passwd"}}}, "a file"),
        ({"$ref": "#/$defs/none"}, "refers to nothing"),
        ({"properties": {"a": {"pattern": "(?=x"}}}, "cannot be used"),
        ({"type": "strin"}, "not a valid schema"),
        ({"$schema": "https://example.org/own"}, "is not known"),
    ],
)
def test_wrong_schemas_are_refused_with_a_reason(
    tmp_path: Path, schema: dict[str, Any], words: str
) -> None:
    with pytest.raises(SchemaError, match=words):
        judge(tmp_path, schema, "a: 1\n")


def test_a_wrong_schema_is_shown_at_its_place(tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text('{\n  "properties": {\n    "a": {"type": 5}\n  }\n}\n')
    with pytest.raises(SchemaError, match=r"own\.json:3:11: "):
        load_schema(str(file))
    file.write_text('{"a": ]}')
    with pytest.raises(SchemaError, match=r"own\.json:1:7: "):
        load_schema(str(file.with_name("own.json")), check_formats=False)


def test_a_hostile_pattern_takes_no_time(tmp_path: Path) -> None:
    text = f"a: {'a' * 40}b\n"
    assert [
        one.code for one in judge(tmp_path, {"properties": {"a": {"pattern": "^(a+)+$"}}}, text)
    ]
    keys = {"patternProperties": {"^(a+)+$": {}}, "unevaluatedProperties": False}
    assert [one.code for one in judge(tmp_path, keys, f"{'a' * 40}b: 1\n")] == ["NK203"]


def test_a_schema_that_refers_to_itself_without_end_is_refused(tmp_path: Path) -> None:
    schema = {
        "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}},
        "$ref": "#/$defs/a",
    }
    with pytest.raises(SchemaError, match="without end"):
        judge(tmp_path, schema, "a: 1\n")


def test_the_last_matching_schema_wins() -> None:
    config = ValidateConfig(
        schemas=(SchemaChoice(("*.md",), "builtin:zola-page"), SchemaChoice(("b/*",), "none")),
        select=("NK2",),
    )
    text = '+++\ntitle = "T"\nweight = "one"\n+++\n'
    assert [one.code for one in validate_post(parse_text("a/x.md", text), config)] == ["NK202"]
    assert validate_post(parse_text("b/x.md", text), config) == ()


def test_hugo_keys_are_read_without_case() -> None:
    text = '+++\nTitle = "T"\nDate = "2024-05-01"\nDraft = "yes"\n+++\n'
    found = validate_post(parse_text("content/a.md", text), ValidateConfig(select=("NK2",)))
    assert [(one.code, one.pointer) for one in found] == [("NK202", "/Draft")]


def test_a_yaml_schema_will_do(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("type: object\nrequired: [title]\n")
    assert load_schema(str(file)).gate is not None


def test_the_gate_declines_what_it_does_not_know() -> None:
    assert compile_gate({"if": {}, "then": {}}) is None
    assert compile_gate({"$schema": "http://json-schema.org/draft-07/schema#"}) is None
    assert schema_from({"minContains": 1}).gate is None


def test_a_value_of_another_type_is_told_once(tmp_path: Path) -> None:
    schema = {"properties": {"a": {"type": "string", "enum": ["x"]}}}
    assert [one.code for one in judge(tmp_path, schema, "a: 1\n")] == ["NK202"]


def test_alternatives_that_read_alike_are_named_once(tmp_path: Path) -> None:
    schema = {"properties": {"a": {"anyOf": [{"$ref": "#"}, {"type": ["object", "string"]}]}}}
    (found,) = judge(tmp_path, {"type": "object", **schema}, "a: 1\n")
    assert "a mapping, a mapping" not in found.message
