"""The migrators newskit is compared with, run on one export each; what they write, as text."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common.data import WORK
from benchmarks.common.peers import peer_python, versions

NPM = ("hexo@8.1.1", "hexo-migrator-wordpress@2.1.2", "wordpress-export-to-markdown@2.2.2")
WP2HUGO = ("wp2hugo==0.1.5",)
PELICAN = ("pelican[markdown]==4.12.0", "beautifulsoup4", "lxml")
_TEXT = {".md", ".html", ".txt", ".rst", ".yml", ".json", ".jsonl"}


@dataclass(frozen=True, slots=True)
class Output:
    """What a migrator wrote: the texts of its files, by their names; the report beside them."""

    files: Mapping[str, str]
    report: str = ""


def newskit(export: Path, folder: Path) -> Output:
    """Run newskit with conversion, report and comments."""
    report, comments = folder / "report.jsonl", folder / "comments.jsonl"
    command = ("import", "wxr", str(export), "-o", str(folder / "out"), "--convert", "--quiet")
    more = ("--report", str(report), "--comments", str(comments))
    subprocess.run([sys.executable, "-m", "newskit", *command, *more], check=False)
    rows = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    rows += [json.loads(line) for line in comments.read_text("utf-8").splitlines()]
    said = "\n".join(_values(rows))
    return Output(_texts(folder / "out"), plain(said))


def _values(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _values(one)]
    if isinstance(value, list):
        return [text for one in value for text in _values(one)]
    return [str(value)]


def export_to_markdown(export: Path, folder: Path) -> Output | None:
    """Run wordpress-export-to-markdown without fetching pictures."""
    script = _npm() / "wordpress-export-to-markdown"
    if not script.is_dir():
        return None
    flags = ("wizard", "save-attached-images", "save-scraped-images")
    options = [f"--{flag}=false" for flag in flags] + ["--include-other-types=true"]
    command = ["node", "index.js", *options, f"--input={export}", f"--output={folder / 'out'}"]
    subprocess.run(command, cwd=script, check=False, capture_output=True, timeout=600)
    return Output(_texts(folder / "out"))


def hexo(export: Path, folder: Path) -> Output | None:
    """Run hexo-migrator-wordpress in a site of its own."""
    if not (_npm() / "hexo-migrator-wordpress").is_dir():
        return None
    site = folder / "site"
    (site / "source").mkdir(parents=True)
    (site / "node_modules").symlink_to(_npm())
    (site / "_config.yml").write_text("title: x\nurl: https://a.example\n", "utf-8")
    package = {"hexo": {"version": ""}, "dependencies": {"hexo-migrator-wordpress": "*"}}
    (site / "package.json").write_text(json.dumps(package), "utf-8")
    command = ["node_modules/.bin/hexo", "migrate", "wordpress", str(export)]
    with suppress(subprocess.TimeoutExpired):  # it goes on running when it has written all
        subprocess.run(
            command,
            cwd=site,
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
    return Output(_texts(site / "source"))


def pelican(export: Path, folder: Path) -> Output | None:
    """Run pelican-import, which converts with pandoc."""
    if not shutil.which("pandoc"):
        return None
    script = peer_python("pelican-import", PELICAN).parent / "pelican-import"
    command = [str(script), "--wpfile", "-m", "markdown", "--wp-custpost", "-o"]
    done = [*command, str(folder / "out"), str(export)]
    (folder / "out").mkdir(parents=True)
    subprocess.run(done, check=False, capture_output=True, timeout=600)
    return Output(_texts(folder / "out"))


_JEKYLL = (
    'require "jekyll-import"; JekyllImport::Importers::WordpressDotCom.run('
    '{"source" => ARGV[0], "no_fetch_images" => true})'
)


def _has_jekyll() -> bool:
    asked = ["ruby", "-e", 'require "jekyll-import"']
    found = shutil.which("ruby")
    return bool(found) and not subprocess.run(asked, check=False, capture_output=True).returncode


def jekyll(export: Path, folder: Path) -> Output | None:
    """Run jekyll-import where Ruby finds it; without its pictures."""
    found = ["ruby", "-e", 'require "jekyll-import"']
    if (
        not shutil.which("ruby")
        or subprocess.run(found, check=False, capture_output=True).returncode
    ):
        return None
    command = ["ruby", "-e", _JEKYLL, str(export)]
    subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=600)
    return Output(_texts(folder))


def wp2hugo(export: Path, folder: Path) -> Output | None:
    """Run the wp2hugo of PyPI; that of the same name in Go is another."""
    script = peer_python("wp2hugo", WP2HUGO).parent / "wp2hugo"
    command = [str(script), "create", str(export), str(folder / "out")]
    subprocess.run(command, check=False, capture_output=True, timeout=600)
    return Output(_texts(folder / "out"))


PEERS: Mapping[str, Callable[[Path, Path], Output | None]] = {
    "newskit": newskit,
    "wordpress-export-to-markdown": export_to_markdown,
    "hexo-migrator-wordpress": hexo,
    "jekyll-import": jekyll,
    "pelican-import": pelican,
    "wp2hugo (PyPI)": wp2hugo,
}


def stated_versions() -> str:
    """Return the versions of what was run."""
    pandoc = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=False)
    python = peer_python("pelican-import", PELICAN)
    line = pandoc.stdout.partition("\n")[0]
    more = ""
    if _has_jekyll():
        asked = ["ruby", "-e", 'require "jekyll-import/version"; print JekyllImport::VERSION']
        ruby = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        more = f", jekyll-import {ruby}"
    return f"{', '.join((*NPM, *WP2HUGO))}, {versions(python, ['pelican'])}, {line}{more}"


def _npm() -> Path:
    """Return the folder of the packages of npm, installed once."""
    folder = WORK / "imports-npm"
    if shutil.which("npm") and not (folder / "node_modules").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}", "utf-8")
        subprocess.run(["npm", "install", "--silent", *NPM], cwd=folder, check=False)
    return folder / "node_modules"


def _texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): plain(path.read_text("utf-8", "replace"))
        for path in sorted(folder.rglob("*"))
        if path.suffix in _TEXT and path.is_file()
    }


def plain(text: str) -> str:
    """Return a text as values are looked for in it: entities read, white space as one blank."""
    bare = html.unescape(html.unescape(text)).replace("\\", "").replace("''", "'")
    return re.sub(r"\s+", " ", bare)
