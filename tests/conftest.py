"""What all tests share: where things are, and the flag that writes expected outputs anew."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Packages that have no wheels somewhere: `TEST_WITHOUT="re2 cmarkgfm" pytest tests/strip`.
for _name in os.environ.get("TEST_WITHOUT", "").split():
    sys.modules[_name] = None  # type: ignore[assignment] (an import of it fails)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-examples",
        action="store_true",
        help="write examples/expected anew instead of comparing; read the difference before commit",
    )


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """A folder two below that of the test: rules ask what posts in the folders above have."""
    folder = tmp_path / "of" / "test"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def posts() -> Path:
    """The example posts."""
    return ROOT / "examples" / "posts"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference data that is not part of the project; tests that need it skip without it."""
    folder = Path(os.environ.get("NEWSKIT_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"needs the reference data in {folder} (or NEWSKIT_SHARED)")
    return folder


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def newskit(tmp_path: Path) -> Run:
    """Run the real command in a folder of its own; gives the finished process, output as bytes."""

    def run(
        *arguments: str | Path,
        stdin: bytes = b"",
        cwd: Path | None = None,
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("NEWSKIT_")}
        return subprocess.run(
            [sys.executable, "-m", "newskit", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=cwd or tmp_path,
            env={**clean, "PYTHONWARNINGS": "error", **(env or {})},
            check=False,
            timeout=120,
        )

    return run
