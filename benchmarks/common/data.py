"""The posts that benchmarks run on: the examples, and the real archives where they are at hand."""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "benchmarks" / "work"
EXAMPLES = ROOT / "examples" / "posts"
ENDINGS = (".md", ".markdown", ".html", ".htm", ".txt")


def archive_folder() -> Path:
    """Return a folder of real posts: the development archives, or the examples without them."""
    packed = _shared() / "corpora" / "dev.tar.gz"
    target = WORK / "dev"
    if not target.is_dir() and packed.is_file():
        partial = WORK / "dev.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        with tarfile.open(packed) as archive:
            archive.extractall(partial, filter="data")
        for facts in partial.rglob("META.json"):
            facts.unlink()
        partial.rename(target)
    return target if target.is_dir() else EXAMPLES


def posts(folder: Path) -> list[Path]:
    """Return the posts below a folder, in a stable order."""
    return sorted(path for path in folder.rglob("*") if path.name.lower().endswith(ENDINGS))


def number_of(folder: Path) -> int:
    """Count the posts below a folder without holding them.

    What this process holds when it starts a command counts as memory of the command.
    """
    return sum(1 for path in folder.rglob("*") if path.name.lower().endswith(ENDINGS))


def sample(count: int) -> list[Path]:
    """Return the examples and about `count` posts spread evenly over the archives."""
    everything = posts(archive_folder())
    step = max(1, len(everything) // count)
    chosen = posts(EXAMPLES)
    return chosen + [path for path in everything[::step] if path not in chosen]


def write_list(paths: Sequence[Path], name: str) -> Path:
    """Write paths, each ended by NUL (names hold newlines), and return the file."""
    target = WORK / f"{name}.list"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"".join(os.fsencode(path) + b"\0" for path in paths))
    return target


def copies(count: int) -> Path:
    """Return a folder that holds the archives `count` times over, as hard links."""
    source = archive_folder()
    target = WORK / f"times-{count}"
    if target.is_dir():
        return target
    partial = WORK / f"times-{count}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    for number in range(count):
        shutil.copytree(source, partial / f"copy-{number:03}", copy_function=os.link)
    partial.rename(target)
    return target


def thousands(count: int) -> Path:
    """Return a folder of `count` posts: the same thousand, a folder of hard links for each time."""
    everything = posts(archive_folder())
    chosen = everything[:: max(1, len(everything) // 1000)][:1000]
    target = WORK / f"posts-{count}"
    shutil.rmtree(target, ignore_errors=True)
    for number in range(count):
        folder = target / f"{number // 1_000_000:02}" / f"{number // 1000 % 1000:03}"
        if number % 1000 == 0:
            folder.mkdir(parents=True)
        source = chosen[number % len(chosen)]
        os.link(source, folder / f"{number % 1000:03}{source.suffix}")
    return target


def _shared() -> Path:
    named = os.environ.get("NEWSKIT_SHARED")
    return Path(named) if named else ROOT.parent / "shared"
