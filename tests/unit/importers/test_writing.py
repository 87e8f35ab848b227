"""Posts of an import are written several at a time, as if they were written one by one."""

from __future__ import annotations

from pathlib import Path

from newskit.importers.port import ImportedPost
from newskit.jobs.targets import ImportStatus, write_posts


def test_two_names_of_one_file_do_not_replace_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    names = [f"{folder}/{number}.md" for number in range(20) for folder in "ab"]
    items = [ImportedPost(name, name.encode(), name) for name in names]
    done = list(write_posts(items, tmp_path))
    assert [one.status for one in done] == [ImportStatus.WRITTEN, ImportStatus.REFUSED] * 20
    texts = {path.read_text() for path in (tmp_path / "a").iterdir()}
    assert texts == {name for name in names if name.startswith("a/")}
