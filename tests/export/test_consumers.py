"""Each profile is accepted by the programs it is for."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

HERE = Path(__file__).parent


def test_every_default_record_is_valid(exported, root: Path, count: int) -> None:
    schema = json.loads((root / "schemas" / "news-article.schema.json").read_bytes())
    validator = Draft202012Validator(schema)
    for body in ("markdown", "html", "text", "source"):
        path = exported("newskit", "--body", body, name=f"{body}.jsonl")
        records = [json.loads(line) for line in path.read_bytes().splitlines()]
        faults = [
            (r["metadata"]["newskit"]["path"], e.message)
            for r in records
            for e in validator.iter_errors(r)
        ]
        assert faults == []
        assert len(records) == count
        assert len({record["id"] for record in records}) == count


def test_the_examples_in_the_schema_are_valid_and_others_are_not(root: Path) -> None:
    schema = json.loads((root / "schemas" / "news-article.schema.json").read_bytes())
    validator = Draft202012Validator(schema)
    Draft202012Validator.check_schema(schema)
    assert len(schema["examples"]) >= 3
    for example in schema["examples"]:
        assert list(validator.iter_errors(example)) == []
        for change in (
            {"extra": 1},
            {"id": "0012"},
            {"date_published": "2022-13-01"},
            {"tags": "x"},
        ):
            assert not validator.is_valid({**example, **change})


@pytest.mark.parametrize("library", ["duckdb", "pandas", "polars"])
def test_tables_read_the_default_record(consume, exported, count: int, library: str) -> None:
    path = exported("newskit")
    assert consume(library, "load_tables.py", library, path) == {"rows": count, "ids": count}


def test_sqlite_utils_reads_the_default_record(consume, exported, tmp_path, count: int) -> None:
    found = consume("sqlite_utils", "load_sqlite.py", exported("newskit"), tmp_path / "posts.db")
    assert found == {"rows": count, "ids": count}


@pytest.mark.parametrize("options", [(), ("--compress", "zst")])
def test_datasets_loads_several_parts_with_equal_types(
    consume, exported, tmp_path: Path, count: int, options: tuple[str, ...]
) -> None:
    folder = exported("hf", "--shard-size", "4K", *options, name="dataset")
    assert len(list(folder.iterdir())) > 3
    found = consume("datasets", "load_datasets.py", folder, tmp_path / "cache")
    assert (found["rows"], found["ids"], found["metadata"]) == (count, count, True)
    assert found["types"]["date_published"] == "Json(decode=True)"
    assert found["types"]["tags"] == "List(Value('string'))"
    assert found["types"]["draft"] == "Value('bool')"


def test_datatrove_reads_every_dolma_document(consume, exported, count: int) -> None:
    folder = exported("dolma", "--shard-size", "16K", "--compress", "zst", name="dolma")
    found = consume("datatrove", "load_datatrove.py", folder)
    assert found == {"rows": count, "ids": count, "text": True, "source": ["newskit"]}


def test_every_item_is_valid_ninjs(consume, exported, shared: Path, count: int) -> None:
    schema = shared / "reference" / "schemas" / "ninjs-3.1.json"
    if not schema.exists():
        pytest.skip("needs the official ninjs 3.1 schema, which is not ours to copy")
    found = consume("rfc3987", "validate_ninjs.py", schema, exported("ninjs"))
    assert found == {"rows": count, "ids": count, "faults": []}


def test_rdflib_finds_only_terms_of_schema_org(consume, exported, count: int) -> None:
    found = consume("rdflib", "load_schemaorg.py", exported("schemaorg"))
    assert found == {"rows": count, "ids": count, "faults": []}


@pytest.mark.parametrize("body", ["markdown", "html"])
def test_the_feed_is_valid_and_read(consume, exported, count: int, body: str) -> None:
    path = exported("jsonfeed", "--body", body, name="feed.json")
    schema = json.loads((HERE / "jsonfeed-1.1.schema.json").read_bytes())
    feed = json.loads(path.read_bytes())
    assert list(Draft202012Validator(schema).iter_errors(feed)) == []
    found = consume("feedparser_rs", "load_feed.py", path)
    assert found == {"rows": count, "ids": count, "faults": []}


def test_jq_reads_the_default_record(exported, count: int) -> None:
    if not shutil.which("jq"):
        pytest.skip("needs jq")
    done = subprocess.run(["jq", "-r", ".id", exported("newskit")], capture_output=True, check=True)
    assert len(set(done.stdout.split())) == count


@pytest.mark.parametrize("profile", ["hf", "dolma"])
def test_records_of_these_profiles_are_read_back(
    newskit, exported, count: int, profile: str
) -> None:
    path = exported(profile, "--body", "source", name=f"{profile}.jsonl")
    done = newskit("import", "jsonl", str(path), "-o", "back")
    assert done.returncode == 0, done.stderr.decode()
    assert f"{count} written".encode() in done.stderr
