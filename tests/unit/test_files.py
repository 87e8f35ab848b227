"""Files that are whole or not there, and what a run keeps on disk."""

from __future__ import annotations

import errno
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.errors import WriteError
from newskit.files import (
    Taken,
    atomic_file,
    clear_once,
    clear_stale,
    connect,
    file_below,
    inside,
    open_descriptor,
    open_file,
    read_text,
    replace_folder,
    restore,
    scratch,
    temporary_folder,
    temporary_name,
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


def test_each_text_is_new_once_however_many_there_are() -> None:
    taken = Taken()
    texts = [f"ä{number}\udc80" for number in range(25_000)]
    assert all(taken.add(text) for text in texts)
    assert not any(taken.add(text) for text in texts)
    assert all(text in taken for text in texts)
    assert "ä25000\udc80" not in taken
    few = Taken()
    assert few.add("a")
    assert not few.add("a")
    assert ("a" in few, "b" in few) == (True, False)


def test_a_scratch_has_its_tables_and_no_file() -> None:
    database = scratch("CREATE TABLE a (b INTEGER); INSERT INTO a VALUES (7);")
    assert database.execute("SELECT b FROM a").fetchall() == [(7,)]
    assert database.execute("PRAGMA database_list").fetchall() == [(0, "main", "")]


def test_a_database_waits_for_another_as_long_as_it_is_told(tmp_path: Path) -> None:
    first = connect(tmp_path / "a.db")
    first.execute("CREATE TABLE a (b)")
    first.execute("BEGIN EXCLUSIVE")
    started = time.monotonic()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        connect(tmp_path / "a.db", timeout=0.05).execute("SELECT * FROM a")
    assert time.monotonic() - started < 4


def test_a_database_is_closed_when_nobody_holds_it(tmp_path: Path) -> None:
    cursor = connect(tmp_path / "a.db").cursor()
    other = cursor.connection
    other.__del__()  # what Python calls at the end
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        cursor.execute("SELECT 1")


def test_a_file_is_opened_with_its_state(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes(b"12345")
    descriptor, state = open_descriptor(path)
    assert (os.read(descriptor, 9), state.st_size) == (b"12345", 5)
    os.close(descriptor)
    with open_file(path) as file:
        assert file.read() == b"12345"


def test_a_text_is_read_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_bytes("caf\xe9\r\n".encode("latin-1"))
    assert read_text(path, "latin-1") == "café\n"
    with pytest.raises(UnicodeDecodeError):
        read_text(path)


def _open_descriptors() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    before = _open_descriptors()
    with pytest.raises(IsADirectoryError) as caught:
        open_descriptor(tmp_path)
    assert (caught.value.errno, caught.value.filename) == (errno.EISDIR, str(tmp_path))
    assert _open_descriptors() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_read_only_where_it_is_named_as_one(tmp_path: Path) -> None:
    pipe = tmp_path / "post.md"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="a pipe or a device, not a file") as caught:
        open_descriptor(pipe)
    assert (caught.value.errno, caught.value.filename) == (errno.EINVAL, str(pipe))
    reading, writing = os.pipe()
    os.write(writing, b"through")
    descriptor, _ = open_descriptor(f"/dev/fd/{reading}")
    assert os.get_blocking(descriptor)
    assert os.read(descriptor, 99) == b"through"
    for one in (descriptor, reading, writing):
        os.close(one)


def test_a_file_below_a_folder_is_one_and_lies_there(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "posts").mkdir(parents=True)
    (folder / "posts" / "a.md").write_bytes(b"")
    (tmp_path / "out.md").write_bytes(b"")
    (folder / "in.md").symlink_to(folder / "posts" / "a.md")
    (folder / "leads-out.md").symlink_to(tmp_path / "out.md")
    assert file_below(folder, "posts/a.md") == folder / "posts" / "a.md"
    assert file_below(folder, "in.md") == folder / "posts" / "a.md"
    for name in ("posts", "missing.md", "a\0b", "../out.md", "leads-out.md"):
        assert file_below(folder, name) is None, name


@pytest.mark.parametrize(
    ("path", "expected"),
    [("site/a", True), ("site/deep/a", True), ("site", False), ("sites/a", False), ("b", False)],
)
def test_what_is_inside_a_folder(tmp_path: Path, path: str, *, expected: bool) -> None:
    assert inside(tmp_path / path, tmp_path / "site") is expected


def test_a_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert inside(tmp_path / "real" / "a", tmp_path / "link")
    assert inside(tmp_path / "link" / "a", tmp_path / "real")


def test_a_temporary_name_tells_whose_it_is_and_fits(tmp_path: Path) -> None:
    target = tmp_path / "né.md"
    name = temporary_name(target)
    form = rf"\.newskit-[0-9a-f]{{8}}-{os.getpid()}-new-[0-9a-f]{{8}}-[0-9a-f]{{8}}-n__\.md\.tmp"
    assert name.parent == tmp_path
    assert re.fullmatch(form, name.name)
    assert temporary_name(target) != name
    assert f"-{os.getpid()}-old-" in temporary_name(target, kind="old").name
    long = temporary_name(tmp_path / ("x" * 255)).name
    assert 140 < len(long) <= 255


def _dead() -> int:
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    return int(done.stdout)


def _left_by(pid: int, target: Path, kind: str = "new") -> Path:
    """A temporary that a process of that number left."""
    name = temporary_name(target, kind).name
    return target.with_name(name.replace(f"-{os.getpid()}-", f"-{pid}-"))


def test_folders_of_killed_runs_are_cleared_with_all_in_them(tmp_path: Path) -> None:
    left = _left_by(_dead(), tmp_path / "book")
    (left / "deep").mkdir(parents=True)
    (left / "deep" / "a").write_bytes(b"")
    similar = tmp_path / ".newskit-notes.tmp"
    similar.mkdir()
    linked = _left_by(_dead(), tmp_path / "link")
    linked.symlink_to(similar)
    clear_stale(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".newskit-notes.tmp"]
    clear_stale(tmp_path / "missing")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc")
def test_a_process_that_ended_and_waits_for_its_parent_is_gone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        state = Path(f"/proc/{ended.pid}/stat")
        while b") Z " not in state.read_bytes():
            time.sleep(0.01)
        _left_by(ended.pid, tmp_path / "a.md").write_bytes(b"")
        clear_stale(tmp_path)
        assert list(tmp_path.iterdir()) == []


def test_what_another_user_runs_is_left_alone(tmp_path: Path, monkeypatch) -> None:
    def refused(_pid: int, _signal: int) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    left = _left_by(_dead(), tmp_path / "a.md")
    left.write_bytes(b"")
    monkeypatch.setattr(os, "kill", refused)
    clear_stale(tmp_path)
    assert left.exists()


def test_an_output_moved_away_is_kept_until_it_is_there_again(tmp_path: Path) -> None:
    moved = _left_by(_dead(), tmp_path / "book", kind="old")
    moved.mkdir()
    (moved / "a").write_bytes(b"")
    clear_stale(tmp_path)
    assert (moved / "a").exists()
    (tmp_path / "book").mkdir()
    clear_stale(tmp_path)
    assert not moved.exists()


def test_only_what_was_moved_away_from_there_is_put_back(tmp_path: Path) -> None:
    book, other = tmp_path / "book", tmp_path / "other"
    made, moved = _left_by(_dead(), book), _left_by(_dead(), book, kind="old")
    for path in (made, moved):
        path.write_bytes(path.name.encode())
    restore(other)
    assert not other.exists()
    restore(book)
    assert book.read_bytes() == moved.name.encode()
    again = _left_by(_dead(), book, kind="old")
    again.write_bytes(b"")
    restore(book)
    assert book.read_bytes() == moved.name.encode()
    restore(tmp_path / "missing" / "book")


def test_a_living_run_keeps_what_it_moved_away(tmp_path: Path) -> None:
    moved = temporary_name(tmp_path / "book", kind="old")
    moved.mkdir()
    restore(tmp_path / "book")
    assert moved.exists()


def test_a_folder_is_cleared_at_the_first_write_alone(tmp_path: Path) -> None:
    clear_once(tmp_path)
    left = _left_by(_dead(), tmp_path / "a.md")
    left.write_bytes(b"")
    write_atomic(tmp_path / "b.md", b"")
    assert left.exists()
    clear_stale(tmp_path)
    assert not left.exists()


def test_a_new_file_is_like_another_and_an_old_one_like_itself(tmp_path: Path) -> None:
    like, old, new = (tmp_path / name for name in ("like.md", "old.md", "new.md"))
    for path, mode in ((like, 0o604), (old, 0o640)):
        path.write_bytes(b"")
        path.chmod(mode)
    for path in (old, new):
        write_atomic(path, b"text", like=like)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o604]
    write_atomic(tmp_path / "b.md", b"text", like=tmp_path / "missing")
    assert (tmp_path / "b.md").read_bytes() == b"text"


def test_what_only_its_owner_may_read_is_never_open_to_others(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"")
    path.chmod(0o600)
    with atomic_file(path) as file:
        assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600


def test_bytes_are_gathered_before_they_are_written(tmp_path: Path) -> None:
    with atomic_file(tmp_path / "a.md", 0) as file:
        file.write(b"at once")
        (temporary,) = tmp_path.iterdir()
        assert temporary.read_bytes() == b"at once"


def test_a_link_within_a_folder_is_replaced_and_one_out_of_it_refused(tmp_path: Path) -> None:
    folder, out = tmp_path / "out", tmp_path / "elsewhere"
    folder.mkdir()
    out.mkdir()
    (out / "a.md").write_bytes(b"old")
    (folder / "a.md").symlink_to(out / "a.md")
    write_atomic(folder / "a.md", b"new", within=folder)
    assert not (folder / "a.md").is_symlink()
    assert ((folder / "a.md").read_bytes(), (out / "a.md").read_bytes()) == (b"new", b"old")
    (folder / "deep").symlink_to(out)
    with pytest.raises(WriteError, match=r"deep/b\.md: a link on the way leads out of "):
        write_atomic(folder / "deep" / "b.md", b"new", within=folder)
    assert [path.name for path in out.iterdir()] == ["a.md"]
    write_atomic(folder / "new" / "b.md", b"new", within=folder)
    assert (folder / "new" / "b.md").read_bytes() == b"new"


def test_a_failed_write_says_that_nothing_was_changed(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(WriteError) as caught:
        write_atomic(tmp_path / "a.md", b"text")
    assert caught.value.message.startswith(f"{tmp_path / 'a.md'}: cannot be written: ")
    assert caught.value.hint == "nothing was changed there"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device_is_an_error_of_writing() -> None:
    with pytest.raises(WriteError, match=r"^/dev/full: cannot be written: No space left on device"):
        write_atomic(Path("/dev/full"), b"text")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_reader_that_has_gone_ends_the_run() -> None:
    reading, writing = os.pipe()

    def write() -> None:
        with atomic_file(Path(f"/dev/fd/{writing}"), 0) as file:
            os.close(reading)
            file.write(b"text")

    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        with pytest.raises(BrokenPipeError):
            write()
    finally:
        signal.signal(signal.SIGPIPE, before)
        os.close(writing)


def _fail_in_folder(target: Path, error: Callable[[], Exception]) -> None:
    with temporary_folder(target) as folder:
        (folder / "a").write_bytes(b"")
        raise error()


def test_a_folder_to_build_in_goes_whatever_happens(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "book"
    with temporary_folder(target) as folder:
        (folder / "a").write_bytes(b"")
        assert folder.parent == target.parent
    with pytest.raises(ValueError, match="stop"):
        _fail_in_folder(target, lambda: ValueError("stop"))
    with pytest.raises(FileNotFoundError):
        _fail_in_folder(target, lambda: FileNotFoundError(errno.ENOENT, "gone"))
    with pytest.raises(WriteError, match="book: cannot be written: full") as caught:
        _fail_in_folder(target, lambda: OSError(errno.ENOSPC, "full"))
    assert caught.value.hint == "nothing was changed there"
    assert list((tmp_path / "deep").iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match="file/book: cannot be written: "):
        _fail_in_folder(tmp_path / "file" / "book", lambda: ValueError("not reached"))


def test_a_folder_that_is_new_is_put_in_place(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "a").write_bytes(b"")
    replace_folder(made, tmp_path / "book")
    assert [path.name for path in tmp_path.iterdir()] == ["book"]
    assert (tmp_path / "book" / "a").exists()


def test_what_was_there_is_put_back_when_a_folder_cannot_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "old").write_bytes(b"")
    with pytest.raises(WriteError, match="book: cannot be replaced: No such file"):
        replace_folder(tmp_path / "missing", tmp_path / "book")
    assert [path.name for path in tmp_path.iterdir()] == ["book"]
    assert (tmp_path / "book" / "old").exists()
    with pytest.raises(WriteError, match="new: cannot be replaced: No such file"):
        replace_folder(tmp_path / "missing", tmp_path / "new")


def test_a_link_to_a_folder_stays_and_leads_to_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with temporary_folder(tmp_path / "link") as folder:
        (folder / "new").write_bytes(b"")
        replace_folder(folder, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["new"]
