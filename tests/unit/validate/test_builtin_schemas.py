"""A schema for the front matter of each generator: good keys pass, wrong kinds of values do not."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

RIGHT = {
    "vitepress-page": {"title": "A", "outline": [2, 3], "aside": "left", "own": 1},
    "mkdocs-page": {"date": {"created": "2024-05-01"}, "hide": ["toc"], "own": 1},
    "nikola-post": {"title": "A", "status": "draft", "tags": "sea, salt", "has_math": "yes"},
}
WRONG = {
    "vitepress-page": {"outline": "all"},
    "mkdocs-page": {"tags": {"a": "b"}},
    "nikola-post": {"title": "A", "status": "hidden"},
}


@pytest.mark.parametrize("name", RIGHT)
def test_it_takes_what_the_generator_takes_alone(root: Path, name: str) -> None:
    schema = json.loads((root / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    assert schema["$id"] == f"urn:newskit:schema:{name}"
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.check_schema(schema)
    assert validator.is_valid(RIGHT[name])
    assert not validator.is_valid(WRONG[name])
