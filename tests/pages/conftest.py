"""A browser; an archive with something to decide in every queue, and the desk that decides."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newskit.config.model import find_config, load_config
from newskit.jobs.strip import learn_rules
from newskit.read.files import iter_sources
from newskit.review.desk import Desk, writable
from newskit.review.gather import Gathered, gather
from newskit.review.journal import Journal
from newskit.strip.rulefile import format_rules

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PARAGRAPH = "The harbour board met on {day} and spoke about the {thing}, which the town has wanted."
STORY = "\n\n".join(
    f"Paragraph {n}: the ferry to the island was late again, and people on the quay said so."
    for n in range(30)
)


def write_archive(folder: Path) -> Path:
    """Ten posts with one tail, two near-duplicates, an HTML post, one with an unsafe repair."""
    posts = folder / "posts"
    posts.mkdir(parents=True)
    for number in range(1, 11):
        body = PARAGRAPH.format(day=f"day {number}", thing=("crane", "pier", "fog")[number % 3])
        tail = "Talk to us in the reading room, any time you like."
        text = f"---\ntitle: Number {number}\ndate: 2020-01-{number:02}\n---\n{body}\n\n{tail}\n"
        (posts / f"post-{number:02}.md").write_text(text, "utf-8")
    for name, day in (("ferry.md", "01"), ("ferry-again.md", "02")):
        text = f"---\ntitle: Ferry\ndate: 2021-01-{day}\n---\n{STORY}\n\nWritten on day {day}.\n"
        (posts / name).write_text(text, "utf-8")
    script = '<script>document.title = "stolen"</script>'
    html = f'<p class="lead" onclick="steal()">Fog <b>again</b>.</p>{script}'
    (posts / "fog.html").write_text(f"---\ntitle: Fog\ndate: 2021-02-01\n---\n{html}\n", "utf-8")
    (posts / "salt.md").write_bytes(
        b"---\r\ntitle: Salt &amp; fish\r\ndate: 2021-03-04\r\n---\r\nText.\r\n"
    )
    return posts


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_archive(tmp_path)
    (tmp_path / ".git").mkdir()  # no settings from above
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def sit(archive: Path) -> Callable[[], Desk]:
    """Look at the archive and sit down to decide; again, as a later run would."""

    def look() -> Desk:
        settings = find_config(archive) or archive / "newskit.toml"
        config = load_config(settings if settings.exists() else None, {})
        rules = archive / "newskit-rules.toml"

        def sources() -> Iterator:
            return iter_sources(["posts"], config.read)

        if not rules.exists():
            rules.write_text(format_rules(learn_rules(sources, config)), "utf-8")
        gathered = Gathered()
        from newskit.jobs.stages import read_rule_file

        for _ in gather(sources, config, read_rule_file(rules), gathered):
            pass
        journal = Journal(archive, writable(["posts"], config.read, settings, rules))
        return Desk(config, settings, rules, ["posts"], gathered, journal)

    return look


@pytest.fixture
def desk(sit: Callable[[], Desk]) -> Desk:
    return sit()


@pytest.fixture
def options() -> list[str]:
    """More options of the command; a module may have its own."""
    return []


@pytest.fixture
def served(archive: Path, options: list[str]) -> Iterator[str]:
    """The address of the page, served by the real command."""
    command = [sys.executable, "-m", "newskit", "review", "posts", "--no-browser", *options]
    env = {k: v for k, v in os.environ.items() if not k.startswith("NEWSKIT_")}
    with subprocess.Popen(command, cwd=archive, stderr=subprocess.PIPE, env=env) as process:
        try:
            yield _address(process)
        finally:
            process.send_signal(signal.SIGINT)
            rest = process.communicate(timeout=20)[1].decode()
    assert process.returncode == 0, rest
    assert "decision" in rest


def _address(process: subprocess.Popen[bytes]) -> str:
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line.decode()
        if found := re.search(r"http://127\.0\.0\.1:\d+/\S+/", said):
            return found[0]
    raise AssertionError(said)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that Playwright has installed."""
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect.set_options(timeout=30_000)  # a busy machine may take its time
    with sync_api.sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = str(own) if own.exists() else shutil.which("chromium")
        if found is None:
            pytest.skip("needs Chromium: apt-get install chromium, or playwright install chromium")
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def violations(page: Page) -> Callable[[], list[tuple[str, str]]]:
    """What axe-core finds on the page as it is now: rules, each with the first place."""
    from axe_playwright_python.sync_playwright import Axe

    def look() -> list[tuple[str, str]]:
        found = Axe().run(page).response["violations"]
        return [(one["id"], one["nodes"][0]["html"]) for one in found]

    return look


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page; an error in its scripts, or anything it is kept from loading, fails the test."""
    opened = browser.new_page(viewport={"width": 1400, "height": 900})
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()
    assert wrong == []
