"""The JSON Schema of `newskit.toml` says what the loader takes, for editors."""

from __future__ import annotations

import dataclasses
import json
import tomllib
import types
import typing
from enum import StrEnum
from pathlib import Path

import jsonschema
import pytest

from newskit.config.model import Config, load_config
from newskit.errors import ConfigError

NAME = "newskit-config.schema.json"


def schema_of_type(hint: object, field: dataclasses.Field | None = None) -> dict:
    """Return the schema of a setting's type."""
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return schema_of_type(next(a for a in typing.get_args(hint) if a is not type(None)), field)
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": schema_of_type(typing.get_args(hint)[0])}
    if typing.get_origin(hint) is dict:
        values = schema_of_type(typing.get_args(hint)[1])
        return {"type": "object", "additionalProperties": values}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [choice.value for choice in hint]}
    if dataclasses.is_dataclass(hint):
        return schema_of_section(typing.cast("type", hint))
    if hint in {int, float}:
        found: dict = {"type": "integer" if hint is int else "number", "minimum": 0}
        most = field.metadata.get("most") if field is not None else None
        return {**found, "maximum": most} if most else found
    return {"type": {str: "string", bool: "boolean"}[typing.cast("type", hint)]}


def schema_of_section(section: type) -> dict:
    hints = typing.get_type_hints(section)
    properties = {}
    for field in dataclasses.fields(section):
        if field.name == "folder":
            continue
        found = schema_of_type(hints[field.name], field)
        help_text = field.metadata["help"]
        found["description"] = help_text[0].upper() + help_text[1:]
        properties[field.name.replace("_", "-")] = found
    return {"type": "object", "additionalProperties": False, "properties": properties}


def made() -> dict:
    schema = schema_of_section(Config)
    book = schema["properties"].pop("epub")
    schema["properties"]["export"]["properties"]["epub"] = book
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",  # what editors of TOML read
        "$id": "urn:newskit:schema:newskit-config",
        "title": "Settings of newskit",
        "description": "newskit.toml and .newskit.toml; [tool.newskit] of pyproject.toml likewise.",
        **schema,
    }


@pytest.fixture(scope="module")
def schema(root: Path) -> dict:
    return json.loads((root / "schemas" / NAME).read_text("utf-8"))


def test_the_schema_is_up_to_date(root: Path, request: pytest.FixtureRequest) -> None:
    text = json.dumps(made(), indent=2, ensure_ascii=False) + "\n"
    if request.config.getoption("--update-examples"):
        (root / "schemas" / NAME).write_text(text, "utf-8")
        return
    assert text == (root / "schemas" / NAME).read_text("utf-8")


RIGHT = """
[validate]
ignore = ["NK101"]
generator = "hugo"
near-duplicates = 0.8
[validate.per-file-ignores]
"drafts/*" = ["NK3"]
[[validate.schemas]]
files = ["news/*"]
schema = "builtin:post"
[convert]
profile = "gfm"
keep-attributes = ["id"]
[convert.markdownify.options]
strip = "true"
[[strip.rules]]
id = "nav"
kind = "nav"
match = "Back to the front page"
[export.fields]
title = ["headline"]
[export.epub]
"""
WRONG = (
    '[validate]\ngenerater = "hugo"\n',
    '[convert]\nprofile = "markdown"\n',
    "[validate]\nnear-duplicates = 2\n",
    '[convert]\nkeep = "div"\n',
    "[epub]\n",
    '[[strip.rules]]\nkind = "food"\nmatch = "x"\n',
)


@pytest.mark.parametrize("text", [RIGHT, *WRONG])
def test_it_agrees_with_the_loader(schema: dict, text: str, tmp_path: Path) -> None:
    path = tmp_path / "newskit.toml"
    path.write_text(text, "utf-8")
    jsonschema.Draft7Validator.check_schema(schema)
    valid = jsonschema.Draft7Validator(schema).is_valid(tomllib.loads(text))
    try:
        load_config(path, {})
        loads = True
    except ConfigError:
        loads = False
    assert (valid, loads) == (text == RIGHT, text == RIGHT)
