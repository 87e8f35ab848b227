"""Where the official JSON Schema test suite is (the source distribution of jsonschema); sites."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
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


@pytest.fixture
def findings(newskit: Callable[..., object]) -> Callable[..., list[tuple[str, str, str]]]:
    """Run `validate` at the root of a site; gives code, path and severity of what is found."""

    def run(site: Path, *codes: str) -> list[tuple[str, str, str]]:
        options = [part for code in codes for part in ("--select", code)]
        done = newskit(
            *("validate", ".", "--isolated", "--no-cache", "--output-format", "json", *options),
            cwd=site,
        )
        found = json.loads(done.stdout)  # type: ignore[attr-defined]
        return sorted((one["code"], one["path"], one["severity"]) for one in found)

    return run


@pytest.fixture
def put() -> Callable[[Path, dict[str, str]], Path]:
    """Write files into a folder, their line ends as given; gives the folder."""

    def write(folder: Path, files: dict[str, str]) -> Path:
        for name, text in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="")
        return folder

    return write
