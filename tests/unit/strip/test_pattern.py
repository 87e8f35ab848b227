from __future__ import annotations

import pytest

from newskit.linear import compile_expression
from newskit.strip.pattern import PatternError, compile_pattern
from newskit.strip.phrases import load_phrases


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(back|return) to[ the] {name}", "Return to the archive"),
        ("{source_url} first", "[x](https://x.example) first"),
        ("via: {source}", "VIA | Gazette"),
        ("请{link}", "请 [这里](/x)"),
        ("read more 请", "read more请"),
        ("colou?r", "color"),
        ("[very ]*good", "very very good"),
        ("really\\?", "really?"),
        ("来源: {source}", "来源:港口日报"),
        # People put a space between CJK and what is not, or put none.
        ("请看github页面", "请看 GitHub 页面"),
        ("请看github页面", "请看GitHub页面"),
        ("{name}の写真", "[Ann](/a) の写真"),
    ],
)
def test_a_pattern_matches(pattern: str, text: str) -> None:
    assert compile_expression(compile_pattern(pattern)).fullmatch(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("back to {name}", "back"),
        ("a.c", "abc"),
        ("x: {link}", "x: word"),
        # A space may be missing beside CJK alone.
        ("read more 请", "readmore请"),
        ("请看github页面", "请 看github页面"),
        ("请看github页面", "请看git hub页面"),
        ("请看，页面", "请看， 页面"),
    ],
)
def test_a_pattern_does_not_match_more(pattern: str, text: str) -> None:
    assert not compile_expression(compile_pattern(pattern)).fullmatch(text)


@pytest.mark.parametrize("pattern", ["(a", "a]", "[a)", "{nothing}"])
def test_mistakes_in_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_no_built_in_phrase_takes_any_text() -> None:
    texts = ["", "之", "Lorem ipsum", "Lorem ipsum dolor sit amet 42.", "2021-03-04", "[a](b)"]
    for phrase in load_phrases().lines:
        compiled = compile_expression(phrase.regex)
        assert [text for text in texts if compiled.fullmatch(text)] == [], phrase.id


def test_no_built_in_phrase_starts_with_free_prose() -> None:
    samples = ["We met at the bridge and {}", "市政会周二表决，{}", "Der Rat beschloss, {}"]
    for phrase in load_phrases().lines:
        if phrase.kind in {"legal", "credit"}:
            continue
        compiled = compile_expression(phrase.regex)
        for sample in samples:
            assert not compiled.fullmatch(sample.format("then we left again")), phrase.id


def test_every_language_has_phrases_of_every_kind_that_matters() -> None:
    languages = {phrase.id.split(":")[0] for phrase in load_phrases().lines}
    assert {
        "en",
        "zh-Hans",
        "zh-Hant",
        "ja",
        "ko",
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "ru",
        "ar",
    } <= languages
    for language in languages - {"any"}:
        kinds = {p.kind for p in load_phrases().lines if p.id.startswith(f"{language}:")}
        assert {"source", "credit", "legal", "tags", "related"} <= kinds, language
