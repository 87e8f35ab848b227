"""What stripping and repairing may not do: take words away that no report holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newskit.config.model import Config
from newskit.jobs import strip as stripping
from newskit.jobs.stages import StrippedPost, words_lost
from newskit.jobs.strip import strip_maker
from newskit.read.parse import parse_text

BODY = "---\ntitle: T\n---\nThe council met on Monday and closed the old bridge.\n\n"
TAIL = "[Back](/news) | [Home](/)\n"


def test_words_are_counted() -> None:
    assert words_lost("a b b c", "b a", "c") == ["b"]
    assert words_lost("说 a", "a 说") == []


def test_what_strip_removes_is_in_its_report() -> None:
    post = parse_text("a.md", BODY + TAIL)
    made = strip_maker()(Config())(post)
    assert made.text != post.text
    assert not made.problems
    told = [str(row["text"]) for row in made.report if "text" in row]
    assert words_lost(post.text, made.text, *told) == []


def test_a_word_that_no_removal_reports_keeps_the_post(monkeypatch: pytest.MonkeyPatch) -> None:
    from newskit.jobs import stages

    real = stages.strip_stage

    def forgetful(*arguments: object, **options: object) -> StrippedPost:
        result = real(*arguments, **options)  # type: ignore[arg-type]
        return replace(result, stripped=replace(result.stripped, removed=()))

    monkeypatch.setattr(stripping, "strip_stage", forgetful)
    post = parse_text("a.md", BODY + TAIL)
    made = stripping.strip_maker()(Config())(post)
    assert made.text == post.text
    assert [one.code for one in made.problems] == ["NK503"]
    assert "Back" in made.problems[0].message
