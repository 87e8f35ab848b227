"""Messages of schemas name the right key and the right limit, in every dialect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newskit.config.validate import ValidateConfig
from newskit.errors import SchemaError
from newskit.read.parse import parse_text
from newskit.validate.post import validate_post

DRAFT4 = "http://json-schema.org/draft-04/schema#"
DRAFT7 = "http://json-schema.org/draft-07/schema#"
NEWEST = "https://json-schema.org/draft/2020-12/schema"


def messages(folder: Path, schema: Any, front_matter: str) -> list[str]:
    file = folder / "s.json"
    file.write_text(json.dumps(schema), "utf-8")
    post = parse_text("a.md", f"---\n{front_matter}\n---\nText.\n")
    config = ValidateConfig(select=("NK2",), schema=str(file), archive=False)
    found = validate_post(post, config)
    return [f"{one.location.line}: {one.message}" for one in found]


@pytest.mark.parametrize(
    ("schema", "front_matter", "wanted"),
    [
        (
            {"$schema": DRAFT4, "properties": {"n": {"maximum": 9, "exclusiveMaximum": True}}},
            "n: 9",
            ["2: `n` is 9; it must be less than 9"],
        ),
        (
            {"$schema": DRAFT4, "properties": {"n": {"minimum": 3, "exclusiveMinimum": False}}},
            "n: 2",
            ["2: `n` is 2; it must be at least 3"],
        ),
        ({"properties": {"old": False}}, "old: 1", ["2: the schema allows no `old`"]),
        (
            {"properties": {"tags": {"items": {"type": "string"}}}},
            "tags: [PHP, NULL]",
            ["2: item 2 of `tags` is `NULL`, which YAML reads as no value"],
        ),
        (
            {"properties": {"tags": {"items": {"type": "string"}}}},
            "tags:\n- PHP\n-\n",
            ["4: item 2 of `tags` has no value; it must be text"],
        ),
        (
            {"properties": {"seo": {"properties": {"old": False}}}},
            "seo:\n  old: 1",
            ["3: the schema allows no `seo.old`"],
        ),
        ({"patternProperties": {"^x": False}}, "xa: 1", ["2: the schema allows no `xa`"]),
        (
            {"$schema": DRAFT7, "dependencies": {"photo": ["by", "alt"]}},
            "photo: a.png\nby: Ann",
            ["1: `alt` must stand beside `photo`"],
        ),
        (
            {"dependentRequired": {"photo": ["by", "alt"]}},
            "photo: a.png",
            ["1: `by` and `alt` must stand beside `photo`"],
        ),
        (
            {"propertyNames": {"maxLength": 3}},
            "long_name: 1",
            ["1: the key `long_name` has 9 characters; it must have at most 3"],
        ),
        ({"properties": {"p": {"multipleOf": 0.1}}}, "p: 0.3", []),
        ({"properties": {"p": {"multipleOf": 0.05}}}, "p: 1e3", []),
        (
            {"properties": {"p": {"multipleOf": 0.1}}},
            "p: 0.35",
            ["2: `p` is 0.35; it must be a multiple of 0.1"],
        ),
        ({"properties": {"a": {"format": "ipv6"}}}, "a: '::1'", []),
        (
            {"properties": {"a": {"format": "ipv6"}}},
            "a: '::1::'",
            ['2: `a` "::1::" is not an IPv6 address'],
        ),
        (
            {"properties": {"a": {"format": "regex"}}},
            "a: '[a-'",
            ['2: `a` "[a-" is not a regular expression'],
        ),
        ({"properties": {"a": {"format": "regex"}}}, "a: '(?=a)b'", []),
        (
            {"properties": {"a": {"format": "hostname"}}},
            "a: '-a.example'",
            ['2: `a` "-a.example" is not a host name'],
        ),
        ({"properties": {"a": {"format": "duration"}}}, "a: P1DT12H", []),
        (
            {"properties": {"a": {"format": "duration"}}},
            "a: P1D2H",
            ['2: `a` "P1D2H" is not a duration such as P1DT12H'],
        ),
    ],
)
def test_what_is_said(tmp_path: Path, schema: Any, front_matter: str, wanted: list[str]) -> None:
    assert messages(tmp_path, schema, front_matter) == wanted


def test_the_one_wrong_key_of_a_tree_is_named(tmp_path: Path) -> None:
    tree = {
        "$schema": NEWEST,
        "$id": "https://example.org/menu",
        "$dynamicAnchor": "entry",
        "properties": {
            "label": {"type": "string"},
            "below": {"items": {"$dynamicRef": "#entry"}},
        },
        "unevaluatedProperties": False,
    }
    found = messages(tmp_path, tree, "label: a\nbelow:\n  - label: b\n    below:\n      - lable: c")
    assert found == ["6: the schema knows no key `lable`"]


def test_patterns_behind_a_reference_to_the_root_take_linear_time(tmp_path: Path) -> None:
    schema = {
        "$schema": NEWEST,
        "properties": {"code": {"pattern": "^\\p{L}+$"}, "below": {"$ref": "#"}},
    }
    assert messages(tmp_path, schema, "below:\n  code: é1")[0].startswith("3: ")
    assert messages(tmp_path, schema, "below:\n  code: éà") == []


def test_look_around_works_under_a_limit_of_time(tmp_path: Path) -> None:
    schema = {"properties": {"slug": {"pattern": "^(?!old-)[a-z-]+$"}}}
    assert messages(tmp_path, schema, "slug: new-boat") == []
    wanted = ['2: `slug` "old-boat" does not match the pattern ^(?!old-)[a-z-]+$']
    assert messages(tmp_path, schema, "slug: old-boat") == wanted


def test_a_part_is_found_by_its_id_and_in_a_file_beside_the_schema(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "texts.json").write_text('{"$defs": {"short": {"maxLength": 3}}}')
    schema = {
        "$id": "https://example.org/post.json",
        "properties": {"slug": {"$ref": "https://example.org/slug.json"}},
        "$defs": {"slug": {"$id": "slug.json", "type": "string"}},
    }
    assert messages(tmp_path, schema, "slug: [a]") == ["2: `slug` is a list; it must be text"]
    schema = {"properties": {"title": {"$ref": "parts/texts.json#/$defs/short"}}}
    wanted = ["2: `title` has 4 characters; it must have at most 3"]
    assert messages(tmp_path, schema, "title: long") == wanted


@pytest.mark.parametrize("reference", ["../outside.json", "https://example.org/a", "file:///etc/a"])
def test_nothing_outside_the_folder_of_the_schema_is_read(tmp_path: Path, reference: str) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (tmp_path / "outside.json").write_text("{}")
    with pytest.raises(SchemaError, match="nothing outside the schema's folder"):
        messages(folder, {"properties": {"title": {"$ref": reference}}}, "title: a")
