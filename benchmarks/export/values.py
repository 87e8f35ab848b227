"""Values of real archives after a consumer has read them: python -m benchmarks.export.values.

Exports archives as the records, the `hf` shape in parts, and Parquet; reads each with the
recipes of the documentation (tests/export/consumers/read_values.py), and compares every field of
every record with what was written. PYTHON needs the packages of requirements-consumers.txt.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.common.report import Section

POSTS = frozenset({".md", ".html", ".markdown", ".htm", ".textile"})
READER = Path(__file__).parents[2] / "tests" / "export" / "consumers" / "read_values.py"
FORMS = {
    "records": ("jsonl", "records.jsonl"),
    "hf": ("jsonl", "--shape", "hf", "hf.jsonl"),
    "parts": ("jsonl", "--shape", "hf", "--shard-size", "16M", "parts"),
    "parquet": ("parquet", "records.parquet"),
}
HOW = {
    "duckdb_json": "records",
    "polars_json": "hf",
    "pandas_json": "records",
    "pyarrow_json": "hf",
    "datasets_any": "parts",
    "sqlite_json": "records",
    "jq_json": "records",
    "duckdb_parquet": "parquet",
    "polars_parquet": "parquet",
    "pandas_parquet": "parquet",
    "pyarrow_parquet": "parquet",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export.values", description=__doc__)
    parser.add_argument("archives", nargs="+", type=Path, help="folders of posts")
    parser.add_argument("--python", default=sys.executable, help="one that has the consumers")
    parser.add_argument("--most", type=int, default=0, help="posts of each archive; 0 takes all")
    parser.add_argument("--show", type=int, default=3, help="values to show of each consumer")
    options = parser.parse_args()
    section = Section(
        "Values after a consumer has read them", ("consumer", "records", "values", "altered")
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = written(options.archives, folder, options.most)
        for how, form in HOW.items():
            found = read(options.python, how, folder / FORMS[form][-1], folder / f"made-{how}")
            altered = list(differences(records, found))
            for line in altered[: options.show]:
                print(f"{how}: {line}")
            values = sum(len(record) for record in records.values())
            section.rows.append((how, str(len(found)), str(values), str(len(altered))))
    print(section.text())


def written(archives: list[Path], folder: Path, most: int) -> dict[str, dict[str, object]]:
    """Export the archives in every form; gives the records as they are."""
    posts: list[str] = []
    for archive in archives:
        found = sorted(str(path) for path in archive.rglob("*") if path.suffix in POSTS)
        step = max(1, len(found) // most) if most else 1
        posts += found[::step][: most or None]
    command = [sys.executable, "-m", "newskit", "export"]
    for kind, *rest in FORMS.values():
        target = folder / rest[-1]
        if "--shard-size" in rest:
            target.mkdir()
        options = ["-q", "--isolated", "--no-strip", *rest[:-1], "-o", str(target)]
        subprocess.run([*command, kind, *posts, *options], capture_output=True, check=False)
    lines = (folder / "records.jsonl").read_bytes().splitlines()
    return {str(record["id"]): record for record in map(json.loads, lines)}


def read(python: str, how: str, path: Path, made: Path) -> list[dict[str, object]]:
    """Return the rows a consumer reads."""
    command = [python, str(READER), how, str(path), str(made)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        print(f"{how}: {done.stderr.decode()[-300:]}", file=sys.stderr)
        return []
    rows: list[dict[str, object]] = json.loads(done.stdout)
    return rows


def differences(records: dict[str, dict[str, object]], found: list[dict[str, object]]) -> list[str]:
    """Return every value that is not what was written, as identifier, field and both."""
    rows = {str(row["id"]): row for row in found}
    altered = [f"{key}: not read" for key in records.keys() - rows.keys()]
    for key, row in rows.items():
        record = records.get(key, {})
        for name in record.keys() | row.keys():
            if record.get(name) != row.get(name):
                said = f"{record.get(name)!r:.80} became {row.get(name)!r:.80}"
                altered.append(f"{key} {name}: {said}")
    return altered


if __name__ == "__main__":
    main()
