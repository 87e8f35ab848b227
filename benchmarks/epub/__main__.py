"""EPUB against its peers: python -m benchmarks.epub [--posts N] [--rounds N] [--ace]."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.common.data import WORK
from benchmarks.common.measure import ratio
from benchmarks.common.peers import peer_python, versions
from benchmarks.common.report import Section
from benchmarks.epub import judge
from benchmarks.epub.posts import hostile_records, plain_records, save
from newskit.version import __version__

OUT = WORK / "epub"
RESULTS = Path(__file__).with_name("RESULTS.md")
_TIMEOUT = 300
PEERS = ("ebooklib==0.20",)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.epub", description=__doc__)
    parser.add_argument("--posts", type=int, default=5000, help="plain posts")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the timing")
    parser.add_argument("--ace", action="store_true", help="also run Ace (about two minutes)")
    options = parser.parse_args()
    python = peer_python("epub", PEERS)
    pythons = {"ebooklib": python}
    sections = [
        hostile(pythons, with_ace=options.ace),
        speed(pythons, options.posts, options.rounds),
    ]
    today = datetime.now(UTC).date().isoformat()
    peers = versions(python, ["ebooklib"])
    head = f"# EPUB\n\nnewskit {__version__}, {peers}, {_pandoc()}; {today}.\n\n"
    text = head + "\n".join(section.text() for section in sections)
    RESULTS.write_text(text, "utf-8")
    print(text)


def hostile(pythons: dict[str, Path], *, with_ace: bool) -> Section:
    """200 hostile posts: what the judges say of each tool's book."""
    records = hostile_records(200)
    source = save(records, "hostile")
    section = Section(
        "200 hostile posts", ("tool", "EPUBCheck", "characters lost", "CPU s", "peak MB")
    )
    for tool in ("newskit", "ebooklib", "pandoc-html", "pandoc-markdown"):
        if tool.startswith("pandoc") and shutil.which("pandoc") is None:
            section.notes.append(f"{tool}: pandoc is not installed.")
            continue
        book = OUT / f"hostile-{tool}.epub"
        figures = _make(tool, source, book, pythons)
        if figures is None:
            section.add(tool, "makes no book", "100%", "–", "–")
            continue
        lost = judge.lost_characters(records, [book])
        section.add(
            tool,
            judge.epubcheck([book]),
            lost,
            f"{figures['cpu']:.2f}",
            f"{figures['peak']:.0f}",
        )
    if with_ace:
        forty = save(hostile_records(45), "hostile-45")
        for tool in ("newskit", "ebooklib"):
            book = OUT / f"hostile-45-{tool}.epub"
            if _make(tool, forty, book, pythons) is not None:
                section.notes.append(f"Ace on 45 of them, {tool}: {judge.ace(book)} violations.")
    return section


def speed(pythons: dict[str, Path], count: int, rounds: int) -> Section:
    """Plain posts: processor time and memory, in turn with ebooklib."""
    source = save(plain_records(count), "plain")
    section = Section(
        f"{count:,} plain posts, {rounds} rounds in turn",
        ("tool", "CPU s (median)", "ratio to ebooklib", "peak MB", "EPUBCheck"),
    )
    tools = {"newskit-months": OUT / "plain", "ebooklib": OUT / "plain-ebooklib.epub"}
    series: dict[str, list[float]] = {tool: [] for tool in tools}
    peaks: dict[str, float] = dict.fromkeys(tools, 0.0)
    for _ in range(rounds):
        for tool, out in tools.items():
            figures = _make(tool, source, out, pythons)
            if figures is not None:
                series[tool].append(figures["cpu"])
                peaks[tool] = max(peaks[tool], figures["peak"])
    volumes = sorted((OUT / "plain").glob("*.epub"))
    judged = {"newskit-months": volumes, "ebooklib": [tools["ebooklib"]]}
    for tool, figures in series.items():
        section.add(
            tool,
            f"{sorted(figures)[len(figures) // 2]:.2f}",
            str(ratio(figures, series["ebooklib"])),
            f"{peaks[tool]:.0f}",
            judge.epubcheck(judged[tool]),
        )
    slowest = max(judge.opening(volume) for volume in volumes)
    whole = judge.opening(tools["ebooklib"])
    section.notes.append(
        f"newskit: {len(volumes)} monthly volumes, each packed and unpacked; the slowest opens in "
        f"{slowest:.2f} s (MuPDF, its outline), ebooklib's one book in {whole:.2f} s."
    )
    return section


def _make(tool: str, source: Path, out: Path, pythons: dict[str, Path]) -> dict[str, float] | None:
    """Make a book in a process of its own; None when the tool fails."""
    for old in (out, out.with_suffix("")):
        shutil.rmtree(old, ignore_errors=True)
    out.unlink(missing_ok=True)
    maker = Path(__file__).with_name("maker.py")
    python = pythons.get(tool, Path(sys.executable))
    command = [str(python), str(maker), tool, str(source), str(out)]
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=_TIMEOUT
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        return None
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _pandoc() -> str:
    if shutil.which("pandoc") is None:
        return "no pandoc"
    done = subprocess.run(["pandoc", "--version"], check=True, capture_output=True, text=True)
    return done.stdout.partition("\n")[0]


if __name__ == "__main__":
    main()
