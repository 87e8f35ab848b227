"""The recipes run, and the page of the record says what its schema says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "export.md").read_text("utf-8")
RECIPES = dict(re.findall(r"<!-- recipe: (\w+) -->\n```sh\n(.*?)```", PAGE, re.DOTALL))
INTRODUCTION = """\
One line of `newskit export jsonl`. Version 1; its JSON Schema is
`schemas/news-article.schema.json`
(`newskit schema show news-article`). The fields always come in this order, all of them,
except `content_html`, which comes on request. Text that a post does not state is null, a
list is empty.
"""
METADATA = """\
The front matter as it was: every key with its value, dates still text. One key is added,
`newskit`; a front matter key of that name moves to `metadata.newskit.front_matter_newskit`.
"""


def test_the_recipes_are_there() -> None:
    assert set(RECIPES) == {"jq", "duckdb", "datasets", "polars"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("jq", " zh"), ("duckdb", "2022"), ("datasets", "整治虚拟货币"), ("polars", "2022-02-09")],
)
def test_a_recipe_runs(consume_python, name: str, shown: str, posts: Path, tmp_path: Path) -> None:
    python = consume_python(name)
    programs = tmp_path / "bin"
    programs.mkdir()
    newskit = f'#!/bin/sh\nexec "{sys.executable}" -m newskit "$@"\n'
    for program, text in (("newskit", newskit), ("python", f'#!/bin/sh\nexec "{python}" "$@"\n')):
        (programs / program).write_text(text, "utf-8")
        (programs / program).chmod(0o755)
    # The recipes are for sound archives: a post that cannot be read whole ends the export with 1.
    broken = shutil.ignore_patterns("*unterminated.md", "*colon.md", "*引号.md", "*maré.md")
    shutil.copytree(posts, tmp_path / "posts", ignore=broken)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", RECIPES[name]],
        cwd=tmp_path,
        env={
            **{name: value for name, value in os.environ.items() if "NEWSKIT" not in name},
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "HF_HOME": str(tmp_path / "hf"),
            "HF_HUB_OFFLINE": "1",
        },
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert shown in done.stdout.decode()


def test_the_page_of_the_record_is_fresh(request: pytest.FixtureRequest) -> None:
    page, fresh = ROOT / "docs" / "record.md", record_page()
    if request.config.getoption("--update-examples"):
        page.write_text(fresh, "utf-8")
    assert page.read_text("utf-8") == fresh, "run pytest tests/export --update-examples"


def record_page() -> str:
    schema = json.loads((ROOT / "schemas" / "news-article.schema.json").read_bytes())
    provenance = schema["$defs"]["provenance"]
    parts = [
        "<!-- Generated: run `pytest tests/export --update-examples` after a change. -->\n",
        "# The record\n",
        INTRODUCTION,
        "| Field | Type | Meaning | Example |",
        "|---|---|---|---|",
        *(row(name, field) for name, field in schema["properties"].items()),
        "\n## metadata\n",
        METADATA,
        "## metadata.newskit\n",
        "| Key | Always there | Meaning |",
        "|---|---|---|",
        *(
            f"| `{name}` | {'yes' if name in provenance['required'] else 'no'} |"
            f" {entry.get('description') or keys_of(entry)} |"
            for name, entry in provenance["properties"].items()
        ),
        "\n## Examples\n",
        *(
            f"```json\n{json.dumps(example, ensure_ascii=False, indent=2)}\n```\n"
            for example in schema["examples"]
        ),
    ]
    return "\n".join(parts)


def row(name: str, field: dict) -> str:
    examples = [json.dumps(example, ensure_ascii=False) for example in field.get("examples", [])]
    shown = ", ".join(f"`{example}`" for example in examples).replace("|", "\\|")
    return f"| `{name}` | {kind_of(field)} | {field['description']} | {shown} |"


def kind_of(field: dict) -> str:
    if "anyOf" in field:
        return "text or null"
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    names = {"string": "text", "array": "list of text", "boolean": "true or false"}
    return " or ".join(names.get(kind, kind) for kind in kinds)


def keys_of(entry: dict) -> str:
    return "An object of " + ", ".join(f"`{name}`" for name in entry["properties"]) + "."
