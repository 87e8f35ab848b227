"""Real processes in real pipes: every command reads the records, and pipes behave."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "newskit"]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("NEWSKIT_")]:
        monkeypatch.delenv(name)


def pipeline(*commands: list[str], cwd: Path) -> tuple[list[int], bytes, list[bytes]]:
    """Run commands joined by pipes; gives their codes, the last one's output, and all stderr."""
    processes: list[subprocess.Popen[bytes]] = []
    errors = [cwd / f"stderr-{number}" for number in range(len(commands))]
    upstream = None
    with ExitStack() as stack:
        for command, error in zip(commands, errors, strict=True):
            process = stack.enter_context(
                subprocess.Popen(
                    [*COMMAND, *command],
                    stdin=upstream,
                    stdout=subprocess.PIPE,
                    stderr=stack.enter_context(error.open("wb")),
                    cwd=cwd,
                )
            )
            if upstream is not None:
                upstream.close()
            upstream = process.stdout
            processes.append(process)
        output = processes[-1].communicate()[0]
        codes = [process.wait() for process in processes]
    return codes, output, [error.read_bytes() for error in errors]


@pytest.fixture
def export(archive: Path) -> list[str]:
    return ["export", "jsonl", str(archive), "--isolated", "-j", "1"]


def test_export_validate(export, tmp_path: Path) -> None:
    source = [*export, "--body", "source", "--no-strip"]
    codes, piped, errors = pipeline(source, ["validate", "-"], cwd=tmp_path)
    assert codes == [1, 1], errors  # some posts of the archive cannot be read whole
    assert b"-:" in piped


def test_export_strip_and_convert_pass_records_on(export, tmp_path: Path, count: int) -> None:
    codes, output, errors = pipeline(
        [*export, "--no-strip", "--body", "source"], ["strip", "-"], ["convert", "-"], cwd=tmp_path
    )
    assert codes == [1, 1, 1], errors  # some posts of the archive cannot be read whole
    records = [json.loads(line) for line in output.splitlines()]
    assert len(records) == count
    seed = next(r for r in records if "000_12a10f2c5a4f20d9" in r["metadata"]["newskit"]["path"])
    assert seed["source"] == "财联社"
    assert seed["metadata"]["newskit"]["stripped"]
    assert "<p>" not in seed["metadata"]["newskit"]["source"]["text"]


def test_exporting_records_again_is_the_identity(export, tmp_path: Path) -> None:
    again = ["export", "jsonl", "-", "--isolated", "-j", "1"]
    for body in ("markdown", "source"):
        first = subprocess.run(
            [*COMMAND, *export, "--body", body], capture_output=True, check=False
        )
        codes, second, _ = pipeline(
            [*export, "--body", body], [*again, "--body", body], cwd=tmp_path
        )
        assert set(codes) <= {0, 1}
        assert [_content(line) for line in second.splitlines()] == [
            _content(line) for line in first.stdout.splitlines()
        ]


def _content(line: bytes) -> dict:
    record = json.loads(line)
    facts = record["metadata"].pop("newskit")
    # What was done at first is not done again; it belongs to the first run.
    kept = {"path", "sha256", "source", "front_matter_text", "dates"}
    return {**record, "metadata": {**record["metadata"], **{k: facts.get(k) for k in kept}}}


def test_export_epub_reads_records(export, tmp_path: Path) -> None:
    book = ["export", "epub", "-", "-o", "out"]
    codes, _, errors = pipeline([*export, "--where", "language=zh"], book, cwd=tmp_path)
    assert set(codes) <= {0, 1}, errors
    assert any((tmp_path / "out").rglob("package.opf"))


def test_export_import_gives_the_bytes_back(export, tmp_path: Path, archive: Path) -> None:
    codes, _, errors = pipeline(
        [*export, "--body", "source"], ["import", "jsonl", "-", "-o", "back"], cwd=tmp_path
    )
    assert set(codes) <= {0, 1}, errors
    before = {path.name: path.read_bytes() for path in archive.iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "back").iterdir()} == before


def test_a_closed_pipe_ends_quietly_with_141(archive: Path, tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.md").write_bytes(b"---\ntitle: x\n---\n" + b"word " * 2000)
    process = subprocess.Popen(
        [*COMMAND, "export", "jsonl", str(tmp_path), "-j", "1", "--isolated"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 141
    with process.stderr as stderr:
        assert stderr.read() == b""


def test_one_job_and_two_give_the_same_bytes(export, tmp_path: Path, archive: Path) -> None:
    outputs = []
    for jobs in ("1", "2"):
        target = tmp_path / f"{jobs}.jsonl.zst"
        command = [*COMMAND, "export", "jsonl", str(archive), "--isolated", "-j", jobs]
        subprocess.run([*command, "-o", str(target)], check=False, capture_output=True)
        outputs.append(target.read_bytes())
    assert outputs[0] == outputs[1]


def test_sorting_selecting_and_choosing(newskit, archive: Path) -> None:
    done = newskit(
        "export",
        "jsonl",
        str(archive),
        "--where",
        "date>=2010",
        "--sort",
        "date",
        "--select",
        "id,date_published,metadata.layout",
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    dates = [row["date_published"][:10] for row in rows]
    assert len(rows) > 5
    assert dates == sorted(dates)
    assert all(list(row)[:2] == ["id", "date_published"] for row in rows)
    assert newskit("export", "jsonl", str(archive), "--select", "nope").returncode == 2
    assert newskit("export", "jsonl", str(archive), "--where", "nope=1").returncode == 2


def test_appending_writes_only_what_is_new(newskit, tmp_path: Path, archive: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "a.md").write_bytes(b"---\ntitle: a\n---\n")
    target = tmp_path / "out.jsonl.gz"
    assert newskit("export", "jsonl", str(posts), "-o", str(target)).returncode == 0
    (posts / "b.md").write_bytes(b"---\ntitle: b\n---\n")
    done = newskit("export", "jsonl", str(posts), "-o", str(target), "--append")
    assert b"2 posts: 1 record written, 0 reported, 1 there already" in done.stderr
    titles = [
        json.loads(line)["title"] for line in gzip.decompress(target.read_bytes()).splitlines()
    ]
    assert titles == ["a", "b"]


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    """A folder with a good post and one that cannot be read."""
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "a.md").write_bytes(b"---\ntitle: a\n---\n")
    (folder / "b.md").symlink_to(folder / "missing")
    return folder


def test_unreadable_posts_are_skipped_and_counted(newskit, unreadable: Path) -> None:
    done = newskit("export", "jsonl", str(unreadable))
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert b"b.md" in done.stderr
    assert b"2 posts: 1 record written, 1 reported" in done.stderr


def test_unreadable_posts_can_be_records_of_their_own(newskit, unreadable, tmp_path: Path) -> None:
    errors = tmp_path / "errors.jsonl"
    done = newskit("export", "jsonl", str(unreadable), "--errors", str(errors), "-o", "out.jsonl")
    assert done.returncode == 2
    [row] = [json.loads(line) for line in errors.read_bytes().splitlines()]
    assert row["path"].endswith("b.md")
    assert row["code"] == "NK100"


def test_unreadable_posts_can_end_the_run_with_nothing_written(
    newskit, unreadable, tmp_path
) -> None:
    done = newskit("export", "jsonl", str(unreadable), "--errors", "fail", "-o", "out.jsonl")
    assert done.returncode == 2
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("delay", [0.3, 0.6, 0.9])
def test_a_killed_export_leaves_the_old_file(tmp_path: Path, archive: Path, delay: float) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old\n")
    command = [*COMMAND, "export", "jsonl", str(archive), "-o", str(target), "--isolated"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    data = target.read_bytes()
    assert data == b"old\n" or data.endswith(b"}\n")


def test_a_codec_that_spells_a_character_in_two_ways_gives_the_bytes_back(
    newskit, tmp_path: Path
) -> None:
    japanese = "これは古い文字コードで書かれた日本語の記事です。長さは十分にあります。" * 5
    # NEC's own row of cp932: 0x8790 decodes to what 0x81E0 stands for.
    data = b"---\ntitle: x\n---\n" + japanese.encode("cp932") + b"\x87\x90\n"
    assert data.decode("cp932").encode("cp932") != data
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_bytes(data)
    assert newskit("export", "jsonl", "posts", "--body", "source", "-o", "a.jsonl").returncode == 0
    again = newskit("export", "jsonl", "a.jsonl", "--body", "source")
    assert again.stdout == (tmp_path / "a.jsonl").read_bytes()
    assert newskit("import", "jsonl", "a.jsonl", "-o", "back").returncode == 0
    assert (tmp_path / "back" / "a.md").read_bytes() == data


@pytest.mark.parametrize("size", ["0", "x", "-1", "1.5M", ""])
def test_a_size_that_is_none_is_refused(newskit, archive: Path, size: str) -> None:
    done = newskit("export", "jsonl", str(archive), "-o", "parts", f"--shard-size={size or ' '}")
    assert done.returncode == 2
    assert b"is not a size" in done.stderr


def test_import_refuses_line_by_line_and_keeps_other_files(newskit, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.md").write_bytes(b"mine\n")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "elsewhere")
    rows = [
        {"id": "a", "text": "one", "title": "A"},
        {"id": "b", "text": "x", "metadata": {"newskit": {"path": "../up.md"}}},
        {"id": "c", "text": "x", "metadata": {"newskit": {"path": "kept.md"}}},
        {"id": "d", "text": "x", "metadata": {"newskit": {"path": "link/out.md"}}},
        {"id": "a", "text": "twice"},
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    done = newskit("import", "jsonl", "-", "-o", "out", stdin=lines)
    assert done.returncode == 1
    assert b"5 records: 1 written, 0 unchanged, 4 refused" in done.stderr
    assert all(f"-:{line}:".encode() in done.stderr for line in (2, 3, 4, 5))
    assert (tmp_path / "out" / "kept.md").read_bytes() == b"mine\n"
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not (tmp_path / "up.md").exists()
    again = newskit("import", "jsonl", "-", "-o", "out", stdin=lines.splitlines(keepends=True)[0])
    assert b"1 record: 0 written, 1 unchanged, 0 refused, 0 failed" in again.stderr


def test_front_matter_that_is_a_program_passes_through(newskit, tmp_path: Path) -> None:
    """Eleventy runs JavaScript front matter; nothing here does, and nothing of it is lost."""
    program = b"---js\r\n{\r\n  title: 'Caf\xc3\xa9',\r\n}\r\n---\r\n"
    (tmp_path / "a.md").write_bytes(program + b"<p>one <b>two</b></p>\r\n\r\n[Home](/)\r\n")
    assert newskit("convert", "a.md").stdout == program + b"one **two**\r\n\r\n[Home](/)\r\n"
    stripped = newskit("strip", "a.md")
    assert stripped.stdout == (tmp_path / "a.md").read_bytes()
    lines = newskit("export", "jsonl", "a.md").stdout
    assert json.loads(lines)["text"] == "one two\n\nHome"
    assert newskit("import", "jsonl", "-", "-o", "back", stdin=lines).returncode == 0
    assert (tmp_path / "back" / "a.md").read_bytes().startswith(program)
    checked = newskit("validate", "a.md")
    assert checked.returncode == 0
    assert [line.split()[1] for line in checked.stdout.decode().splitlines()] == ["NK118"]
