"""The README's commands and code do what it says they do."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
SESSIONS = re.findall(r"```console\n\$ (newskit [^\n]+)\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[c for c, _ in SESSIONS])
def test_a_command_prints_what_the_readme_shows(newskit, root, command: str, shown: str) -> None:
    done = newskit(*shlex.split(command)[1:], cwd=root / "examples")
    printed = done.stdout.decode()
    assert done.returncode in (0, 1)
    for part in shown.split("…\n"):  # an ellipsis stands for lines left out
        assert part.strip() in printed


def test_the_python_example_runs_and_prints_what_its_comments_say(root, monkeypatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(root)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    assert "one **two**" in out.getvalue()
    assert "财联社\n" in out.getvalue()


def test_the_links_lead_somewhere(root: Path) -> None:
    prose = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", prose)
    assert [link for link in links if not (root / link).exists()] == []
