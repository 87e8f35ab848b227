from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newskit.errors import WriteError
from newskit.files import (
    atomic_file,
    clear_stale,
    replace_folder,
    temporary_folder,
    write_atomic,
)


def test_a_file_appears_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_atomic(tmp_path / "new" / "post.md", b"text")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["post.md"]
    assert (tmp_path / "new" / "post.md").read_bytes() == b"text"


def _write_half(path: Path) -> None:
    with atomic_file(path) as file:
        file.write(b"half")
        raise ValueError("stopped in the middle")


def test_an_error_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="middle"):
        _write_half(path)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
        ("post.md", b"old")
    ]


def test_permissions_are_kept_and_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target.md"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(target)
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_the_longest_names_can_be_written(tmp_path: Path) -> None:
    name = "字" * 84 + ".md"  # 255 bytes, the most that common file systems take
    write_atomic(tmp_path / name, b"text")
    assert (tmp_path / name).read_bytes() == b"text"


def test_a_place_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match=r"post\.md: cannot be written"):
        write_atomic(tmp_path / "file" / "post.md", b"text")


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "book"
    target.mkdir()
    (target / "old").write_bytes(b"")
    with temporary_folder(target) as folder:
        (folder / "new").write_bytes(b"")
        replace_folder(folder, target)
    assert [path.name for path in tmp_path.iterdir()] == ["book"]
    assert [path.name for path in target.iterdir()] == ["new"]


def test_what_a_killed_run_left_is_cleared_and_a_living_one_is_not(tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    with atomic_file(tmp_path / "post.md"):
        (alive,) = tmp_path.iterdir()
        dead = alive.name.replace(f"-{os.getpid()}-", f"-{int(gone.stdout)}-")
        host = dead.split("-")[1]
        elsewhere = dead.replace(host, "0" * len(host))
        for name in (dead, elsewhere):
            (tmp_path / name).write_bytes(b"half")
        clear_stale(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {alive.name, elsewhere}


def test_a_folder_moved_away_by_a_killed_run_is_put_back(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys, pathlib\n"
        "from newskit import files\n"
        "target = pathlib.Path(sys.argv[1])\n"
        "with files.temporary_folder(target) as folder:\n"
        "    (folder / 'new').write_bytes(b'')\n"
        "    # Die between the two renames.\n"
        "    move = pathlib.Path.rename\n"
        "    def die(self, to):\n"
        "        move(self, to)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    pathlib.Path.rename = die\n"
        "    files.replace_folder(folder, target)\n"
    )
    target = tmp_path / "book"
    target.mkdir()
    (target / "old").write_bytes(b"")
    subprocess.run([sys.executable, "-c", code, str(target)], check=False)
    assert not target.exists()
    write_atomic(tmp_path / "another file", b"")
    with temporary_folder(target):
        assert [path.name for path in target.iterdir()] == ["old"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["another file", "book"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_or_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        write_atomic(pipe, b"through")
        assert reader.communicate(timeout=30)[0] == b"through"
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
    write_atomic(Path(os.devnull), b"gone")
    assert Path(os.devnull).is_char_device()
