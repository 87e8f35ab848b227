"""No output takes the place of an input or of a post."""

from __future__ import annotations

from pathlib import Path

import pytest

POST = "---\ntitle: Ferry\ndate: 2024-01-02\n---\nThe ferry <b>sails</b>.\n"

OUTPUTS = [
    ("export", "jsonl", "IN", "-o", "OUT"),
    ("export", "parquet", "IN", "-o", "OUT"),
    ("export", "jsonl", "IN", "-o", "OUT", "--append"),
    ("export", "jsonl", "IN", "--errors", "OUT"),
    ("export", "epub", "IN", "-o", "book", "--report", "OUT"),
    ("export", "epub", "IN", "-o", "OUT"),
    ("validate", "IN", "--output-file", "OUT"),
    ("validate", "IN", "--baseline", "OUT"),
    ("convert", "IN", "--check", "--report", "OUT"),
    ("convert", "IN", "-o", "OUT"),
    ("strip", "IN", "--check", "--report", "OUT"),
    ("strip", "IN", "--in-place", "--undo-file", "OUT"),
    ("strip", "IN", "--learn", "-o", "OUT"),
    ("schema", "infer", "IN", "-o", "OUT"),
]


@pytest.mark.parametrize("command", OUTPUTS, ids=" ".join)
@pytest.mark.parametrize("output", ["a.md", "b.md", "sub/c.html", "page.md"])
def test_a_post_is_never_written_over(
    newskit, tmp_path: Path, command: tuple[str, ...], output: str
) -> None:
    for name in ("a.md", "b.md", "sub/c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(POST)
    (tmp_path / "page.md").write_text("A page without front matter.\n")
    before = (tmp_path / output).read_bytes()
    done = newskit(*(word.replace("IN", "a.md").replace("OUT", output) for word in command))
    assert (done.returncode, (tmp_path / output).read_bytes()) == (2, before)
    assert output.encode() in done.stderr


def test_the_folder_of_the_posts_is_no_place_for_books(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST)
    done = newskit("export", "epub", "posts", "-o", "posts")
    assert done.returncode == 2
    assert [path.name for path in (tmp_path / "posts").iterdir()] == ["a.md"]


def test_records_are_not_written_over_themselves(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    newskit("export", "jsonl", "a.md", "-o", "r.jsonl")
    before = (tmp_path / "r.jsonl").read_bytes()
    done = newskit("export", "jsonl", "r.jsonl", "-o", "r.jsonl")
    assert (done.returncode, (tmp_path / "r.jsonl").read_bytes()) == (2, before)


@pytest.mark.parametrize("name", ["r.jsonl", "findings.txt", "r.md"])
def test_an_output_of_a_former_run_is_replaced(newskit, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.md").write_text(POST)
    for _ in range(2):
        assert newskit("export", "jsonl", "a.md", "-o", name).returncode == 0
    done = newskit("validate", "a.md", "--output-file", name)
    assert done.returncode in {0, 1}


def test_a_run_that_cannot_write_says_where(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    for command in (
        ("export", "jsonl", "a.md", "-o", "a.md/x/o.jsonl"),
        ("export", "epub", "a.md", "-o", "a.md/x"),
        ("convert", "a.md", "-o", "a.md/x"),
        ("validate", "a.md", "--output-file", "a.md/x/v"),
    ):
        done = newskit(*command)
        assert done.returncode == 2
        assert b"a.md/x" in done.stderr


@pytest.mark.parametrize("command", ["convert", "strip"])
@pytest.mark.parametrize(
    "words",
    [
        ("posts/*.md", "-o", "posts"),
        ("posts/**/*.md", "-o", "posts"),
        ("posts/a.md", "-o", "posts"),
        ("posts/a.md", "posts/b.md", "-o", "link"),
        ("posts/sub/a.md", "posts/a.md", "-o", "posts"),
        ("posts/sub", "-o", "posts"),
        ("posts", "-o", "posts"),
        ("posts", "-o", "posts", "--cluster", "plan", "--state", "s"),
    ],
)
def test_no_input_is_written_over_by_what_becomes_of_it(
    newskit, tmp_path: Path, command: str, words: tuple[str, ...]
) -> None:
    if command == "strip" and "--cluster" in words:
        pytest.skip("strip is not shared out")
    names = ["posts/a.md", "posts/b.md", "posts/sub/a.md", "posts/sub/sub/a.md"]
    (tmp_path / "posts" / "sub" / "sub").mkdir(parents=True)
    for name in names:
        (tmp_path / name).write_text(f"{POST}{name}\n")
    (tmp_path / "link").symlink_to("posts")
    if words[0] == "posts/sub":
        names.remove("posts/a.md")  # where its own a.md goes
    done = newskit(command, *words)
    assert done.returncode == 2
    assert b"would be written over" in done.stderr or b"is the folder of the posts" in done.stderr
    for name in names:
        assert (tmp_path / name).read_text() == f"{POST}{name}\n"


@pytest.mark.parametrize("words", [("in/*.jsonl",), ("in/r.jsonl",), ("./in/../in/r.jsonl",)])
def test_records_that_a_pattern_names_are_inputs(
    newskit, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "in").mkdir()
    line = '{"id": "a", "title": "A", "content_markdown": "x"}\n'
    (tmp_path / "in" / "r.jsonl").write_text(line)
    done = newskit("export", "jsonl", *words, "-o", "in/r.jsonl", "--where", "title=none")
    assert done.returncode == 2
    assert (tmp_path / "in" / "r.jsonl").read_text() == line
