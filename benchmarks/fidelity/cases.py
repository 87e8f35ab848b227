"""The cases: our own, the CommonMark examples, and others where they are at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

from benchmarks.common.data import EXAMPLES, ROOT
from newskit.read.parse import parse_bytes

OWN = ROOT / "tests" / "convert" / "cases"


def load(node: Path | None) -> list[dict[str, str]]:
    """Return cases {id, set, html}.

    Args:
        node: where npm installed the peers, which bring the specification along.
    """
    cases = _own() + _posts()
    if node is not None:
        cases += _specification(node / "node_modules" / "commonmark-spec" / "spec.txt")
    shared = Path(os.environ.get("NEWSKIT_SHARED", ROOT.parent / "shared")) / "fidelity/dev.jsonl"
    if shared.is_file():
        cases += [
            {"id": case["id"], "set": f"shared/{case['set']}", "html": case["html"]}
            for case in map(json.loads, shared.read_text(encoding="utf-8").splitlines())
            if "ref" not in case and len(case["html"]) < 300_000
        ]
    return cases


def _own() -> list[dict[str, str]]:
    return [
        {"id": f"{path.stem}/{case['id']}", "set": "hard cases", "html": case["html"]}
        for path in sorted(OWN.glob("*.jsonl"))
        for case in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def _posts() -> list[dict[str, str]]:
    posts = [parse_bytes(path.name, path.read_bytes()) for path in sorted(EXAMPLES.glob("*.html"))]
    return [{"id": post.path, "set": "posts", "html": post.body} for post in posts]


def _specification(path: Path) -> list[dict[str, str]]:
    """Return the expected HTML of the specification's examples: what they show, read back."""
    if not path.is_file():
        return []
    cases: list[dict[str, str]] = []
    fence = "`" * 32
    for number, part in enumerate(path.read_text(encoding="utf-8").split(f"{fence} example\n")[1:]):
        html = part.partition(f"\n{fence}")[0].partition("\n.\n")[2].replace("→", "\t")
        if html.strip():
            cases.append({"id": f"spec/{number + 1}", "set": "CommonMark spec", "html": html})
    return cases
