from __future__ import annotations

import pytest

from newskit.config.strip import Kind, StripRule
from newskit.strip.body import strip_body
from newskit.strip.match import speaks
from newskit.strip.rules import Rules


@pytest.mark.parametrize(
    ("body", "languages"),
    [
        # Four common words of one language tell it, three do not.
        ("Le moulin est dans la ville.", {"fr", "it", "en"}),
        ("Le moulin tourne dans la ville.", {"fr", "it", "de", "en"}),
        # Words in code, tags and addresses are in none.
        ("`der die das und` <der die das und> https://der.example/die Le moulin.", {"de", "fr"}),
    ],
)
def test_a_language_is_ruled_out_by_the_words_of_another(body: str, languages: set[str]) -> None:
    assert {one for one in ("de", "fr", "it", "en") if speaks(body, one)} >= languages
    assert speaks(body, "de") is ("de" in languages)


@pytest.mark.parametrize(
    ("match", "line", "goes"),
    [
        (r"look at \[the wall\]\([^()]*\)", "Look at [the wall](https://mill.example/wall).", True),
        # Words alone are no rule's where they end a paragraph.
        ("look at the wall", "Look at the wall.", False),
    ],
)
def test_a_rule_of_the_archive_takes_the_last_sentence_where_it_leads_elsewhere(
    match: str, line: str, goes: object
) -> None:
    rule = StripRule(id="wall", kind=Kind.STAMP, match=f"(?i){match}", reviewed=True)
    body = f"The wheel turns.\n\nThe boats came in. {line}\n"
    found = strip_body(body, Rules((rule,)).matcher, 0.9).spans
    assert [body[start:end].strip() for start, end in found] == ([line] if goes else [])
    alone = f"The wheel turns.\n\n{line}\n"
    assert strip_body(alone, Rules((rule,)).matcher, 0.9).spans
