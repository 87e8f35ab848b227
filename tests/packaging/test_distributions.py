"""The wheel and the sdist work with the sources out of reach, with the schemas inside."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

POST = b"---\ntitle: x\ndate: 2024-01-01\n---\n<p>one <b>two</b></p>\n"


@pytest.fixture(scope="module")
def distributions(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An sdist of the checkout, and a wheel built from that sdist alone."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "-o", str(out), str(root)],
        check=True,
        capture_output=True,
    )
    return out


@pytest.fixture(scope="module")
def unpacked(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = distributions.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(unpacked: Path, cwd: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    code = (
        "import sys, newskit; "
        f"assert newskit.__file__.startswith({str(unpacked)!r}), newskit.__file__; "
        "from newskit.cli.app import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_the_wheel_runs_every_stage(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_bytes(POST)
    assert b"news-article" in run(unpacked, tmp_path, "schema", "list")
    assert b'"title"' in run(unpacked, tmp_path, "schema", "show", "jekyll-post")
    run(unpacked, tmp_path, "validate", "post.md", "--schema", "builtin:jekyll-post")
    assert b"one **two**" in run(unpacked, tmp_path, "convert", "post.md")
    assert run(unpacked, tmp_path, "strip", "post.md") == POST
    assert b'"title":"x"' in run(unpacked, tmp_path, "export", "jsonl", "post.md")
    run(unpacked, tmp_path, "export", "epub", "post.md", "-o", "book")
    assert list((tmp_path / "book").rglob("package.opf"))


def test_the_wheel_holds_what_it_should_and_no_more(distributions: Path, root: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    packages = {top for top in tops if not top.endswith((".dist-info", ".data"))}
    assert packages == {"newskit"}
    shared = [name for name in names if ".data/" in name and not name.endswith("/")]
    assert [name.partition(".data/")[2] for name in shared] == ["data/share/man/man1/newskit.1"]
    assert "newskit/py.typed" in names
    schemas = {path.name for path in (root / "schemas").glob("*.json")}
    assert {name.rpartition("/")[2] for name in names if "newskit/schemas/" in name} == schemas
    data = {
        str(path.relative_to(root))
        for path in (root / "newskit").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert data <= set(names)


def test_the_sdist_holds_the_tests_and_the_examples(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("README.md", "LICENSE", "schemas/news-article.schema.json", "tests/conftest.py"):
        assert name in names
    assert any(name.startswith("examples/posts/") for name in names)
    assert not any(name.startswith((".venv", "benchmarks/work")) for name in names)
