"""The official JSON Schema test suite, through newskit's judge and through its gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newskit.errors import SchemaError
from newskit.validate.schema.judge import violations
from newskit.validate.schema.load import schema_from
from newskit.validate.schema.words import explain

DRAFTS = {
    "draft2020-12": "https://json-schema.org/draft/2020-12/schema",
    "draft2019-09": "https://json-schema.org/draft/2019-09/schema",
    "draft7": "http://json-schema.org/draft-07/schema#",
    "draft6": "http://json-schema.org/draft-06/schema#",
    "draft4": "http://json-schema.org/draft-04/schema#",
}
# These are about documents elsewhere, which newskit refuses to fetch.
REMOTE = ("localhost:1234", "refRemote", "tree.json", "extendible-dynamic-ref.json")


@pytest.mark.parametrize("draft", DRAFTS)
def test_every_case_is_judged_as_the_suite_says(suite: Path, draft: str) -> None:
    wrong: list[str] = []
    judged = 0
    for file in sorted((suite / draft).glob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            schema = _with_dialect(case["schema"], DRAFTS[draft])
            try:
                loaded = schema_from(schema, check_formats=False)
            except SchemaError:
                if not any(mark in f"{file.name} {json.dumps(schema)}" for mark in REMOTE):
                    wrong.append(f"{file.name}: {case['description']}: refused")
                continue
            for test in case["tests"]:
                judged += 1
                name = f"{file.name}: {case['description']}: {test['description']}"
                if bool(violations(loaded, test["data"])) is test["valid"]:
                    wrong.append(name)
                if loaded.gate is not None and loaded.gate(test["data"]) is not test["valid"]:
                    wrong.append(f"{name} (gate)")
                explained = explain(loaded, test["data"])
                if explained is not None and explained != violations(loaded, test["data"]):
                    wrong.append(f"{name} (explained)")
    assert wrong == []
    assert judged > 500


@pytest.mark.parametrize("name", ["date", "date-time", "time", "uuid", "json-pointer"])
def test_formats_are_judged_as_the_suite_says(suite: Path, name: str) -> None:
    file = suite / "draft2020-12" / "optional" / "format" / f"{name}.json"
    wrong: list[str] = []
    for case in json.loads(file.read_text(encoding="utf-8")):
        loaded = schema_from(case["schema"], check_formats=True)
        wrong += [
            f"{test['description']}: {test['data']!r}"
            for test in case["tests"]
            if bool(violations(loaded, test["data"])) is test["valid"]
        ]
    assert wrong == []


def _with_dialect(schema: Any, dialect: str) -> Any:
    if isinstance(schema, dict) and "$schema" not in schema:
        return {"$schema": dialect, **schema}
    return schema
