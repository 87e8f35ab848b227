"""Ends of posts in twenty-eight languages: what says something of the article stays, the rest goes.

Each file of ``ends/`` has some prose of a language, ends that stay and ends that go: what they
leave in the front matter, and what of the end itself stays.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from newskit.config.strip import StripConfig
from newskit.read.parse import parse_text
from newskit.splice import apply_edits
from newskit.strip.match import Rules
from newskit.strip.post import strip_post

ENDS = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted(Path(__file__).parent.joinpath("ends").glob("*.toml"))
}


def stripped(language: str, end: str) -> tuple[str, dict[str, Any]]:
    prose = "\n\n".join(ENDS[language]["prose"])
    text = f"---\ntitle: x\n---\n{prose}\n\n{end}\n"
    found = strip_post(parse_text("a.md", text), StripConfig(), Rules())
    body = apply_edits(text, found.edits).split("---\n", 2)[2]
    assert body.startswith(prose)
    return body.removeprefix(prose).strip(), dict(found.facts)


@pytest.mark.parametrize(
    ("language", "end"), [(name, end) for name, data in ENDS.items() for end in data["stays"]]
)
def test_what_says_something_of_the_article_stays(language: str, end: str) -> None:
    assert stripped(language, end) == (end, {})


@pytest.mark.parametrize(
    ("language", "case"), [(name, case) for name, data in ENDS.items() for case in data["goes"]]
)
def test_boilerplate_goes_and_leaves_its_facts(language: str, case: dict[str, Any]) -> None:
    left, facts = stripped(language, case["end"])
    assert left == case.get("left", "")
    wanted = case.get("facts", {})
    assert {name: facts.get(name) for name in wanted} == wanted
