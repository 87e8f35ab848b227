"""Where the official JSON Schema test suite is: in the source distribution of jsonschema."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

VERSION = "4.26.0"
FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "work" / "json-schema-suite"


@pytest.fixture(scope="session")
def suite() -> Path:
    """The folder `tests` of the suite; JSON_SCHEMA_SUITE names another one."""
    named = os.environ.get("JSON_SCHEMA_SUITE")
    if named:
        return Path(named)
    found = FOLDER / f"jsonschema-{VERSION}" / "json" / "tests"
    if not found.is_dir():
        _download()
    if not found.is_dir():
        pytest.skip("needs the source distribution of jsonschema, which could not be had")
    return found


def _download() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Built packages are cheaper to ask for, but hold no tests.
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
    subprocess.run(
        [*command, "-d", str(FOLDER), f"jsonschema=={VERSION}"], check=False, capture_output=True
    )
    for archive in FOLDER.glob("*.tar.gz"):
        with tarfile.open(archive) as file:
            file.extractall(FOLDER, filter="data")
