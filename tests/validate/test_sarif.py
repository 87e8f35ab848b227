"""SARIF output against the schema of SARIF 2.1.0, as Microsoft's package for Jest carries it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "work" / "sarif"
SCHEMA = FOLDER / "package" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="module")
def schema() -> Any:
    if not SCHEMA.is_file() and shutil.which("npm"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", PACKAGE]
        subprocess.run(command, cwd=FOLDER, check=False, capture_output=True, timeout=60)
        for archive in FOLDER.glob("*.tgz"):
            with tarfile.open(archive) as file:
                file.extractall(FOLDER, filter="data")
    if not SCHEMA.is_file():
        pytest.skip(f"needs {PACKAGE}, which holds the schema")
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_reports_are_valid_sarif(schema: Any, newskit, posts: Path, tmp_path: Path) -> None:
    for name in ("整 a.md", "b%c.md"):
        (tmp_path / name).write_text("---\npermalink: /x/\ntitle: A: b\n---\n[x]()\n")
    done = newskit(
        "validate", posts, tmp_path, "--no-cache", "--select", "ALL", "--output-format", "sarif"
    )
    log = json.loads(done.stdout)
    kind = jsonschema.validators.validator_for(schema)
    checked = kind(schema, format_checker=kind.FORMAT_CHECKER)
    assert [error.message for error in checked.iter_errors(log)] == []
    assert len(log["runs"][0]["results"]) > 10
