"""What becomes of the dates of real posts; a sample to check by eye."""

from __future__ import annotations

import json
import sys
from collections import Counter

from benchmarks.common.data import WORK, archive_folder
from benchmarks.common.measure import run
from benchmarks.common.report import Section

SAMPLE = WORK / "dates.txt"


def section(_: int) -> Section:
    records = WORK / "dates.jsonl"
    command = [sys.executable, "-m", "newskit", "export", "jsonl", archive_folder(), "-o", records]
    run([*command, "--body", "source", "-q"])
    counts: Counter[str] = Counter()
    doubtful: list[str] = []
    shown: list[str] = []
    for number, line in enumerate(records.open("rb")):
        record = json.loads(line)
        facts = record["metadata"].pop("newskit")
        doubts = [doubt for doubt in facts.get("dates", []) if doubt["field"] == "date_published"]
        stated = _stated(record["metadata"])
        if doubts:
            counts[f"reported: {doubts[0]['status']}"] += 1
            doubtful.append(
                f"| `{doubts[0]['text']}` | {doubts[0]['status']} | {record['date_published']} |"
            )
        elif "date_published" in facts.get("derived", {}):
            counts["taken from the file name"] += 1
        else:
            counts["understood" if record["date_published"] else "no date stated"] += 1
        if number % 40 == 0 and stated:
            shown.append(f"{stated!s:48} {record['date_published']}   {facts['path']}")
    SAMPLE.write_text("\n".join(shown) + "\n", "utf-8")
    table = Section("Dates of publication", ("", "posts"))
    for name, count in counts.most_common():
        table.add(name, f"{count:,}")
    rows = ["| as written | status | taken |", "|---|---|---|", *doubtful]
    note = f"`work/{SAMPLE.name}` holds {len(shown)} dates as written and as read, to check by eye."
    table.notes = [f"{note} The reported ones:", "\n".join(rows)]
    return table


def _stated(values: dict) -> object:
    """Return the date that a post states, under the keys the archives use."""
    found = (values.get(key) for key in ("date", "Published", "published", "created"))
    return next((value for value in found if value and not isinstance(value, bool)), None)
