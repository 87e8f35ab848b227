from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.read.files import iter_files, iter_sources, read_source
from newskit.read.source import Source

POSTS = {"b/two.md": b"two", "a.md": b"one", ".hidden.md": b"no", "notes.pdf": b"no"}


def tar(path: Path, mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in POSTS.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.mark.parametrize(("ending", "mode"), [("tar", "w"), ("tar.gz", "w:gz"), ("tar.xz", "w:xz")])
def test_the_posts_of_a_tar_archive_come_in_its_order(
    tmp_path: Path, ending: str, mode: str
) -> None:
    path = tar(tmp_path / f"posts.{ending}", mode)
    found = list(iter_sources([str(path)], ReadConfig()))
    assert [(source.relative, source.data) for source in found] == [
        ("b/two.md", b"two"),
        ("a.md", b"one"),
    ]
    assert found[0].label == f"{path}/b/two.md"


def test_a_tar_archive_under_zstandard_is_read_too(tmp_path: Path) -> None:
    from newskit.config.export import Compression
    from newskit.records.outputs import compressed

    plain = tar(tmp_path / "plain.tar").read_bytes()
    path = tmp_path / "posts.tar.zst"
    with path.open("wb") as file, compressed(file, Compression.ZST) as stream:
        stream.write(plain)
    assert len(list(iter_sources([str(path)], ReadConfig()))) == 2


def test_a_member_that_is_too_large_is_named_and_not_read(tmp_path: Path) -> None:
    path = tar(tmp_path / "posts.tar")
    found = list(iter_sources([str(path)], ReadConfig(max_bytes=2)))
    assert all(source.data is None and "more than 2" in source.error for source in found)
    with pytest.raises(ReadError, match="more than 2"):
        read_source(found[0], ReadConfig())


def test_a_cut_off_archive_is_an_error_not_an_end(tmp_path: Path) -> None:
    path = tar(tmp_path / "posts.tar.gz", "w:gz")
    path.write_bytes(path.read_bytes()[:-30])
    found = list(iter_sources([str(path)], ReadConfig()))
    assert found[-1].error.endswith("is not read to its end: the gzip data is cut off")
    with pytest.raises(ReadError, match="cut off"):
        read_source(found[-1], ReadConfig())


def test_files_are_listed_without_looking_into_them(tmp_path: Path) -> None:
    path = tar(tmp_path / "posts.tar")
    assert list(iter_files([str(path)], ReadConfig())) == [
        Source(str(path), "posts.tar", named=True)
    ]


def test_urls_name_files_and_folders(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    for name, data in POSTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    tar(tmp_path / "more.tar")
    url = f"file://{tmp_path}"
    found = list(iter_sources([url], ReadConfig()))
    assert [source.relative for source in found] == ["a.md", "b/two.md", "b/two.md", "a.md"]
    assert [read_source(source, ReadConfig()) for source in found[:2]] == [b"one", b"two"]
    with pytest.raises(ReadError, match="no such file"):
        list(iter_sources([f"{url}/nowhere"], ReadConfig()))
