"""The hooks in a real git repository with the real pre-commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

RIGHT = "---\nlayout: post\ntitle: T\ndate: 2024-05-01\n---\nText.\n"
STORY = "第一段的文字说明了一些事情。\n\n第二段继续讲述这个故事，后来大家都同意了。\n"
BROKEN = "---\nlayout: post\ntitle: Berlin: a city\ndate: 2024-05-01\n---\nText.\n"


class Repository:
    """A git repository whose hooks are newskit's, run from this environment."""

    def __init__(self, folder: Path, hooks: list[dict[str, Any]]) -> None:
        self.folder = folder
        scripts = str(Path(sys.executable).parent)
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "NEWSKIT_"))},
            "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(folder.parent / "pre-commit-home"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "A")
        self.git("config", "user.email", "a@example.org")
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        self.run("pre-commit", "install", check=True)

    def run(self, *command: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=check
        )

    def git(self, *arguments: str) -> None:
        self.run("git", *arguments, check=True)

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        self.git("add", name)
        return file

    def commit(self) -> subprocess.CompletedProcess[str]:
        return self.run("git", "commit", "-q", "-m", "a post")


@pytest.fixture
def hooks(root: Path) -> dict[str, dict[str, Any]]:
    """newskit's hooks by id, to be run from this environment instead of one of their own."""
    if shutil.which("git") is None or not (Path(sys.executable).parent / "pre-commit").exists():
        pytest.skip("needs git and pre-commit")
    listed = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    return {hook["id"]: {**hook, "language": "system"} for hook in listed}


def repository(folder: Path, *hooks: dict[str, Any]) -> Repository:
    return Repository(folder / "repository", list(hooks))


def test_a_broken_post_is_refused_and_a_right_one_is_not(
    tmp_path: Path, hooks: dict[str, Any]
) -> None:
    archive = repository(tmp_path, hooks["newskit-validate"])
    archive.write("_posts/2024-05-01-a.md", BROKEN)
    refused = archive.commit()
    assert refused.returncode == 1
    assert "_posts/2024-05-01-a.md:3:14: NK121" in refused.stdout + refused.stderr
    archive.write("_posts/2024-05-01-a.md", RIGHT)
    assert archive.commit().returncode == 0


def test_a_repair_is_made_and_left_to_be_added(tmp_path: Path, hooks: dict[str, Any]) -> None:
    archive = repository(tmp_path, hooks["newskit-validate-fix"])
    file = archive.write("_posts/2024-05-01-a.md", BROKEN)
    refused = archive.commit()
    assert refused.returncode == 1
    assert "files were modified by this hook" in refused.stdout + refused.stderr
    assert file.read_text() == BROKEN.replace("Berlin: a city", '"Berlin: a city"')
    archive.git("add", ".")
    assert archive.commit().returncode == 0


def test_the_whole_archive_is_compared(tmp_path: Path, hooks: dict[str, Any]) -> None:
    archive = repository(tmp_path, hooks["newskit-validate-archive"])
    text = RIGHT.replace("layout: post", "permalink: /x/")
    archive.write("_posts/2024-05-01-a.md", text)
    archive.write("_posts/2024-05-02-b.md", text.replace("05-01", "05-02"))
    done = archive.run("pre-commit", "run", "--all-files")
    assert done.returncode == 1
    assert "NK401" in done.stdout


def test_excluded_files_stay_excluded(tmp_path: Path, hooks: dict[str, Any]) -> None:
    archive = repository(tmp_path, hooks["newskit-validate"])
    (archive.folder / "newskit.toml").write_text('[read]\nexclude = ["drafts/"]\n')
    archive.write("drafts/a.md", BROKEN)
    assert archive.run("pre-commit", "run", "--all-files").returncode == 0


@pytest.mark.parametrize(
    ("hook", "before", "after"),
    [
        ("newskit-convert", "<p>One <b>two</b></p>\n", "One **two**\n"),
        ("newskit-strip", f"{STORY}\n（文章来源：财联社）\n", STORY),
    ],
)
def test_bodies_are_rewritten(
    tmp_path: Path, hooks: dict[str, Any], hook: str, before: str, after: str
) -> None:
    archive = repository(tmp_path, hooks[hook])
    file = archive.write("_posts/2024-05-01-a.md", RIGHT.replace("Text.\n", before))
    done = archive.run("pre-commit", "run", "--all-files")
    assert done.returncode == 1
    assert file.read_text().endswith(f"---\n{after}")


@pytest.mark.skipif(
    "TRY_REPO" not in os.environ,
    reason="installs newskit from the checkout's last commit; .ci/run sets TRY_REPO",
)
def test_the_hook_installs_itself(tmp_path: Path, root: Path, hooks: dict[str, Any]) -> None:
    archive = repository(tmp_path, hooks["newskit-validate"])
    archive.write("_posts/2024-05-01-a.md", BROKEN)
    done = archive.run(
        "pre-commit", "try-repo", str(root), "newskit-validate", "--all-files", "--verbose"
    )
    assert done.returncode == 1
    assert "_posts/2024-05-01-a.md:3:14: NK121" in done.stdout
    assert done.returncode == 1
