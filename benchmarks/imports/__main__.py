"""Importers beside other migrators, and their speed: python -m benchmarks.imports FILE…

Every fact that the exports state, read by code of its own (`truth`), is looked for in the file
that a migrator made of its item; newskit's posts are also compared field by field.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import frontmatter

from benchmarks.common.report import Section
from benchmarks.imports.maker import make_warc, make_wxr
from benchmarks.imports.peers import PEERS, Output, plain, stated_versions
from benchmarks.imports.truth import KINDS, Item, items_of, shown, words
from newskit.version import __version__

HERE = Path(__file__).parent
_MOST_MISSING = 0.005


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("exports", nargs="*", type=Path, help="WordPress exports")
    parser.add_argument("--size", type=int, default=100, help="megabytes of the made sources")
    options = parser.parse_args()
    sections = [_speed(options.size)]
    if options.exports:
        exports = [path.resolve() for path in options.exports]
        sections = [_beside(exports), _facts(exports), *sections]
    day = f"*Measured {datetime.now(UTC):%Y-%m-%d} with newskit {__version__}.*\n"
    text = "\n".join(section.text() for section in sections) + day
    (HERE / "RESULTS.md").write_text(f"# Importers\n\n{text}", "utf-8")
    print(text)


# What each migrator loses.


def _beside(exports: list[Path]) -> Section:
    stated: Counter[str] = Counter()
    kept = {name: Counter[str]() for name in (*PEERS, "newskit with report")}
    for export in exports:
        items = list(items_of(export))
        stated.update(kind for item in items for kind, _ in item.facts)
        for name, run in PEERS.items():
            with tempfile.TemporaryDirectory() as folder:
                output = run(export, Path(folder))
            if output is None:
                kept.pop(name, None)
                continue
            for item in items:
                text = _text_of(item, output)
                for kind, value in item.facts:
                    found = _is_in(kind, value, text)
                    kept[name][kind] += found
                    if name == "newskit":
                        kept["newskit with report"][kind] += found or _is_in(
                            kind, value, output.report
                        )
    section = Section("Facts of the exports that are in the output", ("fact", "stated", *kept))
    for kind in KINDS:
        if stated[kind]:
            section.add(kind, stated[kind], *(kept[name][kind] for name in kept))
    totals = (sum(counts.values()) for counts in kept.values())
    section.add("all", sum(stated.values()), *totals)
    about = (
        f"Beside it: {stated_versions()}. Pictures are not fetched. Words count as kept where at"
        f" most {_MOST_MISSING:.1%} of an item's are missing. A date counts where the site's"
        " day and minute stand; migrators that write the day alone, or UTC, lose it here."
    )
    names = ", ".join(path.name for path in exports)
    section.notes = [f"{len(exports)} exports: {names}.", about]
    return section


def _text_of(item: Item, output: Output) -> str:
    """Return what was made of an item: the file named after it, or with its title at the top."""
    slug = item.slug or re.sub(r"\W+", "-", item.title.lower()).strip("-")
    named = [
        text
        for name, text in output.files.items()
        if slug and re.search(rf"(?:^|[/-]){re.escape(slug)}(?:$|[./])", name, re.IGNORECASE)
    ]
    title = plain(item.title)
    titled = [text for text in named or output.files.values() if title and title in text[:600]]
    return (titled or named or [""])[0]


def _is_in(kind: str, value: str, text: str) -> bool:
    if kind == "date":
        return any(one in text for one in shown(value))
    if kind == "words":
        said = words(value, plain)
        missing = Counter(said) - Counter(re.findall(r"\w+", text))
        return bool(text) and sum(missing.values()) <= _MOST_MISSING * len(said)
    if kind in {"comment", "excerpt"}:
        return set(words(value)) <= set(re.findall(r"\w+", text)) and bool(text)
    if kind in {"address", "links"}:
        return unquote(plain(value)) in unquote(text)
    if kind == "custom field":
        return all(plain(line) in text for line in value.split("\n"))
    return plain(value) in text


# newskit's posts, field by field.


def _facts(exports: list[Path]) -> Section:
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for export in exports:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            command = ["import", "wxr", str(export), "-o", "out", "--report", "r.jsonl", "-q"]
            subprocess.run([sys.executable, "-m", "newskit", *command], cwd=folder, check=False)
            lines = (folder / "r.jsonl").read_text("utf-8").splitlines()
            rows = [row for row in map(json.loads, lines) if row["what"] == "post"]
            by_line = {int(str(row["item"]).rpartition(":")[2]): row for row in rows}
            for item in items_of(export):
                path = by_line.get(item.line, {}).get("path")
                post = (
                    frontmatter.load(str(folder / "out" / path)) if path else frontmatter.Post("")
                )
                for kind, value in item.facts:
                    if kind in _FIELDS:
                        if _agrees(kind, value, post.metadata):
                            right[kind] += 1
                        else:
                            wrong.append(f"{export.name}, {item.title}: {kind} {value}")
    section = Section("Fields of newskit's posts", ("field", "right", "wrong"))
    for kind in _FIELDS:
        section.add(kind, right[kind], sum(f": {kind} " in one for one in wrong))
    section.notes = wrong[:20]
    return section


_FIELDS = {
    "title": "title",
    "date": "date",
    "author": "authors",
    "category": "categories",
    "tag": "tags",
    "address": "permalink",
    "excerpt": "description",
    "picture": "image",
}


def _agrees(kind: str, value: str, values: dict[str, object]) -> bool:
    found = values.get(_FIELDS[kind])
    if kind == "date":
        return str(found).replace("T", " ").startswith(value)
    if kind == "address":
        return unquote(str(found)).endswith(value)
    return value in found if isinstance(found, list) else str(found) == value


# Speed.


def _speed(size: int) -> Section:
    section = Section(
        "Made sources", ("source", "MB", "reading, MB/s", "writing too", "MB of memory")
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, make in (("wxr", make_wxr), ("warc", make_warc)):
            source = folder / f"made.{kind}"
            make(source, size << 20)
            megabytes = source.stat().st_size / 1e6
            reading, memory = _measured(_READ, kind, str(source))
            writing, more = _measured(_WRITE, kind, str(source), str(folder / kind))
            section.add(
                kind,
                f"{megabytes:,.0f}",
                f"{megabytes / reading:.1f}",
                f"{megabytes / writing:.1f}",
                max(memory, more),
            )
    section.notes = ["Processor time of one process; reading makes articles without writing them."]
    return section


_READ = (
    "import sys\nfrom newskit.importers.opened import open_source\n"
    "from newskit.importers.port import find_importer\n"
    "with open_source(sys.argv[2]) as source:\n"
    "    for _ in find_importer(sys.argv[1]).read(source):\n        pass\n"
)
_WRITE = (
    "import sys\nfrom newskit.cli.app import main\n"
    "sys.argv = ['newskit', 'import', sys.argv[1], sys.argv[2], '-o', sys.argv[3], '-q']\nmain()\n"
)


def _measured(code: str, *arguments: str) -> tuple[float, int]:
    """Return seconds of processor time and megabytes of memory of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = f"{code}"
    tail = (
        "import resource\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)\n"
    )
    wrapped = (
        f"import atexit, sys\natexit.register(lambda: exec({tail!r}, {{'sys': sys}}))\n{report}"
    )
    done = subprocess.run(
        [sys.executable, "-c", wrapped, *arguments], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(done.stderr.split()[-1])


if __name__ == "__main__":
    main()
