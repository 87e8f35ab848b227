"""Posts as archives of many generators and languages have them: broken at one place, or right.

`posts/broken.jsonl` says of each post the code and place of its break; `posts/right.jsonl` holds
posts that only look broken.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_bytes
from newskit.validate.post import validate_post

POSTS = Path(__file__).with_name("posts")
CONFIG = ValidateConfig(ignore=("NK351",), archive=False)


def rows(name: str) -> list[dict[str, Any]]:
    with (POSTS / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def told(row: dict[str, Any], config: ValidateConfig) -> list[tuple[str, int, int]]:
    data = row["text"].encode() if "text" in row else row["latin1"].encode("latin-1")
    found = validate_post(parse_bytes(row["path"], data), config)
    return [(one.code, one.location.line, one.location.column) for one in found]


@pytest.mark.parametrize("row", rows("broken.jsonl"), ids=lambda row: row["code"])
def test_the_break_is_named_at_its_place(row: dict[str, Any]) -> None:
    assert (row["code"], row["line"], row["column"]) in told(row, ValidateConfig(archive=False))


@pytest.mark.parametrize("row", rows("right.jsonl"), ids=lambda row: row["text"][:40])
def test_nothing_is_said_of_what_only_looks_broken(row: dict[str, Any]) -> None:
    assert told(row, CONFIG) == []
