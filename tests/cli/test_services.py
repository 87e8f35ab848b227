"""What services read: paths from the repository's root, and the action's own script."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

POST = "---\ntitle: a: b\n---\nText.\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)
    (tmp_path / ".git").mkdir()
    (tmp_path / "site" / "my posts").mkdir(parents=True)
    (tmp_path / "site" / "my posts" / "a.md").write_text(POST, "utf-8")
    return tmp_path


def checked(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "newskit", "validate", "--isolated", "--no-cache"]
    done = subprocess.run(
        [*command, "--select", "NK1", *arguments], cwd=folder, capture_output=True, check=False
    )
    return done.stdout.decode()


@pytest.mark.parametrize("named", ["relative", "./", "absolute", "from-below", "from-beside"])
def test_paths_start_at_the_root_whatever_way_a_post_was_named(
    repository: Path, named: str
) -> None:
    folder, path = {
        "relative": (repository, "site/my posts/a.md"),
        "./": (repository, "./site/../site/my posts"),
        "absolute": (repository, str(repository / "site")),
        "from-below": (repository / "site", "my posts/a.md"),
        "from-beside": (repository / "site" / "my posts", "../my posts/a.md"),
    }[named]
    gitlab = json.loads(checked(folder, path, "--output-format", "gitlab"))
    assert gitlab[0]["location"]["path"] == "site/my posts/a.md"
    sarif = json.loads(checked(folder, path, "--output-format", "sarif"))
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "site/my%20posts/a.md"
    assert "file=site/my posts/a.md," in checked(folder, path, "--output-format", "github")
    rdjson = json.loads(checked(folder, path, "--output-format", "rdjson"))
    assert rdjson["diagnostics"][0]["location"]["path"] == "site/my posts/a.md"


@pytest.mark.skipif(os.name == "nt", reason="the action runs in bash")
@pytest.mark.parametrize(
    ("paths", "wanted"),
    [
        ("site/my posts", ["site/my posts"]),
        ("site/my posts\nsite/others\n", ["site/my posts", "site/others"]),
        ("a.md b.md", ["a.md", "b.md"]),
        ("posts/*.md", ["posts/*.md"]),
    ],
)
def test_the_action_hands_over_folders_that_hold_blanks(
    repository: Path, root: Path, paths: str, wanted: list[str]
) -> None:
    action = (root / "action.yml").read_text("utf-8")
    script = action.rpartition("run: |\n")[2]
    script = "\n".join(line.removeprefix("        ") for line in script.splitlines())
    program = repository / "newskit" / "bin" / "newskit"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nfor one in "$@"; do echo "<$one>"; done\n', "utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "RUNNER_TEMP": str(repository), "PATHS": paths, "ARGS": ""}
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=repository,
        env=environment,
        capture_output=True,
        check=False,
    )
    lines = done.stdout.decode().splitlines()
    named = lines[1 : lines.index("<--output-format>")]
    assert named == [f"<{one}>" for one in wanted]
    assert done.returncode == 0


def test_actions_of_others_are_named_by_commit_and_jobs_may_write_nothing(root: Path) -> None:
    flows = [*(root / ".github" / "workflows").glob("*.yml"), root / "action.yml"]
    used = [line for flow in flows for line in re.findall(r"uses: (.*)", flow.read_text("utf-8"))]
    assert len(used) >= 8
    for line in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", line), line
    for flow in flows[:-1]:
        written = re.findall(r"(\S+): write\b", flow.read_text("utf-8"))
        assert written == (["id-token"] if flow.name == "release.yml" else [])


def test_a_rule_with_hundreds_of_findings_is_named_in_the_summary(tmp_path: Path) -> None:
    for number in range(120):
        (tmp_path / f"{number}.md").write_text(POST, "utf-8")
    command = [sys.executable, "-m", "newskit", "validate", ".", "--isolated", "--no-cache"]
    done = subprocess.run(
        [*command, "--select", "NK121"], cwd=tmp_path, capture_output=True, check=False
    )
    assert "120 of them are NK121 colon-in-value" in done.stderr.decode()
