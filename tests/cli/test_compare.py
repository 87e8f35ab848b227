"""`newskit compare`: what posts hold that those made of them lack."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

BEFORE = """---
title: Der Rat tagt
date: 2024-01-02
tags: [Hafen]
---
<p>Am Montag tagt der <b>Rat</b>. <a href="https://example.org/plan.pdf"></a></p>
<img src="/rathaus.jpg" alt="Rathaus">
"""
AFTER = "---\ntitle: Der Rat tagt\ndate: 2024-01-02\n---\nAm Montag tagt der **Rat**.\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def work(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "newskit", *arguments, "--isolated"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return work


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_two_posts(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a.html": BEFORE, "b.md": AFTER})
    done = run("compare", "a.html", "b.md")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "a.html:4:8: NK602 missing field: tags: Hafen",
        "a.html:6:35: NK602 missing link: https://example.org/plan.pdf",
        "a.html:7:1: NK602 missing image: /rathaus.jpg",
        "a.html:7:1: NK602 missing alternative text: Rathaus",
    ]
    assert "1 document: 4 values missing" in done.stderr


@pytest.mark.parametrize("broken", ["a.md", "b.md"])
def test_front_matter_that_cannot_be_read_is_no_equal_one(
    run: Run, tmp_path: Path, broken: str
) -> None:
    write(tmp_path, {"a.md": AFTER, "b.md": AFTER})
    (tmp_path / broken).write_text(AFTER.replace("Der Rat", '"Der Rat'), encoding="utf-8")
    done = run("compare", "a.md", "b.md")
    assert done.returncode == 1
    assert f"{broken}:" in done.stdout
    assert "NK105" in done.stdout
    assert "1 not read whole" in done.stderr


# Names that begin or end as those of placeholders do, and a picture written into its address.
@pytest.mark.parametrize(
    "source",
    [
        "/img/gray-whale.jpg",
        "loading_dock.jpg",
        "x.jpg",
        "data:image/png;base64," + "iVBORw0K" * 60,
    ],
)
def test_a_lost_picture_is_missing_whatever_its_name(run: Run, tmp_path: Path, source: str) -> None:
    write(tmp_path, {"a.html": f'<p>one</p><p><img src="{source}"></p>\n', "b.md": "one\n"})
    assert run("compare", "a.html", "b.md").returncode == 1
    write(tmp_path, {"a.html": '<p>one</p><p><img src="/img/spacer.gif"></p>\n'})
    assert run("compare", "a.html", "b.md").returncode == 0


def test_nothing_is_missing_of_what_is_the_same(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a.html": BEFORE, "b.html": BEFORE})
    done = run("compare", "a.html", "b.html")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing is missing" in done.stderr


def test_rows_have_path_kind_value_and_place(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a/x.html": BEFORE, "b/x.md": AFTER})
    rows = json.loads(run("compare", "a", "b", "--output-format", "json").stdout)
    assert [(row["path"], row["line"], row["kind"], row["value"]) for row in rows] == [
        ("a/x.html", 4, "field", "tags: Hafen"),
        ("a/x.html", 6, "link", "https://example.org/plan.pdf"),
        ("a/x.html", 7, "image", "/rathaus.jpg"),
        ("a/x.html", 7, "alternative-text", "Rathaus"),
    ]
    assert rows[1]["related"] == [{"path": "b/x.md", "line": 1, "column": 1}]


@pytest.mark.parametrize(
    "style",
    ["full", "concise", "grouped", "json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson"],
)
def test_every_output_format(run: Run, tmp_path: Path, style: str) -> None:
    write(tmp_path, {"a.html": BEFORE, "b.md": AFTER})
    done = run("compare", "a.html", "b.md", "--output-format", style)
    assert done.returncode == 1
    assert "https://example.org/plan.pdf" in done.stdout


def test_kinds_are_chosen(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a.html": BEFORE, "b.md": AFTER})
    only = run("compare", "a.html", "b.md", "--kind", "link").stdout
    assert "plan.pdf" in only
    assert "rathaus.jpg" not in only
    rest = run(
        "compare", "a.html", "b.md", "--ignore-kind", "link", "--ignore-kind", "field"
    ).stdout
    assert "plan.pdf" not in rest
    assert "Hafen" not in rest
    assert "rathaus.jpg" in rest


def test_a_post_without_a_counterpart(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a/x.md": AFTER, "a/y.md": "---\ntitle: Y\n---\nText\n", "b/x.md": AFTER})
    done = run("compare", "a", "b")
    assert done.returncode == 1
    assert "a/y.md:1:1: NK602 missing post" in done.stdout


def test_documents_are_paired_by_path_name_and_title(run: Run, tmp_path: Path) -> None:
    post = "---\ntitle: {}\n---\n{}\n"
    write(
        tmp_path,
        {
            "a/2020/same.md": post.format("A", "eins"),
            "a/2024-01-02-dated.md": post.format("B", "zwei"),
            "a/moved.md": post.format("„C“ – drei", "drei"),
            "b/2020/same.markdown": post.format("A", "eins"),
            "b/news/dated/index.md": post.format("B", "zwei"),
            "b/p17.html": "<html><title>C: drei</title><body><p>drei</p></body></html>",
        },
    )
    done = run("compare", "a", "b", "--ignore-kind", "field")
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 documents: " in done.stderr


@pytest.mark.parametrize(
    "names", [("a.txt", "a.html"), ("Rat.md", "rat.md"), ("x.md", "x/index.md")]
)
def test_a_copy_lacks_nothing_though_names_differ_by_ending_or_case_alone(
    run: Run, tmp_path: Path, names: tuple[str, str]
) -> None:
    post = "---\ntitle: Rat\n---\n{}\n"
    write(
        tmp_path,
        {
            f"a/{name}": post.format(word)
            for name, word in zip(names, ("eins", "zwei"), strict=True)
        },
    )
    if len(list((tmp_path / "a").rglob("*.*"))) < 2:
        pytest.skip("the file system folds case")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    run("export", "jsonl", "a", "-o", "b.jsonl")
    for made in ("b", "b.jsonl"):
        done = run("compare", "a", made)
        assert (done.returncode, done.stdout) == (0, ""), made


@pytest.mark.parametrize("made", [AFTER, ""])
def test_what_was_made_may_come_on_standard_input(run: Run, tmp_path: Path, made: str) -> None:
    write(tmp_path, {"a/rat.html": BEFORE})
    records = run("export", "jsonl", "a").stdout
    command = [sys.executable, "-m", "newskit", "compare", "a/rat.html", "-", "--isolated"]
    done = subprocess.run(
        command, cwd=tmp_path, input=made or records, capture_output=True, text=True, check=False
    )
    assert "1 document: " in done.stderr
    assert ("missing field: tags: Hafen" in done.stdout) == bool(made)
    assert "missing post" not in done.stdout


def test_records_and_books_that_newskit_wrote(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a/2024-01-02-rat.html": BEFORE})
    run("export", "jsonl", "a", "-o", "a.jsonl")
    run("export", "epub", "a", "-o", "book", "--split", "none")
    for made in ("a.jsonl", "book"):
        done = run("compare", "a", made, "--ignore-kind", "image")
        assert "missing post" not in done.stdout, made
        assert "missing text" not in done.stdout, made
        assert "Hafen" not in done.stdout, made
    back = run("compare", "a.jsonl", "a")
    assert (back.returncode, back.stdout) == (0, "")


def test_books_that_are_packed(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a/2024-01-02-rat.html": BEFORE})
    run("export", "epub", "a", "-o", "book", "--split", "none")
    with zipfile.ZipFile(tmp_path / "book.EPUB", "w") as packed:
        for file in sorted((tmp_path / "book").rglob("*.*")):
            packed.write(file, file.relative_to(tmp_path / "book"))
    for pair in (("a", "book"), ("a", "book.EPUB")):
        done = run("compare", *pair, "--ignore-kind", "image", "--fail-on", "error")
        assert (done.returncode, done.stdout) == (0, ""), pair
    again = run("compare", "book.EPUB", "book", "--fail-on", "error")
    assert (again.returncode, again.stdout) == (0, "")
    shorter = BEFORE.replace("Montag", "Mo")
    write(tmp_path, {"b/2024-01-02-rat.html": shorter})
    assert "Montag" in run("compare", "book.EPUB", "b", "--kind", "text").stdout


def test_a_torn_book_is_an_error(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": AFTER, "torn.epub": "PK\x03\x04 torn"})
    done = run("compare", "a.md", "torn.epub")
    assert done.returncode == 2
    assert "torn.epub" in done.stderr


def test_a_json_feed_over_many_lines(run: Run, tmp_path: Path) -> None:
    items = [
        {"id": "rat", "title": "Der Rat tagt", "content_html": "<p>Am Montag tagt der Rat.</p>"},
        {"id": "hafen", "title": "Hafen", "content_text": "Es regnet."},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Bote", "items": items}
    write(
        tmp_path,
        {
            "feed.json": json.dumps(feed, indent=2),
            "a/rat.html": "---\ntitle: Der Rat tagt\n---\n<p>Am <b>Montag</b> tagt der Rat.</p>",
            "a/hafen.md": "---\ntitle: Hafen\n---\nEs regnet sehr.\n",
        },
    )
    done = run("compare", "a", "feed.json")
    assert done.stdout.splitlines() == ["a/hafen.md:4:11: NK602 missing text: sehr"]
    back = run("compare", "feed.json", "a")
    assert (back.returncode, back.stdout) == (0, "")
    assert "2 documents: nothing is missing" in back.stderr


def test_what_a_report_holds_is_not_missing(run: Run, tmp_path: Path) -> None:
    hidden = "---\ntitle: T\n---\n<p>Text</p>\n<p hidden>Entwurf</p>\n<!-- Notiz -->\n"
    write(tmp_path, {"a/x.html": hidden, "b/x.md": "---\ntitle: T\n---\nText\n"})
    report = [{"path": "a/x.html", "text": "Entwurf"}, {"path": "a/x.html", "text": "Notiz"}]
    write(tmp_path, {"r.jsonl": "".join(json.dumps(row) + "\n" for row in report)})
    assert run("compare", "a", "b").returncode == 1
    assert run("compare", "a", "b", "--report", "r.jsonl").returncode == 0


def test_what_cannot_be_read_is_an_error(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": AFTER, "r.jsonl": "no report\n"})
    missing = run("compare", "a.md", "gone.md")
    assert missing.returncode == 2
    assert "gone.md" in missing.stderr
    assert run("compare", "a.md", "a.md", "--report", "r.jsonl").returncode == 2
    assert run("compare", "-", "-").returncode == 2


def test_jobs_change_nothing(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {f"a/{n}.html": BEFORE for n in range(80)})
    write(tmp_path, {f"b/{n}.md": AFTER for n in range(80)})
    one, four = (run("compare", "a", "b", "-j", jobs).stdout for jobs in ("1", "4"))
    assert one == four
    assert one.count("plan.pdf") == 80


def test_a_second_archive_that_cannot_be_read_lacks_nothing_that_is_known(
    run: Run, tmp_path: Path
) -> None:
    write(tmp_path, {"posts/a.html": BEFORE})
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("a.md", AFTER)
    done = run("compare", "posts", "made.zip")
    assert (done.returncode, done.stdout) == (2, "")
    assert "made.zip" in done.stderr
    assert "ZIP" in done.stderr
