from __future__ import annotations

from pathlib import Path

import pytest

from newskit.cluster.store import ObjectStore, open_store
from newskit.errors import WriteError


@pytest.fixture(params=["path", "url"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "path":
        return open_store(str(tmp_path / "deep" / "store"))
    pytest.importorskip("fsspec")
    return open_store(f"file://{tmp_path}/deep/store")


def test_what_is_written_can_be_read_listed_and_removed(store: ObjectStore) -> None:
    assert store.read("a") is None
    assert store.names() == []
    with store.create("a") as file:
        file.write(b"one")
    assert store.read("a") == b"one"
    assert store.names() == ["a"]
    with store.open("a") as file:
        assert file.read() == b"one"
    store.remove("a")
    store.remove("a")
    assert store.names() == []


def test_a_file_whose_writing_fails_is_not_there_and_the_old_one_is(store: ObjectStore) -> None:
    with store.create("a") as file:
        file.write(b"old")

    def write_and_fail() -> None:
        with store.create("a") as file:
            file.write(b"new")
            raise ValueError("on the way")

    with pytest.raises(ValueError, match="on the way"):
        write_and_fail()
    assert store.read("a") == b"old"
    assert store.names() == ["a"]


def test_what_died_writers_left_is_not_listed_and_can_be_cleared(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    (tmp_path / "part-00000.jsonl.tmp-0123").write_bytes(b"half")
    assert store.names() == []
    store.clear()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(WriteError, match="cannot be written"),
        open_store(str(tmp_path / "file")).create("a") as file,
    ):
        file.write(b"")
