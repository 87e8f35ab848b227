"""`newskit validate`: exit codes, repairs, formats, baseline, cache; the two ways in agree."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from newskit.cli.app import run_quickly
from newskit.cli.settings import Inputs
from newskit.cli.validate import are_few
from newskit.config.model import Config
from newskit.jobs.remembered import Cache
from newskit.jobs.validate import validate
from newskit.read.files import iter_sources

RIGHT = "---\nlayout: post\ntitle: T\ndate: 2024-05-01\n---\nText.\n"
BROKEN = "---\nlayout: post\ntitle: Berlin: a city\ndate: 2024-05-01\n---\nText.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "_posts"
    folder.mkdir()
    (folder / "2024-05-01-right.md").write_text(RIGHT)
    (folder / "2024-05-01-wrong.md").write_text(BROKEN)
    return folder


class Done(NamedTuple):
    """How a run ended."""

    returncode: int
    stdout: bytes
    stderr: bytes


Check = Callable[..., Done]


@pytest.fixture
def check(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Check:
    """Run `newskit validate` in this process, as the entry point does; quicker than a new one."""

    def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> Done:
        for name in [name for name in os.environ if name.startswith("NEWSKIT_")]:
            monkeypatch.delenv(name)
        monkeypatch.chdir(cwd or tmp_path)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        code = run_quickly(["validate", *map(str, arguments)])
        sys.stdout.flush()
        done = capfdbinary.readouterr()
        assert code is not None
        return Done(code, done.out, done.err)

    return run


def test_exit_codes(check: Check, newskit, archive: Path) -> None:
    assert check(archive / "2024-05-01-right.md").returncode == 0
    assert check(archive).returncode == 1
    assert check(archive, "--exit-zero").returncode == 0
    gone = archive / "gone.md"
    gone.symlink_to("nowhere.md")
    assert check(archive, "--exit-zero").returncode == 2  # findings are forgiven, not faults
    gone.unlink()
    assert check(archive, "--ignore", "NK121").returncode == 0
    assert check(archive, "--fail-on", "never").returncode == 0
    assert check(archive, "--schema", "missing.json").returncode == 2
    assert check(archive, "--select", "NK888").returncode == 2
    assert check(archive / "none.md").returncode == 2
    assert newskit("convert").returncode == 2


def test_warnings_fail_only_when_they_shall(check: Check, tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    post.write_text("---\ntitle: T\n---\nSee [a]().\n")
    assert check(post).returncode == 0
    assert check(post, "--fail-on", "warning").returncode == 1


def test_findings_are_on_stdout_and_talk_is_on_stderr(check: Check, archive: Path) -> None:
    done = check(archive)
    assert done.stdout.decode().endswith(
        "2024-05-01-wrong.md:3:14: NK121 [*] a colon inside the value of `title` makes YAML see"
        " another key\n"
    )
    assert b"2 posts: 1 finding," in done.stderr
    assert check(archive, "--quiet").stderr == b""


def test_fix_writes_only_what_it_mends_and_does_it_once(check: Check, archive: Path) -> None:
    right, wrong = sorted(archive.iterdir())
    before = right.stat().st_mtime_ns
    done = check(archive, "--fix")
    assert done.returncode == 0
    assert wrong.read_text() == BROKEN.replace("Berlin: a city", '"Berlin: a city"')
    assert right.stat().st_mtime_ns == before
    written = wrong.stat().st_mtime_ns
    assert check(archive, "--fix").returncode == 0
    assert wrong.stat().st_mtime_ns == written


def test_unsafe_repairs_are_asked_for(check: Check, tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    text = "---\ntitle: HIV.gov&#8217;s 6 Ways\n---\nText.\n"
    post.write_text(text)
    check(post, "--fix")
    assert post.read_text() == text
    check(post, "--fix", "--unsafe-fixes")
    assert post.read_text() == text.replace("&#8217;", "’")


def test_diff_writes_nothing(check: Check, archive: Path) -> None:
    done = check(archive, "--diff")
    assert done.returncode == 1
    assert b'\n-title: Berlin: a city\n+title: "Berlin: a city"\n' in done.stdout
    assert (archive / "2024-05-01-wrong.md").read_text() == BROKEN
    assert check(archive / "2024-05-01-right.md", "--diff").returncode == 0
    assert check(archive, "--fix", "--diff").stdout == done.stdout
    assert (archive / "2024-05-01-wrong.md").read_text() == BROKEN


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@pytest.mark.parametrize("name", ["a b  c.md", 'a"b.md', "a\nb.md", "ünï.md", "a\\b.md"])
def test_patch_applies_a_diff_whatever_the_file_is_called(
    check: Check, tmp_path: Path, name: str
) -> None:
    post = tmp_path / name
    post.write_bytes(b"---\r\ntitle: A: b\r\n---\r\nText.")
    diff = check(post, "--diff").stdout.replace(os.fsencode(tmp_path).lstrip(b"/") + b"/", b"")
    command = ["patch", "-p1", "-s", "--binary"]
    subprocess.run(command, input=diff, cwd=tmp_path, check=True)
    assert post.read_bytes() == b'---\r\ntitle: "A: b"\r\n---\r\nText.'


def test_mark_newlines_and_encoding_survive_a_repair(check: Check, tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    text = (
        "---\r\ntitle: 整治: 虚拟货币挖矿活动的通知已经下发\r\n---\r\n正文在这里，还有一些字。\r\n"
    )
    post.write_bytes(text.encode("gb18030"))
    check(post, "--fix")
    mended = text.replace(
        "整治: 虚拟货币挖矿活动的通知已经下发", '"整治: 虚拟货币挖矿活动的通知已经下发"'
    )
    assert post.read_bytes() == mended.encode("gb18030")
    post.write_bytes(b"\xef\xbb\xbf" + RIGHT.encode())
    check(post, "--fix")
    assert post.read_bytes() == RIGHT.encode()


def test_standard_input(check: Check) -> None:
    done = check("-", "--stdin-filename", "_posts/x.md", stdin=BROKEN.encode())
    assert done.stdout.startswith(b"_posts/x.md:3:14: NK121")
    assert check("-", "--fix", stdin=b"").returncode == 2


def test_output_file_and_statistics(check: Check, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    done = check(archive, "--output-format", "json", "--output-file", target)
    assert done.stdout == b""
    assert json.loads(target.read_text())[0]["code"] == "NK121"
    done = check(archive, "--statistics")
    assert done.stdout.decode().splitlines()[-1] == "1  NK121 colon-in-value"


def test_a_baseline_hides_old_findings_and_shrinks(
    check: Check, archive: Path, tmp_path: Path
) -> None:
    baseline = tmp_path / "baseline.json"
    assert check(archive, "--baseline", baseline).returncode == 0
    assert len(json.loads(baseline.read_text())["findings"]) == 1
    (archive / "2024-05-02-new.md").write_text("---\ntitle: T\ntags: [a\n---\nText.\n")
    done = check(archive, "--baseline", baseline)
    assert done.returncode == 1
    assert b"NK129" in done.stdout
    assert b"NK121" not in done.stdout
    (archive / "2024-05-01-wrong.md").write_text(RIGHT)
    check(archive, "--baseline", baseline)
    assert json.loads(baseline.read_text())["findings"] == {}


def test_a_baseline_keeps_what_the_run_did_not_look_for(
    check: Check, archive: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        text = BROKEN.replace("title: Berlin: a city", "title: T\npermalink: /x/").replace(
            "T", name
        )
        (archive / f"2024-05-01-{name}.md").write_text(text)
    baseline = tmp_path / "baseline.json"
    check(archive, "--baseline", baseline)
    old = baseline.read_text()
    assert len(json.loads(old)["findings"]) == 2
    right, wrong = archive / "2024-05-01-right.md", archive / "2024-05-01-wrong.md"
    for arguments in (
        (right,),
        (archive / "2024-05-01-b.md",),
        (archive / "2024-05-01-b.md", right),
        (archive, "--no-archive"),
        (archive, "--select", "NK303"),
        (wrong, "--diff"),
    ):
        check(*arguments, "--baseline", baseline)
        assert baseline.read_text() == old
    wrong.write_text(RIGHT)
    check(wrong, "--baseline", baseline)
    assert [*json.loads(baseline.read_text())["findings"]] == [str(archive / "2024-05-01-b.md")]


def test_ignores_in_the_configuration(check: Check, archive: Path, tmp_path: Path) -> None:
    config = tmp_path / "newskit.toml"
    config.write_text('[validate.per-file-ignores]\n"*-wrong.md" = ["NK121"]\n')
    assert check(archive, cwd=tmp_path).returncode == 0
    config.write_text('[validate]\nignore = ["NK12"]\n')
    assert check(archive, cwd=tmp_path).returncode == 0
    config.write_text("[validate]\nignroe = []\n")
    done = check(archive, cwd=tmp_path)
    assert done.returncode == 2
    assert b"ignore" in done.stderr


def test_a_second_run_says_the_same_from_the_cache(
    check: Check, newskit, archive: Path, tmp_path: Path
) -> None:
    first = check(archive, cwd=tmp_path)
    results = tmp_path / ".newskit_cache" / "results.db"
    # What rests on the posts beside a post is found anew: the broken one asks them for its repair.
    assert sqlite3.connect(results).execute("SELECT count(*) FROM result").fetchone() == (1,)
    second = check(archive, cwd=tmp_path)
    assert (second.stdout, second.returncode) == (first.stdout, first.returncode)
    (archive / "2024-05-01-wrong.md").write_text(RIGHT)
    assert check(archive, cwd=tmp_path).returncode == 0
    done = newskit("cache", "clean", cwd=tmp_path)
    assert done.returncode == 0
    assert not results.parent.exists()


def test_a_damaged_cache_does_no_harm(check: Check, archive: Path, tmp_path: Path) -> None:
    expected = check(archive, "--no-cache", cwd=tmp_path).stdout
    check(archive, cwd=tmp_path)
    results = tmp_path / ".newskit_cache" / "results.db"
    with sqlite3.connect(results) as database:
        database.execute("UPDATE result SET findings = ?, facts = ?", (b"{]", b"[1]"))
        database.execute("UPDATE between_posts SET findings = ?", (b"\x80",))
    assert check(archive, cwd=tmp_path).stdout == expected
    for asked in (
        b"\x80",
        b"[1]",
        b'[["file","","a",1]]',
        b'[["ref","/","a",true]]',
        b"[[1,2,3,4]]",
    ):
        with sqlite3.connect(results) as database:
            database.execute("UPDATE archive SET asked = ?", (asked,))
        assert check(archive, cwd=tmp_path).stdout == expected
    for part in results.parent.glob("results.db*"):
        part.write_bytes(b"no database")
    assert check(archive, cwd=tmp_path).stdout == expected


def test_the_target_of_a_link_is_missed_though_no_post_has_changed(
    check: Check, archive: Path, tmp_path: Path
) -> None:
    (archive / "2024-05-02-link.md").write_text(RIGHT + "See [the other](../other.md).\n")
    other = tmp_path / "other.md"
    other.write_text(RIGHT)
    assert b"NK406" not in check(archive, cwd=tmp_path).stdout
    other.unlink()
    assert b"NK406" in check(archive, cwd=tmp_path).stdout
    assert b"NK406" in check(archive, cwd=tmp_path).stdout
    other.write_text(RIGHT)
    assert b"NK406" not in check(archive, cwd=tmp_path).stdout


def one_address(archive: Path) -> None:
    for name in ("a", "b"):
        text = RIGHT.replace("title: T", f"title: {name}\npermalink: /x/")
        (archive / f"2024-05-01-{name}.md").write_text(text)


def test_rows_that_go_during_a_run_cost_no_finding(archive: Path, tmp_path: Path) -> None:
    one_address(archive)
    config = Config()

    def run(*, lose_rows: bool) -> list[str]:
        codes: list[str] = []
        sources = iter_sources([str(archive)], config.read)
        for checked in validate(sources, config, cache=Cache(tmp_path, config)):
            codes += [one.code for one in checked.problems]
            if lose_rows:
                with sqlite3.connect(tmp_path / ".newskit_cache" / "results.db") as database:
                    database.executescript("DELETE FROM result; DELETE FROM archive")
        return codes

    expected = ["NK121", "NK401"]
    assert run(lose_rows=False) == expected
    assert run(lose_rows=True) == expected
    with sqlite3.connect(tmp_path / ".newskit_cache" / "results.db") as database:
        assert database.execute("SELECT count(*) FROM archive").fetchone() == (0,)
    assert run(lose_rows=False) == expected


def test_records_are_compared_with_a_cache_too(check: Check, tmp_path: Path) -> None:
    text = " ".join(f"word{number} and so on" for number in range(40))
    line = json.dumps({"title": "T", "content_markdown": text})
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "all.jsonl").write_text(f"{line}\n{line}\n")
    expected = check("records", "--include", "*.jsonl", "--no-cache").stdout
    assert b"NK404" in expected
    assert check("records", "--include", "*.jsonl").stdout == expected


def test_the_cache_forgets_files_that_are_gone_and_keeps_other_settings(
    check: Check, archive: Path, tmp_path: Path
) -> None:
    # What rests on the posts beside a post is not remembered: these two ask for none.
    (archive / "2024-05-01-wrong.md").unlink()
    (archive / "2024-05-01-sound.md").write_text(RIGHT.replace("Text", "Other words"))
    check(archive, cwd=tmp_path)
    check(archive, "--select", "NK121", cwd=tmp_path)
    results = tmp_path / ".newskit_cache" / "results.db"
    count = "SELECT count(*), count(DISTINCT path) FROM result"
    with sqlite3.connect(results) as database:
        assert database.execute(count).fetchone() == (4, 2)
        database.execute("UPDATE setting SET day = day - 1")
    (archive / "2024-05-01-sound.md").unlink()
    check(archive, cwd=tmp_path)
    with sqlite3.connect(results) as database:
        assert database.execute(count).fetchone() == (2, 1)
        database.execute("UPDATE setting SET day = day - 100")
    check(archive, cwd=tmp_path)
    with sqlite3.connect(results) as database:
        assert database.execute(count).fetchone() == (1, 1)


def test_runs_at_once_share_the_cache(archive: Path, tmp_path: Path) -> None:
    for number in range(40):
        (archive / f"2024-05-03-{number}.md").write_text(BROKEN.replace("Text", f"Text {number}"))
    command = [sys.executable, "-m", "newskit", "validate", str(archive), "--no-archive", "-q"]
    runs = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    outputs = {run.communicate() for run in runs}
    assert len(outputs) == 1
    assert next(iter(outputs))[1] == b""


@pytest.mark.parametrize(
    ("name", "few"),
    [
        ("a.md", True),
        ("a?.md", True),  # a file of that name
        ("", False),
        ("?.md", False),
        ("[ab].md", False),
        ("**/*.md", False),
        ("a.tar", False),
        ("a.TAR.GZ", False),
        ("a.ndjson", False),
        ("s3://bucket/posts", False),
    ],
)
def test_only_named_posts_are_few_enough_for_one_process(
    name: str, *, few: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ("a.md", "a?.md", "a.tar", "a.TAR.GZ", "a.ndjson"):
        (tmp_path / file).write_text(RIGHT)
    monkeypatch.chdir(tmp_path)
    assert are_few(Inputs((name or str(tmp_path),))) is few


def test_jobs_do_not_change_the_output(newskit, archive: Path) -> None:
    for number in range(90):
        text = BROKEN.replace("Text", f"Text {number}")
        (archive / f"2024-05-03-{number}.md").write_text(text)
    one = newskit("validate", archive, "--no-cache", "--all", "--jobs", "1")
    two = newskit("validate", archive, "--no-cache", "--all", "--jobs", "2")
    assert one.stdout == two.stdout
    assert one.stdout.count(b"NK121") == 91


def test_one_file_imports_nothing_heavy(archive: Path) -> None:
    code = (
        "import sys\nfrom newskit.cli.app import run_quickly\n"
        f"run_quickly(['validate', {str(archive / '2024-05-01-right.md')!r}, '--isolated'])\n"
        "heavy = {'yaml', 'jsonschema', 'typer', 'rich', 'bs4', 'markdownify', 'lxml', 'sqlite3',"
        " 'multiprocessing', 'cmarkgfm', 'selectolax', 'pathspec'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ}
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_rule_pages(newskit) -> None:
    assert b"colon-in-value" in newskit("rule", "nk121").stdout
    assert newskit("rule", "colon-in-value").stdout == newskit("rule", "NK121").stdout
    rows = json.loads(newskit("rule", "--all", "--output-format", "json").stdout)
    assert len(rows) > 90
    assert {"code", "name", "summary", "severity", "repair", "manual"} <= rows[0].keys()
    done = newskit("rule", "colon-in-valeu")
    assert done.returncode == 2
    assert b"did you mean `colon-in-value`?" in done.stderr


def test_the_start_of_codes_lists_a_group_of_rules(newskit) -> None:
    lines = newskit("rule", "nk9").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["NK900", "NK901", "NK902"]
    assert all(line.startswith("NK9") for line in lines)
    everything = newskit("rule", "--all").stdout.decode().splitlines()
    assert set(lines) == {line for line in everything if line.startswith("NK9")}
    assert newskit("rule", "NKX").returncode == 2


def test_a_schema_of_the_archive_accuses_only_the_outliers(newskit, tmp_path: Path) -> None:
    folder = tmp_path / "_posts"
    folder.mkdir()
    for number in range(60):
        tags = "[a, b]" if number else "none"
        extra = "" if number == 7 else "author: A\n"
        post = (
            f"---\ntitle: T{number}\ndate: 2024-05-01\ntags: {tags}\n{extra}---\nText {number}.\n"
        )
        (folder / f"{number:02}.md").write_text(post)
    schema = tmp_path / "schema.json"
    done = newskit("schema", "infer", folder, "-o", schema)
    assert done.returncode == 0
    accused = [line for line in done.stderr.decode().splitlines() if " NK" in line]
    assert sorted(line.rsplit("/", 1)[1].split(":")[0] for line in accused) == ["00.md", "07.md"]
    found = newskit("validate", folder, "--schema", schema, "--select", "NK2")
    assert found.stdout.decode().splitlines() == sorted(found.stdout.decode().splitlines())
    assert len(found.stdout.splitlines()) == 2
