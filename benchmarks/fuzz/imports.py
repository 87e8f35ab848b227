"""Mutants of exports and records, and what must hold for any source of an import.

    python -m benchmarks.fuzz.imports folder-of-exports --rounds 2000

Checked for each: no exception but an error in words, time in proportion; every file that is said to
be written is there, whole, below the folder, and none beside it; front matter that newskit writes,
it reads; a second run changes nothing.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from benchmarks.fuzz.__main__ import PIECES
from newskit.config.model import Config
from newskit.errors import NewskitError
from newskit.importers.jsonl import JsonlImport, import_records, row_sources
from newskit.importers.opened import open_source
from newskit.importers.port import FORMATS, recognise
from newskit.importers.target import TargetSite
from newskit.jobs.importing import ImportRequest, run_import
from newskit.jobs.targets import write_posts
from newskit.read.parse import parse_bytes
from newskit.read.source import Source
from newskit.validate.post import examine_post

SECONDS = 5.0
HANGS = 60
VALUES: list[Any] = [
    None, True, 0, -1, 1e308, 10**30, "", " ", "..", "/", "\ud800", "\x00", "中文", "a" * 300, [],
    {}, [[]], [None], {"": None}, "2024-13-45T99:99", "http://[", "//", "../../x.md", "CON",
    "a\nb: c", "---\n", "&#x110000;", "<p>x", "]]>", "{{", "!!binary x", ["a", 1, None, {}],
    20240101, "-0001-01-01", "9999-12-31T23:59:59+14:00", "0000-00-00 00:00:00",
    "Sat, 31 Feb 2024 25:61:61 GMT",
]  # fmt: skip
MARKS = [
    *PIECES, "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<item>", "</item>", "<entry>",
    "</entry>", "&nbsp;", "&#x1F;", "\r\n\r\n", "Content-Length: 9", "Content-Length: -1",
    "WARC/1.0\r\n", "Transfer-Encoding: chunked\r\n", "-----\n", "--------\n", '",', '"', ";",
    "encoding='utf-16'", "xmlns='x'", "http://[", "9999999999",
]  # fmt: skip


def mutant(name: str, data: bytes, others: list[bytes], choice: random.Random) -> bytes:
    """Return a source with values exchanged where it has a form, or bytes where it has none."""
    if name.endswith((".json", ".jsonl")) and choice.random() < 0.7:
        return _of_values(name, data, choice)
    if name.endswith((".zip", ".wacz")) and choice.random() < 0.7:
        return _of_members(data, others, choice)
    if name.endswith((".xml", ".atom", ".rss")) and choice.random() < 0.6:
        return _of_elements(data, choice)
    return _of_bytes(data, others, choice)


def _of_values(name: str, data: bytes, choice: random.Random) -> bytes:
    lines = data.splitlines() if name.endswith(".jsonl") else [data]
    place = choice.randrange(len(lines) or 1)
    try:
        value = json.loads(lines[place])
    except (ValueError, IndexError):
        return data
    for _ in range(choice.randint(1, 4)):
        holders = list(_holders(value))
        if not holders:
            break
        holder, key = choice.choice(holders)
        kind = choice.randrange(4)
        if kind < 2:
            holder[key] = deepcopy(choice.choice(VALUES))
        elif kind == 2:
            del holder[key]
        else:
            other, other_key = choice.choice(holders)
            holder[key] = deepcopy(other[other_key])
    lines[place] = json.dumps(value).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _holders(value: Any) -> Iterator[tuple[Any, Any]]:
    if not isinstance(value, dict | list):
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        yield from _holders(inner)


def _of_members(data: bytes, others: list[bytes], choice: random.Random) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(one.filename, archive.read(one)) for one in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return data
    chosen = choice.randrange(len(members) or 1)
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, held) in enumerate(members):
            if number == chosen:
                held = mutant(name, held, others, choice)  # noqa: PLW2901
                if choice.random() < 0.3:
                    name = choice.choice(["../" + name, "/" + name, name.upper(), "x\ny.html"])  # noqa: PLW2901
            archive.writestr(name, held)
    return out.getvalue()


def _of_elements(data: bytes, choice: random.Random) -> bytes:
    """Exchange, double and take away what stands between two tags."""
    for _ in range(choice.randint(1, 4)):
        starts = [place for place, one in enumerate(data) if one == 0x3C]
        if len(starts) < 3:
            break
        at = choice.randrange(len(starts) - 1)
        start, end = starts[at], starts[min(at + choice.randint(1, 6), len(starts) - 1)]
        kind = choice.randrange(4)
        if kind == 0:
            data = data[:start] + data[end:]
        elif kind == 1:
            data = data[:end] + data[start:end] * choice.choice([1, 1, 2, 30]) + data[end:]
        elif kind == 2:
            inner = data.find(b">", start) + 1
            value = str(choice.choice(VALUES)).encode("utf-8", "replace")
            data = data[:inner] + value + data[starts[at + 1] :]
        else:
            other = choice.choice(starts)
            data = data[:other] + data[start:end] + data[other:]
    return data


def _of_bytes(data: bytes, others: list[bytes], choice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(choice.randint(1, 5)):
        place = choice.randrange(len(changed) + 1)
        end = min(len(changed), place + choice.choice([1, 8, 40, 400]))
        kind = choice.randrange(6)
        if kind == 0:
            changed[place:place] = choice.choice(MARKS).encode("utf-8", "surrogatepass")
        elif kind == 1:
            del changed[place:end]
        elif kind == 2:
            changed[place:place] = changed[place:end]
        elif kind == 3 and changed:
            changed[place - 1] = choice.randrange(256)
        elif kind == 4 and choice.random() < 0.3:
            del changed[place:]
        else:
            other = choice.choice(others)
            start = choice.randrange(len(other) + 1)
            changed[place:end] = other[start : start + choice.randint(0, 300)]
    return bytes(changed)


def broken_promises(name: str, data: bytes, work: Path, choice: random.Random) -> list[str]:
    """Import a source twice; return what does not hold."""
    source, folder = work / name, work / "out"
    source.write_bytes(data)
    run = _records if name.endswith((".jsonl", ".parquet")) else _export
    request = ImportRequest(
        "",
        choice.choice(list(TargetSite)),
        convert=choice.random() < 0.4,
        strip=choice.random() < 0.2,
        older=choice.random() < 0.3,
    )
    try:
        paths = run(source, folder, request)
        broken = _wrong_files(paths, folder)
        before = _tree(folder)
        run(source, folder, request)
        if _tree(folder) != before:
            broken.append("a second run changes files")
    except NewskitError:
        broken = []
    if beside := {path.name for path in work.iterdir()} - {name, "out"}:
        broken.append(f"written beside the folder: {sorted(beside)}")
    return broken


def _export(source: Path, folder: Path, request: ImportRequest) -> list[Path]:
    from dataclasses import replace

    with open_source(str(source)) as opened:
        found = recognise(opened.head(), opened.name)
        named = replace(request, format=found or _guessed(source))
        outcomes = list(run_import(opened, folder, named, Config()))
    for one in outcomes:
        json.dumps(one.row)
    written = [one for one in outcomes if one.status in {"written", "unchanged"}]
    return [folder / str(one.row["path"]) for one in written]


def _guessed(source: Path) -> str:
    formats = list(FORMATS)
    return formats[source.stat().st_size % len(formats)]


def _records(source: Path, folder: Path, _: ImportRequest) -> list[Path]:
    if source.suffix == ".parquet":
        sources: Iterator[Source] = row_sources([str(source)])
    else:
        lines = source.read_bytes().splitlines()
        sources = (
            Source("r.jsonl", f"r.jsonl:{number}", line, number)
            for number, line in enumerate(lines, 1)
        )
    items = import_records(sources, JsonlImport())
    done = list(write_posts(items, folder))
    bugs = [one for one in done if one.problem and "bug of its own" in one.problem.message]
    if bugs:
        raise AssertionError(str(bugs[0].problem))
    return [Path(one.path) for one in done if one.status in {"written", "unchanged"}]


def _wrong_files(paths: list[Path], folder: Path) -> list[str]:
    broken: list[str] = []
    there = {path for path in folder.rglob("*") if not path.is_dir()}
    if other := there ^ set(paths):
        broken.append(f"files and words differ: {len(other)} of {len(there)}")
    for path in paths:
        if path.suffix not in {".md", ".html"} or not path.is_file():
            continue
        post = parse_bytes(path.name, path.read_bytes(), relative=path.name)
        broken += [
            f"front matter is not read: {problem.code}"
            for problem in examine_post(post).problems
            if problem.code in {"NK111", "NK112", "NK113", "NK116", "NK907"}
            and problem.location.offset < post.body_start
        ]
    return broken


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _hangs(*_: object) -> None:
    raise TimeoutError("hangs")


def search(seeds: list[Path], rounds: int, choice: random.Random, keep: Path | None) -> int:
    """Look at so many mutants; print what is broken and return how many are."""
    held = [(path.name, path.read_bytes()) for path in seeds]
    others = [data for _, data in held]
    found: Counter[str] = Counter()
    signal.signal(signal.SIGALRM, _hangs)
    for number in range(rounds):
        name, data = choice.choice(held)
        data = mutant(name, data, others, choice)
        started = time.process_time()
        with tempfile.TemporaryDirectory(dir=_in_memory()) as work:
            signal.alarm(HANGS)
            broken = _guarded(lambda: broken_promises(name, data, Path(work), choice))  # noqa: B023
            signal.alarm(0)
        taken = time.process_time() - started
        if taken > SECONDS + 8 * len(data) / 1e6:
            broken.append(f"{taken:.0f} s")
        for one in dict.fromkeys(broken):
            found[one] += 1
            if found[one] == 1:
                print(f"{number} {name}: {one}", flush=True)
            if keep is not None and found[one] <= 3:
                (keep / f"{number}-{name}").write_bytes(data)
    print(f"{rounds:,} sources: {dict(found) or 'nothing broken'}")
    return sum(found.values())


def _guarded(look: Callable[[], list[str]]) -> list[str]:
    try:
        return look()
    except Exception as error:  # noqa: BLE001 (what this looks for)
        frames = traceback.extract_tb(error.__traceback__)
        ours = [one for one in frames if "newskit/" in one.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        return [f"{type(error).__name__} at {place}: {str(error)[:80]}"]


def _in_memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def main() -> int:
    """Read the command line and search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="exports and records to change")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="sources whose name ends so")
    parser.add_argument("--keep", type=Path, help="where sources that break a promise are kept")
    given = parser.parse_args()
    if given.keep:
        shutil.rmtree(given.keep, ignore_errors=True)
        given.keep.mkdir(parents=True)
    files = [path for folder in given.folders for path in sorted(folder.rglob("*"))]
    seeds = [path for path in files if path.is_file() and path.name.endswith(given.only)]
    return 1 if search(seeds, given.rounds, random.Random(given.seed), given.keep) else 0


if __name__ == "__main__":
    sys.exit(main())
