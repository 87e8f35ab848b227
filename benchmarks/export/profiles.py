"""Each profile and the program it is for, on every post."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.common.data import ROOT, WORK, archive_folder
from benchmarks.common.measure import run
from benchmarks.common.peers import peer_python
from benchmarks.common.report import Section

SCRIPTS = ROOT / "tests" / "export" / "consumers"
SCHEMAS = Path(os.environ.get("NEWSKIT_SHARED", ROOT.parent / "shared")) / "reference" / "schemas"
PACKAGES = (
    "datasets",
    "datatrove",
    "duckdb",
    "feedparser-rs",
    "jsonschema[format]",
    "orjson",
    "pandas",
    "polars",
    "rdflib",
    "sqlite-utils",
    "zstandard",
)
PLAN = (
    ("newskit", "posts.jsonl", "duckdb", ["load_tables.py", "duckdb", "{}"]),
    ("newskit", "posts.jsonl", "pandas", ["load_tables.py", "pandas", "{}"]),
    ("newskit", "posts.jsonl", "polars", ["load_tables.py", "polars", "{}"]),
    ("newskit", "posts.jsonl", "sqlite-utils", ["load_sqlite.py", "{}", "{}.db"]),
    ("hf", "hf", "datasets", ["load_datasets.py", "{}", "{}-cache"]),
    ("dolma", "dolma", "datatrove", ["load_datatrove.py", "{}"]),
    ("ninjs", "ninjs.jsonl", "the official schema", ["validate_ninjs.py", "NINJS", "{}"]),
    ("schemaorg", "schemaorg.jsonl", "rdflib", ["load_schemaorg.py", "{}"]),
    ("jsonfeed", "feed.json", "feedparser-rs", ["load_feed.py", "{}"]),
)


def section(_: int) -> Section:
    python = peer_python("consumers", PACKAGES)
    table = Section("Profiles", ("profile", "read by", "records written", "accepted"))
    written: dict[str, int] = {}
    for profile, name, consumer, script in PLAN:
        target = WORK / "profiles" / name
        if profile not in written:
            written[profile] = _export(profile, target)
        table.add(profile, consumer, f"{written[profile]:,}", _accepted(python, script, target))
    table.add("newskit", "its JSON Schema", f"{written['newskit']:,}", _valid(WORK / "profiles"))
    return table


def _export(profile: str, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    parts = [] if target.suffix else ["--shard-size", "8M"]
    command = [sys.executable, "-m", "newskit", "export", "jsonl", archive_folder()]
    run([*command, "--shape", profile, "-o", target, *parts, "-q"])
    if target.suffix == ".json":
        return len(json.loads(target.read_bytes())["items"])
    files = [target] if target.is_file() else target.glob("part-*")
    return sum(sum(1 for _ in file.open("rb")) for file in files)


def _accepted(python: Path, script: list[str], target: Path) -> str:
    names = [part.replace("{}", str(target)) for part in script]
    names = [str(SCHEMAS / "ninjs-3.1.json") if name == "NINJS" else name for name in names]
    for name in names:
        if name.endswith(".db"):
            Path(name).unlink(missing_ok=True)
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [str(python), str(SCRIPTS / names[0]), *names[1:]],
        capture_output=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        return done.stderr.decode().strip().splitlines()[-1]
    found = json.loads(done.stdout)
    faults = found.get("faults", [])
    return f"{found['rows']:,} rows, {found['ids']:,} identifiers, {len(faults)} faults"


def _valid(folder: Path) -> str:
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "schemas" / "news-article.schema.json").read_bytes())
    validator = Draft202012Validator(schema)
    lines = (folder / "posts.jsonl").open("rb")
    return f"{sum(validator.is_valid(json.loads(line)) for line in lines):,} valid"
