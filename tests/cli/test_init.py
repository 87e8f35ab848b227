"""`newskit init` and rules that fire on most posts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[bytes]"]


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


SITE = {
    "_config.yml": "title: M\n",
    "_layouts/x.html": "<p>x</p>\n",
    "_posts/2024-01-02-a.md": "---\ntitle: A: b\n---\nText.\n",
    "_posts/2024-01-03-b.md": "---\ntitle: B\n---\nOther text.\n",
}


def test_init_writes_settings_a_baseline_and_the_hook(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, SITE)
    done = newskit("init")
    assert done.returncode == 0, done.stderr.decode()
    assert b"Jekyll site (_config.yml): 2 posts and pages; passed over: 1 template" in done.stderr
    settings = tomllib.loads((tmp_path / "newskit.toml").read_text("utf-8"))
    assert settings["validate"]["generator"] == "jekyll"
    assert "newskit validate" in (tmp_path / ".pre-commit-config.yaml").read_text("utf-8")
    known = json.loads((tmp_path / "newskit-baseline.json").read_bytes())
    assert list(known["findings"]) == ["_posts/2024-01-02-a.md"]
    assert newskit("validate").returncode == 1
    assert newskit("validate", "--baseline", "newskit-baseline.json").returncode == 0


def test_init_writes_over_nothing(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, {**SITE, "newskit.toml": "# mine\n"})
    assert newskit("init").returncode == 2
    assert (tmp_path / "newskit.toml").read_text("utf-8") == "# mine\n"
    (tmp_path / "newskit.toml").unlink()
    write(tmp_path, {".pre-commit-config.yaml": "repos: []\n"})
    done = newskit("init")
    assert b"add this to its repos" in done.stderr
    assert (tmp_path / ".pre-commit-config.yaml").read_text("utf-8") == "repos: []\n"


def test_a_dry_run_writes_nothing(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert newskit("init", "--dry-run").returncode == 0
    assert not (tmp_path / "newskit.toml").exists()


def test_an_archive_without_front_matter_gets_a_setting(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, {f"a{number}.md": f"Text number {number}.\n" for number in range(3)})
    assert newskit("init").returncode == 0
    settings = tomllib.loads((tmp_path / "newskit.toml").read_text("utf-8"))
    assert settings["validate"]["ignore"] == ["NK101"]
    assert newskit("validate", "--no-cache").returncode == 0


BARE = {f"a{number:02}.md": f"Text number {number}.\n" for number in range(25)}


@pytest.mark.parametrize("output", ["concise", "full"])
def test_a_rule_that_fires_on_most_posts_is_said_once(
    newskit: Run, tmp_path: Path, output: str
) -> None:
    write(tmp_path, {**BARE, "b.md": "---\ntitle: B: c\n---\nText.\n"})
    done = newskit("validate", ".", "--no-cache", "--output-format", output)
    text = done.stdout.decode()
    assert done.returncode == 1
    assert text.count("NK101") == 2  # the rule, and the setting that leaves it out
    assert "on 25 of 26 posts" in text
    assert "b.md:2:" in text
    every = newskit("validate", ".", "--no-cache", "--all").stdout.decode()
    assert every.count("NK101") == 25


def test_few_posts_are_listed_whatever_they_have(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, dict(list(BARE.items())[:6]))
    assert newskit("validate", ".", "--no-cache").stdout.decode().count("NK101") == 6


def test_programs_get_every_finding(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, BARE)
    done = newskit("validate", ".", "--no-cache", "--output-format", "jsonl")
    assert len(done.stdout.splitlines()) == 25


@pytest.mark.parametrize(
    ("settings", "zone"),
    [("timezone: Asia/Taipei", "Asia/Taipei"), ("timezone: ''", ""), ("timezone: Mill/Pond", "")],
)
def test_the_zone_that_a_site_gives_its_times_is_taken_over(
    newskit: Run, tmp_path: Path, settings: str, zone: str
) -> None:
    post = "---\ntitle: A\ndate: 2024-05-01 23:30:00\n---\nText.\n"
    write(tmp_path, {"_config.yml": f"theme: landscape\n{settings}\n", "source/_posts/a.md": post})
    (tmp_path / "package.json").write_text('{"hexo": {"version": "7.3.0"}}', "utf-8")
    assert newskit("init").returncode == 0
    written = tomllib.loads((tmp_path / "newskit.toml").read_text("utf-8"))
    assert written.get("export", {}).get("timezone", "") == zone
    assert ("NK303" in written["validate"].get("ignore", [])) == bool(zone)
    record = json.loads(newskit("export", "jsonl", ".").stdout)
    assert record["date_published"] == "2024-05-01T23:30:00" + ("+08:00" if zone else "")


def test_jekyll_gives_times_no_zone_of_its_own(newskit: Run, tmp_path: Path) -> None:
    write(tmp_path, {**SITE, "_config.yml": "title: M\ntimezone: Asia/Taipei\n"})
    assert newskit("init").returncode == 0
    assert "timezone" not in (tmp_path / "newskit.toml").read_text("utf-8")
