from __future__ import annotations

import json

import pytest

from newskit.linear import compile_expression
from newskit.strip.pattern import TABLE, compile_pattern, literals_of, one_of, plain
from newskit.strip.phrases import PhraseBank, load_phrases


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(back|return) to[ the] {name}", "RETURN to the archive"),
        ("[The (post|page) ]{source_url} came first", "[x](https://x.example) came first"),
        ("[The (post|page) ]{source_url} came first", "The page [x](https://x.example) came first"),
        ("via: {source}", "VIA | Gazette"),
        ("请{link}", "请 [这里](/x)"),
        ("colou?r", "color"),
        ("[very ]*good", "very very good"),
        ("really\\?", "really?"),
        ("really\\??", "really"),
        ("{name}?more", "more"),
        ("(a {name}|b) end", "b end"),
        ("(one|two|three|four|five|six)(1|2|3|4|5)[x]{name}", "five3 Ann"),
    ],
)
def test_a_text_that_matches_has_the_literals(pattern: str, text: str) -> None:
    assert compile_expression(compile_pattern(pattern)).fullmatch(text)
    literals = one_of((pattern,))
    assert not literals.starts or plain(text).startswith(literals.starts)
    assert not literals.needs or any(word in plain(text) for word in literals.needs)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(back|return) to[ the] {name}", "Turn to the archive"),
        ("{source_url} came first", "[x](https://x.example) came late"),
        ("(This|The) post (first|once) ran in {source}", "This post ran in The Mill"),
    ],
)
def test_a_text_without_the_literals_is_told(pattern: str, text: str) -> None:
    literals = one_of((pattern,))
    begins = not literals.starts or plain(text).startswith(literals.starts)
    assert not (begins and any(word in plain(text) for word in literals.needs))


def test_the_table_holds_what_the_patterns_say(request: pytest.FixtureRequest) -> None:
    bank = load_phrases()
    phrases = (*bank.lines, *bank.links, *bank.sources)
    patterns = dict.fromkeys(pattern for phrase in phrases for pattern in phrase.patterns)
    found = {pattern: literals_of(pattern) for pattern in patterns}
    rows = [
        f"{json.dumps(pattern, ensure_ascii=False)}: "
        + json.dumps([one.starts, one.needs], ensure_ascii=False)
        for pattern, one in sorted(found.items())
    ]
    fresh = "{\n" + ",\n".join(rows) + "\n}\n"
    if request.config.getoption("--update-examples"):
        TABLE.write_text(fresh, "utf-8")
    assert TABLE.read_text("utf-8") == fresh, (
        "run pytest tests/unit/strip/test_literals.py --update-examples"
    )


def test_every_built_in_phrase_is_known_by_words() -> None:
    phrases = load_phrases()
    wide = [one.id for one in (*phrases.lines, *phrases.links) if not one.literals.needs]
    assert {one.partition(":lines:copyright")[0] for one in wide} <= {"any:legal"}


def test_re2_takes_no_other_character_for_a_letter_than_folded_case_does() -> None:
    pytest.importorskip("re2")
    phrases = load_phrases()
    patterns = [one for phrase in (*phrases.lines, *phrases.links) for one in phrase.patterns]
    letters = sorted({letter for pattern in patterns for letter in pattern if letter.isalpha()})
    every = "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x10000)]))
    for letter in letters:
        pattern, place = compile_expression(f"(?i){letter}"), 0
        while match := pattern.search(every[place:]):
            assert plain(match[0]) == plain(letter)
            place += match.end()


def test_phrases_are_found_by_what_they_need_alone() -> None:
    phrases = load_phrases()
    bank = PhraseBank([phrase for phrase in phrases.lines if phrase.sentence])
    line = "This article was originally published in The Mill"
    assert next(iter(bank.full_matches(line)))[0].id.startswith("en:source:sentences")
    assert bank.may_match_in(f"We met at noon. {line}. And so on.")
    assert not bank.may_match_in("We met at noon, and then we left.")
