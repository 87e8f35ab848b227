"""Labelled posts: our own, and the reference ones where they are at hand."""

from __future__ import annotations

import gzip
import json
import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common.data import ROOT

OWN = ROOT / "tests" / "strip" / "posts"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A body with labels: 0 content, 1 boilerplate, 2 either; one a character."""

    name: str
    archive: str
    body: str
    labels: bytes

    @property
    def lines(self) -> list[tuple[int, int]]:
        """Spans of the lines that hold text."""
        return [match.span() for match in re.finditer(r"[^\n]+", self.body) if match[0].strip()]


def own() -> list[Labelled]:
    """The posts of tests/strip: by kind and language, with negatives."""
    found: list[Labelled] = []
    for path in sorted(OWN.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        for number, post in enumerate(data["post"]):
            marked = "\n\n".join([*data["prose"], post["tail"].strip("\n")]) + "\n"
            body, labels = [], bytearray()
            inside = 0
            for char in marked:
                if char in "⟦⟧":
                    inside = int(char == "⟦")
                    continue
                body.append(char)
                labels.append(inside)
            found.append(Labelled(f"{path.stem}-{number}", "", "".join(body), bytes(labels)))
    return found


def reference() -> list[Labelled]:
    """The reference posts of real archives; empty without them."""
    path = shared_folder() / "strip" / "dev.jsonl"
    if not path.is_file():
        return []
    found: list[Labelled] = []
    for line in path.read_text("utf-8").splitlines():
        post = json.loads(line)
        labels = bytearray(len(post["body"]))
        for start, end, *_ in post["optional"]:
            labels[start:end] = b"\2" * (end - start)
        for start, end in post["remove"]:
            labels[start:end] = b"\1" * (end - start)
        found.append(Labelled(post["id"], post["archive"], post["body"], bytes(labels)))
    return found


def collection(archive: str) -> Iterator[tuple[str, str]]:
    """Posts of the same archive to learn from, unlabelled."""
    path = shared_folder() / "strip" / "collections" / f"{archive}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            post = json.loads(line)
            yield post["id"], post["body"]


def shared_folder() -> Path:
    """Where the reference posts lie: NEWSKIT_SHARED, or shared/ beside the project."""
    named = os.environ.get("NEWSKIT_SHARED")
    return Path(named) if named else ROOT.parent / "shared"
