"""`export parquet` and the way back."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from newskit.records.outputs import parquet_sink

parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for number in range(30):
        front = f"title: T{number}\ndate: 2024-01-{number % 28 + 1:02}\n"
        text = f"---\n{front}Key{number}: [1, x]\n---\n" + f"Words *{number}*.\n" * 50
        (tmp_path / "posts").mkdir(exist_ok=True)
        (tmp_path / "posts" / f"{number:02}.md").write_text(text)
    (tmp_path / "posts" / "latin.md").write_bytes(b"---\ntitle: caf\xe9\n---\nna\xefve\n")
    return tmp_path


def test_the_way_back_gives_the_same_bytes(newskit, archive: Path) -> None:
    command = ("export", "parquet", "posts", "-o", "a.parquet", "--body", "source", "--no-strip")
    assert newskit(*command).returncode == 0
    done = newskit("import", "parquet", "a.parquet", "-o", "back")
    assert done.returncode == 0, done.stderr.decode()
    posts = {path.name: path.read_bytes() for path in (archive / "posts").iterdir()}
    assert {path.name: path.read_bytes() for path in (archive / "back").iterdir()} == posts


def test_the_same_posts_give_the_same_bytes_however_many_work(newskit, archive: Path) -> None:
    for name, jobs in (("a", "1"), ("b", "3")):
        newskit("export", "parquet", "posts", "-o", f"{name}.parquet", "--jobs", jobs)
    assert (archive / "a.parquet").read_bytes() == (archive / "b.parquet").read_bytes()


def test_row_groups_and_parts_are_by_size_and_of_one_schema(newskit, archive: Path) -> None:
    newskit("export", "parquet", "posts", "-o", "a.parquet", "--row-group", "8K")
    whole = parquet.ParquetFile(archive / "a.parquet")
    assert whole.metadata.num_rows == 31
    assert 5 < whole.metadata.num_row_groups < 31
    newskit("export", "parquet", "posts", "-o", "parts", "--shard-size", "16K")
    parts = sorted((archive / "parts").iterdir())
    assert len(parts) > 3
    assert parts[0].name == f"part-00000-of-{len(parts):05}.parquet"
    assert {parquet.read_schema(part) for part in parts} == {whole.schema_arrow}
    assert sum(parquet.ParquetFile(part).metadata.num_rows for part in parts) == 31
    done = newskit("import", "parquet", "parts", "-o", "back")
    assert b"31 written" in done.stderr


def test_a_record_longer_than_a_row_group_is_one(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n" + "word " * 300_000)
    newskit("export", "parquet", "a.md", "-o", "a.parquet", "--row-group", "1K")
    assert parquet.read_table(tmp_path / "a.parquet")["title"].to_pylist() == ["A"]


def test_no_post_gives_a_table_without_rows(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    newskit("export", "parquet", "posts", "-o", "a.parquet")
    assert parquet.read_table(tmp_path / "a.parquet").num_rows == 0


def test_a_run_that_fails_leaves_the_file_that_was_there(newskit, archive: Path) -> None:
    (archive / "a.parquet").write_bytes(b"old")
    (archive / "posts" / "bad.md").write_text("---\ntitle: [\n---\n")
    (archive / "posts" / "bad.md").chmod(0o000)
    (archive / "posts" / "gone.md").symlink_to("nowhere.md")
    done = newskit("export", "parquet", "posts", "-o", "a.parquet", "--errors", "fail")
    assert done.returncode != 0
    assert (archive / "a.parquet").read_bytes() == b"old"


def test_what_is_no_parquet_is_refused_by_name(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("words")
    done = newskit("import", "parquet", "a.parquet", "-o", "back")
    assert done.returncode == 1
    assert b"a.parquet" in done.stderr
    done = newskit("import", "parquet", "lost.parquet", "-o", "back")
    assert done.returncode == 2
    assert b"lost.parquet" in done.stderr


def test_without_pyarrow_the_error_says_what_to_install(newskit, archive: Path) -> None:
    (archive / "none").mkdir()
    (archive / "none" / "pyarrow.py").write_text("raise ImportError")
    environment = {"PYTHONPATH": str(archive / "none")}
    done = newskit("export", "parquet", "posts", "-o", "a.parquet", env=environment)
    assert done.returncode == 2
    assert b"pip install 'newskit[parquet]'" in done.stderr
    assert not (archive / "a.parquet").exists()


def test_the_way_back_from_standard_input(newskit, archive: Path) -> None:
    newskit("export", "parquet", "posts", "-o", "a.parquet", "--body", "source", "--no-strip")
    data = (archive / "a.parquet").read_bytes()
    done = newskit("import", "parquet", "-", "-o", "back", stdin=data)
    assert done.returncode == 0, done.stderr.decode()
    assert len(list((archive / "back").iterdir())) == 31
    assert newskit("import", "parquet", "-", "-o", "c", stdin=data[:99]).returncode == 1


def test_a_file_that_is_given_up_is_not_ended_behind_its_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)

    def interrupted() -> None:
        with (tmp_path / "r.parquet").open("wb") as file, parquet_sink(file) as sink:
            sink.write(b'{"title":"A"}\n')
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    gc.collect()
    assert said == []
