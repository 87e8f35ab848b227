"""Two thousand posts from the examples, a hundred of them broken, the same ones every time."""

from __future__ import annotations

import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.validate.breaks import BREAKS, Break, post

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "posts"
_MATTER = re.compile(r"---\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive on disk, and which of its posts are broken how.

    Attributes:
        posts: the posts.
        yaml: their front matter alone, for tools that read YAML only.
        safe_yaml: the same without what makes such tools hang or crash.
        broken: kind of break by file name without suffix.
    """

    posts: Path
    yaml: Path
    safe_yaml: Path
    broken: dict[str, Break]


def make(folder: Path, count: int = 2000) -> Archive:
    """Write the archive anew."""
    shutil.rmtree(folder, ignore_errors=True)
    archive = Archive(folder / "_posts", folder / "yaml", folder / "safe", {})
    for place in (archive.posts, archive.yaml, archive.safe_yaml):
        place.mkdir(parents=True)
    shuffle = random.Random(4)
    paragraphs = _paragraphs()
    words = sorted({word for part in paragraphs for word in part.split() if word.isalpha()})
    kinds = [kind for kind in BREAKS for _ in range(2)]
    places = dict(zip(shuffle.sample(range(count), len(kinds)), kinds, strict=True))
    for number in range(count):
        day = f"20{10 + number % 14:02}-{1 + number % 12:02}-{1 + number % 28:02}"
        name = f"{day}-post-{number}"
        lines = [
            "layout: post",
            f"title: 第 {number} 条新闻 of the day",
            f"date: {day} 10:00:00 +0800",
            "categories: news",
            f"tags: [a{number % 7}, b{number % 5}]",
        ]
        parts = [*shuffle.sample(paragraphs, 4), *(_sentence(shuffle, words) for _ in range(60))]
        body = f"Post {number}.\n\n" + "\n\n".join(parts) + "\n"
        kind = places.get(number)
        data = kind.make(lines, body) if kind else post(lines, body)
        (archive.posts / f"{name}.md").write_bytes(data)
        if kind:
            archive.broken[name] = kind
        matter = _MATTER.match(data.decode("utf-8", "replace").removeprefix("\ufeff"))
        if matter:
            (archive.yaml / f"{name}.yaml").write_text(matter[1])
            if not (kind and kind.bomb):
                (archive.safe_yaml / f"{name}.yaml").write_text(matter[1])
    return archive


def _sentence(shuffle: random.Random, words: list[str]) -> str:
    """Words at random, so that no two posts are alike."""
    return " ".join(shuffle.choice(words) for _ in range(14)) + "."


def _paragraphs() -> list[str]:
    """The plain paragraphs of the examples: letters, marks and nothing else."""
    found: list[str] = []
    for file in sorted(EXAMPLES.iterdir()):
        text = re.sub(r"<[^<>]*>", "", file.read_bytes().decode("utf-8", "ignore"))
        for part in re.split(r"\n\s*\n", text):
            line = " ".join(part.split())
            if len(line) > 60 and not re.search(
                r"[\[\]{}|`*_#&~=<>\ufffd]|---|://|\+\+\+|^\W", line
            ):
                found.append(line)
    if len(found) < 12:
        found += [f"Paragraph {n} says something about the city and its people." for n in range(12)]
    return found
