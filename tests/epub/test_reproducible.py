"""The same posts give the same bytes, and only what changed is written."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from newskit.config.export import EpubConfig
from newskit.epub.book import build
from newskit.epub.output import EpubReport
from newskit.epub.prepare import prepare
from newskit.errors import WriteError

Record = dict[str, object]
Make = Callable[..., EpubReport]


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def test_the_same_posts_give_the_same_bytes(
    hostile: list[Record], make: Make, tmp_path: Path
) -> None:
    make(hostile, "one", pack=True)
    make(hostile, "two", pack=True)
    assert _digest(tmp_path / "one") == _digest(tmp_path / "two")


def test_worker_processes_give_the_same_bytes(
    hostile: list[Record], make: Make, tmp_path: Path
) -> None:
    config = EpubConfig(pack=True)
    make(hostile, "one", pack=True)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        articles = pool.map(partial(prepare, config=config), hostile, chunksize=7)
        build(articles, tmp_path / "two", config)
    assert _digest(tmp_path / "one") == _digest(tmp_path / "two")


_PROGRAM = """
import sys
from pathlib import Path
from newskit.config.export import EpubConfig
from newskit.epub.book import build
from newskit.epub.prepare import prepare
config = EpubConfig(pack=True, split="none")
html = "<p id=a>x</p><table><tr><td>y</table>" + "".join(f"<b id=i{n}>z</b>" for n in range(50))
records = [{"id": str(n), "title": f"t{n}", "tags": ["a"], "content_html": html} for n in range(5)]
build((prepare(record, config) for record in records), Path(sys.argv[1]), config)
"""


def test_hash_seed_time_zone_and_locale_do_not_matter(tmp_path: Path) -> None:
    for name, seed, zone in (("one", "1", "Asia/Shanghai"), ("two", "2", "America/Lima")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        command = [sys.executable, "-c", _PROGRAM, str(tmp_path / name)]
        subprocess.run(command, check=True, env=environment)
    assert _digest(tmp_path / "one") == _digest(tmp_path / "two")
    assert (tmp_path / "one.epub").read_bytes() == (tmp_path / "two.epub").read_bytes()


def test_source_date_epoch_is_what_the_book_states(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    make([{"content_html": "<p>x</p>"}], split="none")
    package = (tmp_path / "book" / "EPUB" / "package.opf").read_text("utf-8")
    assert '<meta property="dcterms:modified">2023-11-14T22:13:20Z</meta>' in package


def _months() -> list[Record]:
    return [
        {
            "id": str(month),
            "title": f"Month {month}",
            "date_published": f"2024-0{month}-05",
            "content_html": f"<p>Month {month}</p>",
            "metadata": {"newskit": {"path": f"{month}.md"}},
        }
        for month in (1, 2, 3)
    ]


def test_only_the_volume_of_a_changed_post_is_rewritten(make: Make) -> None:
    records = _months()
    make(records, pack=True)
    assert [volume.changed for volume in make(records, pack=True).volumes] == [False] * 3
    records[1]["content_html"] = "<p>New words</p>"
    report = make(records, pack=True)
    assert [volume.changed for volume in report.volumes] == [False, True, False]
    page = next(report.volumes[1].folder.glob("EPUB/text/2024-02-05-*.xhtml"))
    assert "New words" in page.read_text("utf-8")


def test_a_volume_that_lost_its_posts_is_removed(make: Make, tmp_path: Path) -> None:
    records = _months()
    make(records, pack=True)
    report = make(records[:2], pack=True)
    assert {path.name for path in report.removed} == {"2024-03", "2024-03.epub"}
    assert not (tmp_path / "book" / "2024-03.epub").exists()


def test_a_touched_file_in_a_volume_is_mended(make: Make, tmp_path: Path) -> None:
    make(_months())
    style = tmp_path / "book" / "2024-02" / "EPUB" / "css" / "news.css"
    style.write_text("", "utf-8")
    assert [volume.changed for volume in make(_months()).volumes] == [False, True, False]
    assert style.stat().st_size > 0


def test_a_folder_that_is_no_book_is_left_alone(make: Make, tmp_path: Path) -> None:
    work = tmp_path / "book"
    work.mkdir()
    (work / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(WriteError, match="not part of a book"):
        make(_months(), split="none")
    assert (work / "thesis.txt").read_text("utf-8") == "years of work"


def test_nothing_is_written_when_the_posts_end_in_an_error(tmp_path: Path) -> None:
    def broken() -> object:
        config = EpubConfig()
        yield prepare({"content_html": "x"}, config)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(broken(), tmp_path / "book", EpubConfig())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
