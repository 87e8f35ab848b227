from __future__ import annotations

import pytest

from newskit.config.strip import Kind, On, StripRule
from newskit.strip.body import strip_body
from newskit.strip.match import Rules, speaks


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


@pytest.mark.parametrize(
    ("on", "match", "line", "told"),
    [
        (On.TEXT, "Dispatch from (?P<who>.+)", "Dispatch from Ann Lee.", "Ann Lee"),
        # A link beside what is lifted is no part of it; one within it is its text.
        (
            On.TEXT,
            r"By (?P<who>.+ )\[mill\]\([^()]*\)",
            "By [Ann](https://ann.example) [Mill](https://mill.example)",
            "Ann",
        ),
        (
            On.SOURCE,
            '<div data-by="(?P<who>[^"]*)"></div>',
            '<div data-by="Ann Lee"></div>',
            "Ann Lee",
        ),
    ],
)
def test_a_rule_of_the_archive_lifts_what_was_written(
    on: On, match: str, line: str, told: str
) -> None:
    rule = StripRule(
        id="by",
        kind=Kind.CREDIT,
        match=f"(?i){match}",
        on=on,
        lift={"author": "who"},
        reviewed=True,
    )
    found = strip_body(f"The wheel turns.\n\n{line}\n", Rules((rule,)).matcher, 0.9)
    assert [cut.hit.facts for cut in found.cuts] == [(("author", told),)]
