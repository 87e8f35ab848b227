"""Consumers get the values that were written, of every field of every record."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Records = dict[str, dict[str, object]]

POST = "---\ntitle: {title}\n{front}---\nAt the *pier*, {title}.\n"


def _posts(dates: list[str], extra: str = "") -> dict[str, str]:
    return {
        f"{number:05}.md": POST.format(title=f"T{number}", front=f"date: {date}\n{extra}")
        for number, date in enumerate(dates)
    }


DAYS = ["2024-01-02", "2024-01-03", "1999-12-31"]
MOMENTS = ["2024-01-02T10:00:00+02:00", "2024-01-03 23:59:59 -0800", "1999-12-31T00:00:00Z"]
ARCHIVES: dict[str, dict[str, str]] = {
    "days": _posts(DAYS),
    "moments": _posts(MOMENTS),
    "mixed": _posts([*DAYS, *MOMENTS, "2024-01-02 10:00"]),
    "case": {
        "a.md": POST.format(title="A", front="Weather: rain\nweather: sun\n"),
        "b.md": POST.format(title="B", front="WEATHER: [1, 2]\ntags: [x, 'null', '']\n"),
    },
    "digits": _posts(DAYS, "version: 1.10\nbig: 123456789012345\nzip: 00123\n"),
    "nothing": {"a.md": "---\nempty: {}\nnone:\nlist: []\n---\n", "b.md": "x\n"},
    "json": {
        f"{number}.md": POST.format(title=f"'{title}'", front="score: 0.7\n")
        for number, title in enumerate(['"Why?"', "2020", "null", "true", "NaN", "[1]", "1.0"])
    },
    "words": {"a.md": POST.format(title="'2024-01-02'", front='summary: "1.10"\nlang: no\n')},
}

HOW = {
    "duckdb_json": ("duckdb", "newskit", ()),
    "polars_json": ("polars", "hf", ()),
    "pandas_json": ("pandas", "newskit", ()),
    "pyarrow_json": ("pyarrow", "hf", ()),
    "datasets_any": ("datasets", "hf", ("--shard-size", "1M")),
    "sqlite_json": ("sqlite_utils", "newskit", ()),
    "jq_json": ("json", "newskit", ()),
    "duckdb_parquet": ("duckdb", "parquet", ()),
    "polars_parquet": ("polars", "parquet", ()),
    "pandas_parquet": ("pandas", "parquet", ()),
    "pyarrow_parquet": ("pyarrow", "parquet", ()),
}
"""A function of `consumers/read_values.py`: what it needs, and what it reads."""


def _run(*arguments: str | Path, cwd: Path) -> None:
    command = [sys.executable, "-m", "newskit", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=cwd)
    assert done.returncode in {0, 1}, done.stderr.decode()


def _by_id(rows: list[dict[str, object]]) -> Records:
    return {str(row["id"]): row for row in rows}


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, Records]]:
    """Export an archive in one form; gives what was written, and the records as they are."""
    folders: dict[str, Path] = {}

    def run(archive: str, form: str, *options: str) -> tuple[Path, Records]:
        if archive not in folders:
            folder = folders[archive] = tmp_path_factory.mktemp(archive)
            (folder / "posts").mkdir()
            for name, text in ARCHIVES[archive].items():
                (folder / "posts" / name).write_text(text)
            _run("export", "jsonl", "posts", "-o", "records.jsonl", "--isolated", cwd=folder)
        folder = folders[archive]
        name = f"{form}{''.join(options)}"
        target = folder / (
            name if options else f"{name}.{'parquet' if form == 'parquet' else 'jsonl'}"
        )
        if not target.exists():
            kind = ("parquet",) if form == "parquet" else ("jsonl", "--shape", form)
            _run("export", *kind, "posts", "-o", target, *options, "--isolated", cwd=folder)
        lines = (folder / "records.jsonl").read_bytes().splitlines()
        return target, _by_id([json.loads(line) for line in lines])

    return run


@pytest.mark.parametrize("archive", ARCHIVES)
@pytest.mark.parametrize("how", HOW)
def test_every_value_is_what_was_written(
    consume, written, tmp_path: Path, how: str, archive: str
) -> None:
    module, form, options = HOW[how]
    if how == "jq_json" and not shutil.which("jq"):
        pytest.skip("needs jq")
    path, records = written(archive, form, *options)
    found = _by_id(consume(module, "read_values.py", how, path, tmp_path / "made"))
    assert found.keys() == records.keys()
    for identifier, record in records.items():
        expected = {"content_html": None, **record}
        assert {"content_html": None, **found[identifier]} == expected


def test_datasets_reads_parquet(consume, written, tmp_path: Path) -> None:
    path, records = written("mixed", "parquet", "--shard-size", "1K")
    found = _by_id(consume("datasets", "read_values.py", "datasets_any", path, tmp_path / "made"))
    assert found == {key: {"content_html": None, **record} for key, record in records.items()}


@pytest.mark.parametrize("how", ["duckdb_json", "polars_json", "datasets_any", "duckdb_parquet"])
def test_a_key_first_met_in_the_last_of_25000_records_is_there(
    consume, tmp_path: Path, how: str
) -> None:
    module, form, _ = HOW[how]
    records = tmp_path / "in.jsonl"
    with records.open("w") as file:
        for number in range(25_000):
            late = {"late": "2024-01-02T10:00:00+02:00"} if number == 24_999 else {}
            row = {"id": f"r-{number}", "title": "T", "text": "x", "content_markdown": "x"}
            file.write(json.dumps({**row, "date_published": "2024-01-02", "metadata": late}) + "\n")
    if form == "parquet":
        path = tmp_path / "out.parquet"
        _run("export", "parquet", records, "-o", path, "--no-strip", cwd=tmp_path)
    else:
        path = tmp_path / "out"
        options = ("--shard-size", "8M") if how == "datasets_any" else ()
        path = path if options else path.with_suffix(".jsonl")
        command = ("export", "jsonl", records, "-o", path, "--shape", form, *options)
        _run(*command, "--no-strip", cwd=tmp_path)
    found = consume(module, "read_values.py", how, path, tmp_path / "made")
    assert len(found) == 25_000
    late = [row["metadata"]["late"] for row in found if "late" in row["metadata"]]
    assert late == ["2024-01-02T10:00:00+02:00"]
