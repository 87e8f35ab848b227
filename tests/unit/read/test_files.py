from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newskit.config.model import ReadConfig, find_config
from newskit.errors import ReadError
from newskit.jobs.compare import is_epub
from newskit.read.files import iter_sources, read_source
from newskit.site.survey import survey


def names(*paths: str, **settings: object) -> list[str]:
    config = ReadConfig(**settings)  # type: ignore[arg-type]
    return [source.relative for source in iter_sources(paths, config)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for name in (
        "b.md",
        "a.html",
        "sub/deep/c.markdown",
        "sub/d.txt",
        "picture.png",
        "with space.md",
        "pipe|name.md",
        "新闻.md",
        "new\nline.md",
        ".hidden/e.md",
        "drafts/f.md",
        "UPPER.MD",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_a_folder_gives_its_posts_sorted_whatever_their_names(archive: Path) -> None:
    assert names(str(archive)) == [
        "UPPER.MD",
        "a.html",
        "b.md",
        "drafts/f.md",
        "new\nline.md",
        "pipe|name.md",
        "sub/d.txt",
        "sub/deep/c.markdown",
        "with space.md",
        "新闻.md",
    ]


def test_gitignore_files_are_honoured_as_git_does(archive: Path) -> None:
    (archive / ".gitignore").write_text("drafts/\n*.txt\n")
    (archive / "sub" / ".newskitignore").write_text("deep/*\n!d.txt\n")
    found = names(str(archive))
    assert "drafts/f.md" not in found
    assert "sub/deep/c.markdown" not in found
    assert "sub/d.txt" in found
    assert "drafts/f.md" in names(str(archive), gitignore=False)


def test_rules_of_the_repository_above_the_folder_count_too(archive: Path) -> None:
    (archive / ".git").mkdir()
    (archive / ".gitignore").write_text("sub/deep/\n")
    assert names(str(archive / "sub")) == ["d.txt"]


def test_include_and_exclude_choose_in_walks_only(archive: Path) -> None:
    assert names(str(archive), include=("*.txt",)) == ["sub/d.txt"]
    assert "drafts/f.md" not in names(str(archive), exclude=("drafts",))
    draft = str(archive / "drafts" / "f.md")
    assert names(draft, exclude=("drafts",)) == ["f.md"]
    assert names(draft, exclude=("f.md",), force_exclude=True) == []


def test_globs_are_expanded_and_files_named_twice_come_once(archive: Path) -> None:
    assert names(f"{archive}/**/*.markdown") == ["sub/deep/c.markdown"]
    assert len(names(str(archive / "b.md"), str(archive / "b.md"))) == 1


def test_a_file_comes_once_however_its_folders_are_named(archive: Path) -> None:
    everything = [path.path for path in iter_sources([str(archive)], ReadConfig())]
    for again in ("sub", "sub/../sub/d.txt", "sub/../sub", "", ".", "**/*.md", "b.md"):
        found = list(iter_sources([str(archive), f"{archive}/{again}"], ReadConfig()))
        assert [source.path for source in found] == everything
    apart = list(iter_sources([str(archive / "sub"), str(archive / "b.md")], ReadConfig()))
    assert len(apart) == len({source.path for source in apart}) == 3


def test_linked_folders_are_not_followed_and_broken_links_are_reported(archive: Path) -> None:
    (archive / "loop").symlink_to(archive, target_is_directory=True)
    (archive / "gone.md").symlink_to(archive / "nowhere.md")
    sources = list(iter_sources([str(archive)], ReadConfig()))
    assert not [source for source in sources if "loop/" in source.relative]
    (gone,) = [source for source in sources if source.relative == "gone.md"]
    with pytest.raises(ReadError, match="cannot be read"):
        read_source(gone, ReadConfig())


def test_what_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        names(str(tmp_path / "nowhere"))
    with pytest.raises(ReadError, match="no file matches"):
        names(str(tmp_path / "*.md"))


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that may not be looked into: root, who may, is somebody else for the time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "posts"
        (folder / "in").mkdir(parents=True)
        (folder / "in" / "a.md").write_text("x")
        (folder / "b.md").write_text("y")
        Path(name).chmod(0o755)
        (folder / "in").chmod(0o700 if os.geteuid() == 0 else 0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            (folder / "in").chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="needs permissions of POSIX")
def test_a_survey_names_a_folder_that_cannot_be_read(closed_folder: Path) -> None:
    found = survey(str(closed_folder))
    assert [Path(one.path).name for one in found.files] == ["b.md"]
    assert found.unread == (
        f"{closed_folder / 'in'}: the folder cannot be read: Permission denied",
    )


@pytest.mark.skipif(os.name == "nt", reason="needs permissions of POSIX")
def test_a_folder_that_may_not_be_looked_into_is_told_as_a_post_is(closed_folder: Path) -> None:
    closed = closed_folder / "in"
    for named in (closed_folder, closed):
        first, *others = iter_sources([str(named)], ReadConfig())
        (refused,) = [source for source in (first, *others) if source.error]
        with pytest.raises(ReadError) as caught:
            read_source(refused, ReadConfig())
        assert caught.value.message == f"{closed}: the folder cannot be read: Permission denied"


@pytest.mark.skipif(os.name == "nt", reason="needs permissions of POSIX")
def test_what_may_lie_in_a_closed_folder_is_looked_for_without_an_error(
    closed_folder: Path,
) -> None:
    closed = closed_folder / "in"
    assert find_config(closed) is None
    assert not is_epub(str(closed_folder))
    assert not is_epub(str(closed))


def test_a_file_over_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "big.md"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 2 << 30)  # sparse: it takes no room
    (source,) = iter_sources([str(path)], ReadConfig())
    with pytest.raises(ReadError, match="2,147,483,648 bytes"):
        read_source(source, ReadConfig())


def test_standard_input_is_one_post_or_records() -> None:
    post = io.BytesIO(b"---\ntitle: x\n---\nbody\n")
    (source,) = iter_sources(["-"], ReadConfig(), stdin=post)
    assert (source.path, source.data) == ("-", b"---\ntitle: x\n---\nbody\n")
    records = io.BytesIO(b'{"id":"a","text":"","metadata":{}}\n\n{"id":"b","metadata":{}}\n')
    assert [s.label for s in iter_sources(["-"], ReadConfig(), stdin=records)] == ["-:1", "-:3"]


def test_json_front_matter_on_one_line_is_a_post() -> None:
    (source,) = iter_sources(["-"], ReadConfig(), stdin=io.BytesIO(b'{"title": "x"}\n\nbody\n'))
    assert not source.is_record
