"""The linters newskit is compared with: how they are run, and which files they name."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common.data import WORK
from benchmarks.common.measure import Run, run
from benchmarks.common.peers import peer_python
from benchmarks.validate.maker import Archive

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "schemas" / "jekyll-post.schema.json"
PACKAGES = ("check-jsonschema==0.39.0", "yamllint==1.38.0")
NODE = ("remark-cli@12", "remark-frontmatter@5", "remark-lint-frontmatter-schema@3")


@dataclass(frozen=True, slots=True)
class Named:
    """What a tool said: the run, and the lines it named by file name without suffix."""

    run: Run
    lines: dict[str, list[int]]


def newskit(folder: Path, arguments: Sequence[str]) -> Run:
    """Run newskit in a folder."""
    import sys

    return run([sys.executable, "-m", "newskit", "validate", *arguments], folder=folder)


def by_newskit(archive: Archive) -> Named:
    """What newskit names in one run over all posts."""
    arguments = [archive.posts.name, "--no-cache", "--jobs", "1", "--quiet"]
    done = newskit(archive.posts.parent, arguments)
    named: dict[str, list[int]] = {}
    for line in done.output.splitlines():
        # A finding between posts names both.
        for name, number in re.findall(r"_posts/([\w-]+)\.md:(\d+):\d+", line):
            named.setdefault(name, []).append(int(number))
    return Named(done, named)


def python_tool(name: str) -> Path:
    """The program of a Python peer, installed when it is not there."""
    return peer_python("validate", PACKAGES).parent / name


def by_check_jsonschema(archive: Archive) -> Named:
    """What check-jsonschema names in one run over all front matter but the bombs."""
    files = sorted(archive.safe_yaml.iterdir())
    command = [python_tool("check-jsonschema"), "--output-format", "json", "--schemafile", SCHEMA]
    done = run([*command, *files])
    report = json.loads(done.output or "{}")
    named: dict[str, list[int]] = {}
    for error in (*report.get("errors", ()), *report.get("parse_errors", ())):
        named.setdefault(Path(error["filename"]).stem, []).append(0)
    return Named(done, named)


def by_yamllint(archive: Archive) -> Named:
    """What yamllint names in one run over all front matter but the bombs."""
    rules = "{extends: relaxed, rules: {line-length: disable, trailing-spaces: disable}}"
    command = [python_tool("yamllint"), "-f", "parsable", "-d", rules, archive.safe_yaml]
    done = run(command)
    named: dict[str, list[int]] = {}
    for line in done.output.splitlines():
        match = re.match(r"(.+?)\.yaml:(\d+):\d+: \[(\w+)\]", line)
        if match:
            # The opening fence is a line of the post.
            named.setdefault(Path(match[1]).name, []).append(int(match[2]) + 1)
    return Named(done, named)


def remark_folder() -> Path | None:
    """A folder with remark and its plug-ins, or None where npm cannot install them."""
    folder = WORK / "remark"
    if (folder / "node_modules" / "remark-lint-frontmatter-schema").is_dir():
        return folder
    if shutil.which("npm") is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", *NODE]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
    return folder if done.returncode == 0 else None


def by_remark(archive: Archive) -> Named | None:
    """What remark-lint-frontmatter-schema names in one run over all posts; None without npm."""
    folder = remark_folder()
    if folder is None:
        return None
    schema = json.loads(SCHEMA.read_text())
    # It knows draft 7 and the formats of the standard.
    text = json.dumps(schema).replace('"format": "jekyll-date"', '"minLength": 1')
    schema = {**json.loads(text), "$schema": "http://json-schema.org/draft-07/schema#"}
    (folder / "schema.json").write_text(json.dumps(schema))
    settings = {
        "plugins": [
            "remark-frontmatter",
            ["remark-lint-frontmatter-schema", {"schemas": {"./schema.json": ["./_posts/*.md"]}}],
        ]
    }
    (folder / ".remarkrc.json").write_text(json.dumps(settings))
    shutil.rmtree(folder / "_posts", ignore_errors=True)
    shutil.copytree(archive.posts, folder / "_posts")
    report = folder / "report.txt"
    command = f"npx remark _posts --no-color --quiet --frail > /dev/null 2> {report}"
    done = run(["sh", "-c", command], folder=folder)
    named: dict[str, list[int]] = {}
    current = ""
    for line in report.read_text(errors="replace").splitlines():
        if line.startswith("_posts/"):
            current = Path(line.strip()).stem
        elif current and (match := re.match(r"\s*(\d*)\S*\s+(?:error|warning)\b", line)):
            named.setdefault(current, []).append(int(match[1] or 0))
    return Named(done, named)
