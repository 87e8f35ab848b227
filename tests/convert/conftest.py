"""The hard cases, and a second judge of conversions that shares nothing with newskit.

The judge is BeautifulSoup over lxml: it compares the text without white space, the links with
their texts, the images and the counts of blocks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Comment

CASES = Path(__file__).resolve().parent / "cases"


def load_cases() -> list[Any]:
    cases: list[Any] = []
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            cases.append(pytest.param(case, id=f"{path.stem}/{case['id']}"))
    return cases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", load_cases())


@pytest.fixture(scope="session")
def all_cases() -> list[dict[str, str]]:
    """Every hard case."""
    return [case.values[0] for case in load_cases()]


@pytest.fixture(scope="session")
def judge() -> Callable[[str], dict[str, Any]]:
    """What the second judge sees in HTML."""
    return facts


_SILENT = ("script", "style", "template", "title", "svg", "head", "frameset", "iframe", "video",
           "audio", "object", "math")  # fmt: skip
_COUNTED = ("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li", "hr", "sub", "sup")
_SPACE = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")


def facts(html: str) -> dict[str, Any]:
    # lxml would take a leading <?xml …?> for another kind of document.
    soup = BeautifulSoup(f"<body>{html}", "lxml")
    for tag in soup(_SILENT):
        tag.extract()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    links = [
        (_url(link["href"]), _SPACE.sub("", link.get_text()))
        for link in soup.find_all("a", href=True)
        if link.get_text().strip() or link.find("img")
    ]
    counts = Counter(
        tag.name
        for tag in soup.find_all(_COUNTED)
        if tag.name in {"hr", "li"} or tag.get_text().strip() or tag.find("img")
    )
    return {
        "text": _SPACE.sub("", soup.get_text()),
        "links": links,
        "images": [(_url(tag.get("src", "")), tag.get("alt", "")) for tag in soup.find_all("img")],
        "counts": counts,
    }


def _url(value: str) -> str:
    return unquote(value.strip())
