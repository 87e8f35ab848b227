"""Judges of books: EPUBCheck, Ace, and a count of the text that is left."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.common.data import WORK
from benchmarks.epub.posts import helper

_NODE = WORK / "node"


def epubcheck(books: list[Path]) -> str:
    """Return fatal errors, errors and warnings of all books, as ``0F 0E 0W``."""
    from newskit.epub.check import find_epubcheck

    program = find_epubcheck()
    if program is None:
        return "not installed"
    counts = Counter(message.severity for book in books for message in program.check(book))
    return f"{counts['FATAL']}F {counts['ERROR']}E {counts['WARNING']}W"


def ace(book: Path) -> str:
    """Return the number of accessibility violations Ace finds, or why it was not asked."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if shutil.which("npm") is None or chromium is None:
        return "npm or chromium is missing"
    if not (_NODE / "node_modules" / "@daisy" / "ace-cli").is_dir():
        _NODE.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        install = ["npm", "install", "--silent", "@daisy/ace-cli"]
        subprocess.run(install, cwd=_NODE, env=environment, check=True, capture_output=True)
    out = WORK / "epub" / "ace"
    environment = {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": chromium,
        "ACE_TIMEOUT_INITIAL": "120000",
    }
    command = ["npx", "ace-cli", "-f", "-s", "-o", str(out), str(book)]
    done = subprocess.run(command, cwd=_NODE, env=environment, check=False, capture_output=True)
    if done.returncode:
        return f"failed ({done.returncode})"
    report = json.loads((out / "report.json").read_text("utf-8"))
    return str(sum(len(part["assertions"]) for part in report["assertions"]))


def lost_characters(records: list[dict[str, object]], books: list[Path]) -> str:
    """Return how many characters of the posts' text are in none of the books, and the share."""
    kept = helper("kept")
    wanted: Counter[str] = Counter()
    for record in records:
        wanted.update(kept.text_of_html(str(record["content_html"])))
    total = wanted.total()
    for book in books:
        with zipfile.ZipFile(book) as archive:
            for name in archive.namelist():
                if name.endswith((".xhtml", ".html")):
                    wanted.subtract(_text(archive.read(name).decode("utf-8", "replace")))
    lost = sum(count for count in wanted.values() if count > 0)
    return f"{lost:,} ({lost / total:.2%})"


def opening(book: Path) -> float:
    """Return the seconds MuPDF takes to open a book and count its pages, or 0 without it."""
    if shutil.which("mutool") is None:
        return 0.0
    started = time.perf_counter()
    subprocess.run(["mutool", "show", str(book), "outline"], check=False, capture_output=True)
    return time.perf_counter() - started


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _text(page: str) -> str:
    """Text of a page that need not be well-formed: peers' pages are not."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL | re.IGNORECASE)
    parser = _Text()
    parser.feed(body)
    parser.close()
    return "".join(parser.parts)
