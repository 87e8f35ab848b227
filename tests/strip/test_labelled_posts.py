"""Every labelled post comes out as it is labelled, alone and twice."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from newskit.strip.body import strip_body
from newskit.strip.facts import merge
from newskit.strip.match import Rules

POSTS = Path(__file__).parent / "posts"


def labelled() -> list[Any]:
    found: list[Any] = []
    for path in sorted(POSTS.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, post in enumerate(data["post"], 1):
            name = f"{path.stem}-{number}-{post['kind']}"
            found.append(pytest.param(data["prose"], post, id=name))
    return found


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("prose", "post"), labelled())
def test_what_is_marked_goes_and_nothing_else(
    prose: list[str], post: dict[str, Any], newline: str
) -> None:
    tail = post["tail"].strip("\n")
    marked = "\n\n".join([*prose, tail]) + "\n"
    body = re.sub("[⟦⟧]", "", marked).replace("\n", newline)
    wanted = re.sub("⟦[^⟧]*⟧", "", marked)
    found = strip_body(body, Rules().matcher, 0.9)
    left = body
    for start, end in reversed(found.spans):
        left = left[:start] + left[end:]
    assert without_space(left) == without_space(wanted)
    facts = merge(cut.hit.facts for cut in found.cuts)
    assert {key: facts.get(key) for key in post.get("facts", {})} == post.get("facts", {})
    assert strip_body(left, Rules().matcher, 0.9).spans == ()


def test_there_are_enough_posts_of_every_kind() -> None:
    kinds = [case.values[1]["kind"] for case in labelled()]
    assert len(kinds) >= 120
    assert kinds.count("negative") >= 25
