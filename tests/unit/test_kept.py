"""Compiled patterns that are kept beside the bytecode: the same ones, or none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newskit.kept import compiled

_PATTERNS = [
    (r"(?P<year>\d{4})-(?P<month>\d\d)|(x)", 0, "on 2019-07 or x"),
    (r"(?i)straße|[\u3040-\u30ff]+", 0, "STRASSE Straße カナ"),
    (r"^ (?=a).*?(?<!b)$", re.MULTILINE | re.DOTALL, "b\n a\nb\n ac"),
    (rb"\xc3[\x80-\xbf]", 0, "é".encode()),
    ("", 0, ""),
]

_RUN = """
import sys
from newskit import kept
if sys.argv[1] == "kept":
    kept._made = lambda *_: sys.exit("it was compiled again")
print(kept.compiled(r"(?P<word>\\w+)!", 2).search("so GOOD!")["word"])
"""


@pytest.mark.parametrize(("source", "flags", "text"), _PATTERNS)
def test_a_pattern_is_what_re_makes_of_it(
    source: str | bytes, flags: int, text: str | bytes
) -> None:
    own: re.Pattern[str | bytes] = compiled(source, int(flags))  # type: ignore[type-var, assignment]
    usual: re.Pattern[str | bytes] = re.compile(source, flags)  # type: ignore[type-var, assignment]
    assert own == usual
    assert (own.flags, own.groups, own.groupindex) == (
        usual.flags,
        usual.groups,
        usual.groupindex,
    )
    found = [(match.span(), match.groups()) for match in own.finditer(text)]
    assert found == [(match.span(), match.groups()) for match in usual.finditer(text)]


def test_what_is_no_pattern_raises_as_in_re() -> None:
    with pytest.raises(re.error, match="missing"):
        compiled("(a", 0)


def _run(folder: Path, how: str, **variables: str) -> str:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder), **variables}
    done = subprocess.run(
        [sys.executable, "-c", _RUN, how],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stderr == ""
    return done.stdout


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("kept*") if path.suffix != ".pyc"]


def test_a_second_run_takes_what_the_first_compiled(tmp_path: Path) -> None:
    assert _run(tmp_path, "new", PYTHONDONTWRITEBYTECODE="") == "GOOD\n"
    assert [path.suffix for path in _files(tmp_path)] == [".patterns"]
    assert _run(tmp_path, "kept") == "GOOD\n"


def test_a_damaged_file_is_written_anew(tmp_path: Path) -> None:
    _run(tmp_path, "new", PYTHONDONTWRITEBYTECODE="")
    (file,) = _files(tmp_path)
    whole = file.read_bytes()
    for damaged in (b"", whole[:-3], whole[:-1] + b"\0", b"x" + whole):
        file.write_bytes(damaged)
        assert _run(tmp_path, "new", PYTHONDONTWRITEBYTECODE="") == "GOOD\n"
        assert file.read_bytes() == whole


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path) -> None:
    _run(tmp_path, "new", PYTHONDONTWRITEBYTECODE="")
    (file,) = _files(tmp_path)
    file.unlink()
    file.mkdir()
    assert _run(tmp_path, "new", PYTHONDONTWRITEBYTECODE="") == "GOOD\n"
    assert _files(tmp_path) == [file]


def test_texts_and_bytes_of_the_same_letters_are_not_compared(tmp_path: Path) -> None:
    code = "from newskit.kept import compiled as c; print([c('a', 0).pattern, c(b'a', 0).pattern])"
    done = subprocess.run(
        [sys.executable, "-bb", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)},
    )
    assert (done.stdout, done.stderr) == ("['a', b'a']\n", "")


def test_nothing_is_written_where_python_writes_no_bytecode(tmp_path: Path) -> None:
    assert _run(tmp_path, "new", PYTHONDONTWRITEBYTECODE="1") == "GOOD\n"
    assert _files(tmp_path) == []


_WORKERS = """
from newskit.kept import compiled
from newskit.run.parallel import ordered_map
def work(item):
    return compiled(f"(?P<of_a_worker>{item})", 0).search(str(item))["of_a_worker"]
print(list(ordered_map(work, range(200), jobs=2)) == [str(item) for item in range(200)])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers import what they run")
def test_what_worker_processes_compile_is_kept(tmp_path: Path) -> None:
    variables = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", _WORKERS],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **variables},
    )
    assert (done.stdout, done.stderr) == ("True\n", "")
    (file,) = (path for path in _files(tmp_path) if path.suffix == ".patterns")
    assert b"of_a_worker" in file.read_bytes()
