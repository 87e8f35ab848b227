"""Posts in, records out, posts back: counts and bytes."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from benchmarks.common.data import WORK, archive_folder, posts
from benchmarks.common.measure import run
from benchmarks.common.report import Section

NEWSKIT = [sys.executable, "-m", "newskit"]


def section(_: int) -> Section:
    folder = archive_folder()
    before = {path.relative_to(folder).as_posix(): path for path in posts(folder)}
    table = Section("The way back", ("", "records", "with --body source", "with --body markdown"))
    same: list[str] = []
    for body in ("source", "markdown"):
        records, back, again = (WORK / f"trip-{body}{end}" for end in (".jsonl", "", "-2.jsonl"))
        shutil.rmtree(back, ignore_errors=True)
        export = [*NEWSKIT, "export", "jsonl", "-q", "--body", body, "--no-strip"]
        first = run([*export, folder, "-o", records])
        run([*NEWSKIT, "import", "jsonl", records, "-o", back, "-q"])
        run([*export, back, "-o", again])
        lines = sum(1 for _ in records.open("rb"))
        same += [
            f"{_equal_files(before, back):,} of {len(before):,} files",
            f"{_equal_records(records, again):,} of {lines:,} records",
        ]
        if body == "source":
            table.add("posts in", f"{len(before):,}", "", "")
            table.add("records out", f"{lines:,}", f"exit code {first.code}", "")
    table.add("files back, byte for byte", "", same[0], same[2])
    table.add("records the same after export, import, export", "", same[1], same[3])
    table.notes = ["Records are compared without `metadata.newskit`, which tells of the new file."]
    return table


def _equal_files(before: dict[str, Path], back: Path) -> int:
    return sum(
        (back / name).is_file() and (back / name).read_bytes() == path.read_bytes()
        for name, path in before.items()
    )


def _equal_records(first: Path, second: Path) -> int:
    with second.open("rb") as lines:
        again = dict(map(_bare, lines))
    with first.open("rb") as lines:
        return sum(again.get(key) == record for key, record in map(_bare, lines))


def _bare(line: bytes) -> tuple[str, int]:
    """Return identifier and hash of a record without its provenance, which tells of the file."""
    record = json.loads(line)
    record["metadata"].pop("newskit")
    return record["id"], hash(json.dumps(record))
