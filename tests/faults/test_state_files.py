"""State files and links that lie in an archive are input: they name nothing outside of it."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from pathlib import Path

import pytest

POST = "---\ntitle: Ferry\ndate: 2024-01-02\n---\n<p>The ferry <b>sails</b>.</p>\n"
KEPT = "years of work\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of one post, beside files that no run has any business with."""
    (tmp_path / "site" / "posts").mkdir(parents=True)
    (tmp_path / "site" / "posts" / "a.md").write_text(POST)
    (tmp_path / "site" / "thesis.txt").write_text(KEPT)
    (tmp_path / "outside.md").write_text(POST)
    return tmp_path / "site"


@pytest.mark.parametrize("name", ["..", ".", "", "../..", "/", "posts/..", "..\\x", "\0"])
@pytest.mark.parametrize("key", ["folder", "packed"])
def test_a_list_of_volumes_removes_nothing_that_is_no_volume(
    newskit, site: Path, name: str, key: str
) -> None:
    (site / "mimetype").write_text("application/epub+zip")
    (site / "book").mkdir()
    entry = {"folder": "x", "packed": None, "identifier": "urn:uuid:1", key: name}
    (site / "book" / "volumes.json").write_text(json.dumps({"volumes": [entry]}))
    assert newskit("export", "epub", "posts", "-o", "book", cwd=site).returncode == 0
    assert (site / "thesis.txt").read_text() == KEPT
    assert (site / "posts" / "a.md").read_text() == POST
    assert (site / "book" / "2024-01" / "mimetype").exists()


def test_a_listed_volume_that_holds_more_than_a_book_stays(newskit, site: Path) -> None:
    newskit("export", "epub", "posts", "-o", "book", cwd=site)
    (site / "book" / "2024-01" / "notes.txt").write_text(KEPT)
    (site / "posts" / "a.md").write_text(POST.replace("2024-01", "2024-02"))
    assert newskit("export", "epub", "posts", "-o", "book", cwd=site).returncode == 0
    assert (site / "book" / "2024-02").is_dir()
    assert (site / "book" / "2024-01" / "notes.txt").read_text() == KEPT


def test_a_listed_volume_of_another_identifier_stays(newskit, site: Path) -> None:
    newskit("export", "epub", "posts", "-o", "book", cwd=site)
    listed = site / "book" / "volumes.json"
    listed.write_text(listed.read_text().replace("urn:uuid:", "urn:uuid:0"))
    (site / "posts" / "a.md").write_text(POST.replace("2024-01", "2024-02"))
    newskit("export", "epub", "posts", "-o", "book", cwd=site)
    assert (site / "book" / "2024-01" / "mimetype").exists()


@pytest.mark.parametrize("extra", ["notes.txt", "EPUB/text/mine.xhtml", "META-INF/notes.xml"])
def test_a_book_with_a_file_of_somebody_is_not_replaced(newskit, site: Path, extra: str) -> None:
    newskit("export", "epub", "posts", "-o", "book", cwd=site)
    (site / "book" / "2024-01" / extra).write_text(KEPT)
    (site / "posts" / "a.md").write_text(POST.replace("sails", "waits"))
    done = newskit("export", "epub", "posts", "-o", "book", cwd=site)
    assert done.returncode == 2
    assert extra.encode() in done.stderr
    assert (site / "book" / "2024-01" / extra).read_text() == KEPT


def test_a_packed_book_that_is_none_is_not_replaced(newskit, site: Path) -> None:
    (site / "book").mkdir()
    (site / "book" / "2024-01.epub").write_text(KEPT)
    done = newskit("export", "epub", "posts", "-o", "book", "--pack", cwd=site)
    assert done.returncode == 2
    assert (site / "book" / "2024-01.epub").read_text() == KEPT


def test_a_list_of_volumes_that_is_a_link_is_replaced_itself(newskit, site: Path) -> None:
    (site / "book").mkdir()
    (site / "book" / "volumes.json").symlink_to(site / "thesis.txt")
    newskit("export", "epub", "posts", "-o", "book", cwd=site)
    assert (site / "thesis.txt").read_text() == KEPT
    assert "2024-01" in (site / "book" / "volumes.json").read_text()


@pytest.mark.parametrize("place", ["a.md", "sub/a.md"])
def test_an_output_folder_whose_links_lead_out_is_not_written_through(
    newskit, site: Path, place: str
) -> None:
    other = site.parent / "other"
    other.mkdir()
    (other / "a.md").write_text(KEPT)
    (site / "out").mkdir()
    post = site / "posts" / place
    post.parent.mkdir(exist_ok=True)
    post.write_text(POST)
    link = site / "out" / place.split("/", maxsplit=1)[0]
    link.symlink_to(other / "a.md" if link.name == "a.md" else other)
    newskit("convert", "posts", "-o", "out", cwd=site)
    assert (other / "a.md").read_text() == KEPT


@pytest.mark.parametrize("arguments", [("convert",), ("strip",), ("validate", "--fix")])
def test_a_link_out_of_the_archive_is_neither_read_nor_written(
    newskit, site: Path, arguments: tuple[str, ...]
) -> None:
    (site / "posts" / "link.md").symlink_to(site.parent / "outside.md")
    in_place = () if "--fix" in arguments else ("--in-place",)
    done = newskit(*arguments, "posts", *in_place, cwd=site)
    assert (site.parent / "outside.md").read_text() == POST
    assert b"link.md" in done.stdout + done.stderr
    assert done.returncode == 2


def test_a_link_out_of_the_archive_is_not_published(newskit, site: Path) -> None:
    (site.parent / "secret.txt").write_text("the key under the mat\n")
    (site / "posts" / "link.md").symlink_to(site.parent / "secret.txt")
    done = newskit("export", "jsonl", "posts", cwd=site)
    assert b"under the mat" not in done.stdout
    assert b"outside of the archive" in done.stderr
    named = newskit("export", "jsonl", "posts/link.md", cwd=site)
    assert b"under the mat" in named.stdout


def test_a_link_within_the_archive_is_read_but_no_file_is_rewritten_through_it(
    newskit, site: Path
) -> None:
    (site / "notes.cfg").write_text(POST)
    (site / "posts" / "link.md").symlink_to(site / "notes.cfg")
    done = newskit("convert", ".", "--in-place", cwd=site)
    assert (site / "notes.cfg").read_text() == POST
    assert b"link.md" in done.stderr


def _undo_record(path: str, text: str, before: str) -> str:
    """A record whose digests are right: whoever knows a file's content can write one."""
    sha = lambda one: hashlib.sha256(one.encode()).hexdigest()  # noqa: E731
    edit = {"start": 0, "end": len(text), "text": before}
    row = {"path": path, "before": sha(before), "after": sha(text), "edits": [edit]}
    return json.dumps({**row, "bytes": sha(before)}) + "\n"


@pytest.mark.parametrize("path", ["../thesis.txt", "../.profile", "notes.cfg", ".hidden/x.md"])
def test_an_undo_record_restores_posts_of_the_named_folder_only(
    newskit, site: Path, path: str
) -> None:
    target = site / "posts" / path
    target.parent.mkdir(exist_ok=True)
    target.write_text(KEPT)
    record = _undo_record(path, KEPT, "something else\n")
    (site / "posts" / ".newskit-undo.jsonl").write_text(record)
    done = newskit("strip", "posts", "--undo", cwd=site)
    assert target.read_text() == KEPT
    assert (done.returncode, b"is not a post in what was named" in done.stderr) == (1, True)


UNDOABLE = {"start": len(POST), "end": len(POST), "text": "Said."}


@pytest.mark.parametrize(
    "damage",
    [
        {"encoding": "undefined"},
        {"encoding": "a\0b"},
        {"path": "a\0.md"},
        {"path": "a" * 3000},
        {"path": "\udc80.md"},
        {"edits": [{**UNDOABLE, "start": float("inf")}]},
        None,
    ],
)
def test_a_damaged_undo_record_costs_no_other(
    newskit, site: Path, damage: dict[str, object] | None
) -> None:
    sound = {
        "path": "a.md",
        "before": hashlib.sha256(f"{POST}Said.".encode()).hexdigest(),
        "after": hashlib.sha256(POST.encode()).hexdigest(),
        "edits": [UNDOABLE],
    }
    deep = "[" * 100_000
    (site / "posts" / "b.md").write_text(POST)
    line = deep if damage is None else json.dumps({**sound, **damage})
    records = f"{json.dumps({**sound, 'path': 'b.md'})}\n{line}\n"
    (site / "posts" / ".newskit-undo.jsonl").write_text(records)
    done = newskit("strip", "posts", "--undo", cwd=site)
    assert done.returncode == 1, done.stderr
    assert b"1 restored, 1 left alone" in done.stderr
    assert (site / "posts" / "a.md").read_text() == POST
    assert (site / "posts" / "b.md").read_text() == f"{POST}Said."


@pytest.mark.parametrize("name", ["out/manifest.json", "base.json", "package.json"])
def test_json_nested_beyond_measure_is_reported_or_passed_over(
    newskit, site: Path, name: str
) -> None:
    (site / "out").mkdir()
    (site / name).write_text("[" * 100_000)
    for words in (
        ("export", "jsonl", "posts", "-o", "out", "--cluster", "plan", "--resume"),
        ("validate", "posts", "--baseline", "base.json"),
        ("convert", "posts", "-o", "elsewhere"),
    ):
        done = newskit(*words, cwd=site)
        assert b"bug of its own" not in done.stderr, done.stderr


def test_a_name_that_is_no_text_is_a_name_for_every_command(newskit, site: Path) -> None:
    (site / "thesis.txt").unlink()
    (site / "posts" / "a.md").rename(site / "posts" / "\udc80.md")
    schemas = '[[validate.schemas]]\nfiles = ["*.md"]\nschema = "builtin:hugo-post"\n'
    (site / "newskit.toml").write_text(schemas)
    (site / ".gitignore").write_bytes(b"\xff*\n")
    for words in (("validate", "posts"), ("site", "."), ("convert", "posts", "-o", "out")):
        done = newskit(*words, cwd=site)
        assert done.returncode in {0, 1}, done.stderr
    assert (site / "out").exists()
    assert "\\udc80.md" in newskit("site", "posts", cwd=site).stdout.decode()


def test_undo_records_are_not_appended_through_a_link(newskit, site: Path) -> None:
    words = "The council of the harbour has met and closed the old bridge until May.\n\n"
    post = f"---\ntitle: A\n---\n{words * 5}© 2024 Harbour Notes. All rights reserved.\n"
    (site / "posts" / "a.md").write_text(post)
    (site / "posts" / ".newskit-undo.jsonl").symlink_to(site / "thesis.txt")
    done = newskit("strip", "posts", "--in-place", cwd=site)
    assert (site / "thesis.txt").read_text() == KEPT
    assert (site / "posts" / "a.md").read_text() == post
    assert done.returncode == 2


def _foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE result (precious TEXT)")
        database.execute("INSERT INTO result VALUES ('kept')")
    database.close()


def _is_whole(path: Path) -> bool:
    database = sqlite3.connect(path)
    rows = database.execute("SELECT precious FROM result").fetchall()
    tables = database.execute("SELECT name FROM sqlite_master").fetchall()
    database.close()
    return (rows, tables) == ([("kept",)], [("result",)])


@pytest.mark.parametrize("kind", ["link", "hard link", "file", "folder is a link"])
def test_a_cache_that_is_not_ours_is_left_alone(newskit, site: Path, kind: str) -> None:
    from newskit.jobs.memory import CACHE_FOLDER, DATABASE

    precious = site.parent / "precious.db"
    folder = site / CACHE_FOLDER
    if kind == "folder is a link":
        (site.parent / "elsewhere").mkdir()
        precious = site.parent / "elsewhere" / DATABASE
        folder.symlink_to(site.parent / "elsewhere")
    else:
        folder.mkdir()
        (folder / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n")
    _foreign_database(precious if kind != "file" else folder / DATABASE)
    if kind == "link":
        (folder / DATABASE).symlink_to(precious)
    elif kind == "hard link":
        (folder / DATABASE).hardlink_to(precious)
    (site / "posts" / "b.md").write_text("---\ntitle: [\n---\nx\n")
    for _ in range(2):
        assert newskit("validate", ".", cwd=site).returncode == 1
    assert _is_whole(precious if kind != "file" else folder / DATABASE)


def test_cleaning_the_cache_removes_no_folder_that_is_not_ours(newskit, site: Path) -> None:
    from newskit.jobs.memory import CACHE_FOLDER

    (site / CACHE_FOLDER).mkdir()
    (site / CACHE_FOLDER / "CACHEDIR.TAG").write_text("Signature: another program's\n")
    (site / CACHE_FOLDER / "thesis.txt").write_text(KEPT)
    newskit("cache", "clean", cwd=site)
    assert (site / CACHE_FOLDER / "thesis.txt").read_text() == KEPT


def test_a_cache_sees_a_change_that_leaves_size_and_time_as_they_were(newskit, site: Path) -> None:
    post = site / "posts" / "a.md"
    before = post.stat()
    good, bad = POST.encode(), POST.replace("title: Ferry", "title: [erry").encode()
    assert len(good) == len(bad)
    for data, code in ((good, 0), (bad, 1), (good, 0), (bad, 1)):
        post.write_bytes(data)
        os.utime(post, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert newskit("validate", "posts", cwd=site).returncode == code


def test_a_young_file_is_known_by_its_content(tmp_path: Path, monkeypatch) -> None:
    from newskit.jobs import memory

    path = tmp_path / "a.md"
    path.write_text("one")
    young = memory.stamp_of(b"a.md", str(path))
    path.write_text("two")
    monkeypatch.setattr(memory.time, "time_ns", lambda: path.stat().st_ctime_ns + 10**10)
    old = memory.stamp_of(b"a.md", str(path))
    assert young.content
    assert young.content != memory.content_of(str(path))
    assert not old.content


def test_a_cache_of_an_earlier_layout_is_made_anew(newskit, site: Path) -> None:
    from newskit.jobs.memory import CACHE_FOLDER, DATABASE

    newskit("validate", ".", cwd=site)
    path = site / CACHE_FOLDER / DATABASE
    with sqlite3.connect(path) as database:
        database.executescript("PRAGMA application_id=0; PRAGMA user_version=4;")
    newskit("validate", ".", cwd=site)
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA application_id").fetchone() != (0,)
