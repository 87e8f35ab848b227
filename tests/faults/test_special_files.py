"""Pipes, devices, circles of links and folders instead of files: reported, never waited for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit import files
from newskit.config.model import ReadConfig
from newskit.read.files import read_source
from newskit.read.source import Source

if sys.platform == "win32":
    pytest.skip("needs named pipes", allow_module_level=True)

POST = (
    "---\ntitle: T\ndate: 2024-01-02\n---\nHi <b>x</b> ![p](x.png) {% include x.html %}\n\n"
    "<p>© 2024 Harbour Notes. All rights reserved.</p>\n"
)


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


KINDS: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "circle": _circle,
    "device": _device,
    "folder": Path.mkdir,
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that is waited for would hang the test run: let an alarm end it."""
    import signal

    def rang(*_: object) -> None:
        raise TimeoutError("the command waits")

    before = signal.signal(signal.SIGALRM, rang)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST)
    return tmp_path


PLACES = [
    (".gitignore", "validate ."),
    ("_config.yml", "validate ."),
    ("hugo.toml", "validate ."),
    ("package.json", "validate ."),
    ("conf.py", "validate ."),
    ("posts/.newskit-undo.jsonl", "strip posts --undo"),
    ("posts/.newskit-undo.jsonl", "strip posts --in-place"),
    ("o/volumes.json", "export epub posts -o o"),
    ("o/mimetype", "export epub posts -o o"),
    ("posts/newskit-images.json", "export epub posts -o o --images posts"),
    ("posts/x.png", "export epub posts -o o --images posts"),
    ("base.json", "validate posts --baseline base.json"),
    ("s.json", "validate posts --schema s.json"),
    ("posts/r.jsonl.gz", "export jsonl posts"),
    ("r.tar", "export jsonl r.tar"),
    ("o.jsonl", "export jsonl posts -o o.jsonl --append"),
    ("posts/p.md", "validate posts/p.md"),
    ("posts/p.md", "convert posts --in-place"),
    ("rules.toml", "strip posts --rules rules.toml --check"),
    ("r.xml", "import wxr r.xml -o oi"),
    ("r.zip", "import medium r.zip -o oi"),
    ("r.xml.gz", "import wxr r.xml.gz -o oi"),
    ("cover.png", "export epub posts -o o --cover cover.png"),
    ("_includes/x.html", "export jsonl ."),
]


@pytest.mark.parametrize(("name", "command"), PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_command_waits_for_what_is_no_file(
    newskit, site: Path, kind: str, name: str, command: str
) -> None:
    path = site / name
    path.parent.mkdir(exist_ok=True)
    KINDS[kind](path)
    done = newskit(*command.split(), cwd=site)
    said = (done.stderr + done.stdout).decode()
    assert "Traceback" not in said
    assert "bug of its own" not in said
    assert os.path.lexists(path)


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_post_that_is_no_file_is_reported(newskit, site: Path, kind: str) -> None:
    KINDS[kind](site / "posts" / "b.md")
    said = b"it is a pipe or a device, not a file"
    said = said if kind == "pipe" else b"is a link to a file outside of the archive"
    done = newskit("validate", "posts", cwd=site)
    assert done.returncode == 2
    assert b"posts/b.md:1:1: NK100 " + said in done.stdout


def test_a_pipe_of_the_shell_is_read(newskit, site: Path) -> None:
    heard, said = os.pipe()
    with os.fdopen(said, "wb") as file:
        file.write(POST.encode())
    done = newskit("convert", f"/dev/fd/{heard}", cwd=site)
    os.close(heard)
    assert b"**x**" in done.stdout


def test_a_file_that_grows_while_it_is_read_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * 50)
    opened = files.open_descriptor

    def grown(name: str) -> tuple[int, os.stat_result]:
        descriptor, found = opened(name)
        path.write_bytes(b"x" * 500)
        return descriptor, found

    monkeypatch.setattr("newskit.read.files.open_descriptor", grown)
    source = Source(str(path), "a.md")
    assert read_source(source, ReadConfig(max_bytes=1000)) == b"x" * 500
    path.write_bytes(b"x" * 50)
    with pytest.raises(Exception, match="more than 100 bytes"):
        read_source(source, ReadConfig(max_bytes=100))


@pytest.mark.parametrize("name", ["../out.txt", "/etc/passwd", "link", "a\0b", "n" * 300, "d", ""])
def test_only_a_file_below_its_folder_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "out.txt").write_text("x")
    folder = tmp_path / "f"
    (folder / "d").mkdir(parents=True)
    (folder / "link").symlink_to("../out.txt")
    (folder / "d" / "in.txt").write_text("x")
    assert files.file_below(folder, name) is None
    assert files.file_below(folder, "d/in.txt") == (folder / "d" / "in.txt").resolve()


@pytest.mark.parametrize(
    ("command", "listed"),
    [
        ("validate posts --no-cache", "stdout"),
        ("convert posts -o out", "stderr"),
        ("strip posts -o out", "stderr"),
        ("export jsonl posts", "stderr"),
        ("export epub posts -o out", "stderr"),
    ],
)
@pytest.mark.parametrize("becomes", ["gone", "folder", "pipe"])
def test_a_post_that_is_no_file_any_more_costs_itself_alone(
    newskit, site: Path, monkeypatch: pytest.MonkeyPatch, command: str, listed: str, becomes: str
) -> None:
    for name in ("b", "c"):
        (site / "posts" / f"{name}.md").write_text(POST)
    opened = files.open_descriptor

    def changed(path: str) -> tuple[int, os.stat_result]:
        place = site / path
        if place.name == "b.md" and place.is_file():  # between the walk and the reading
            place.unlink()
            if becomes != "gone":
                KINDS[becomes](place)
        return opened(path)

    monkeypatch.setattr("newskit.read.files.open_descriptor", changed)
    done = newskit(*command.split(), cwd=site)
    assert done.returncode == 2
    said = getattr(done, listed).decode()
    assert said.count("NK100") == 1
    assert "posts/b.md:1:1: NK100" in said
    if "-o out" in command and "epub" not in command:
        assert sorted(path.name for path in (site / "out").iterdir()) == ["a.md", "c.md"]
