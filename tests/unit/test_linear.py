"""Expressions give the same with RE2 and without it, where it has no wheels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from newskit import linear
from newskit.errors import SchemaError
from newskit.strip.phrases import load_phrases
from newskit.validate.schema import formats


@pytest.fixture(params=["re2", "regex"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """With RE2, and as where it is not installed."""
    if request.param == "re2":
        pytest.importorskip("re2")
    else:
        monkeypatch.setattr(linear, "_re2", lambda: None)
    formats.searcher.cache_clear()
    yield request.param
    formats.searcher.cache_clear()


MATCHES = [
    (r"\w+", "café", (0, 3)),  # RE2's classes are those of ASCII
    (r"\bé", "aé", (1, 2)),
    (r"\bb\b", "é b", (2, 3)),
    (r"a\B", "ab", (0, 1)),
    (r"[\w-]+", "å-1_x", (1, 5)),
    (r"[^\W\d]+", "12é3ab", (4, 6)),
    (r"[\D]+", "1é2", (1, 2)),
    (r"[^\s]+", " \u3000", (1, 2)),
    (r"\s", "\xa0\t", (1, 2)),
    (r"\d", "٣3", (1, 2)),
    (r"a$", "a\n", None),
    (r"(?m)a$", "a\nb", (0, 1)),
    (r"a\z", "ba", (1, 2)),
    (r"(?i)ÉTÉ", "l'été", (2, 5)),
    (r"(?i)straße", "STRASSE", None),
    (r"\x{4e2d}\x41", "中A", (0, 2)),
    (r"[\x{4e00}-\x{9fff}]+", "a中文b", (1, 3)),
    (r"\Qa.b\E+", "a.bb", (0, 4)),
    (r"\p{Lu}\pL", "xÉa", (1, 3)),
    (r"[[:alpha:]]+", "1ab", (1, 3)),
    (r"[[]a[]]", "[a]", (0, 3)),
    (r"(a|ab)(c|bcd)", "abcd", (0, 4)),
    (r"a{2,3}?", "aaa", (0, 2)),
    (r"(?s).+", "a\nb", (0, 3)),
    (r".+", "a\nb", (0, 1)),
    (r"b.c", "ab\udcc2c", (1, 4)),  # a damaged byte
]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("source", "text", "span"), MATCHES)
def test_an_expression_matches_what_re2_matches(source: str, text: str, span: Any) -> None:
    match = linear.compile_expression(source).search(text)
    assert (match.span() if match else None) == span


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    "source",
    ["(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", r"(a)\1", "(?>a)", "a*+", r"\Z", r"\k<x>", "(?R)",
     "a{1001}", "(", "[", "*a", r"\x{110000}", "(?P=x)", r"\y"],
)  # fmt: skip
def test_what_re2_has_not_is_refused(source: str) -> None:
    with pytest.raises(linear.ExpressionError):
        linear.compile_expression(source)


@pytest.mark.usefixtures("engine")
def test_sets_say_which_expressions_match() -> None:
    words = ["new", "new york", "York", "c++"]
    found = linear.search_set(map(linear.quoted, words))
    assert found("a new york, no c++") == [0, 1, 3]
    assert found("nothing") == []
    assert linear.full_set(["a+", "b", "[ab]+"])("aa") == [0, 2]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("text", ["a.b*c", "[x](y)", "é – 中 #~&", "a\nb\tc", "$^|{}\\", "\0"])
def test_a_quoted_text_matches_itself(text: str) -> None:
    assert linear.compile_expression(linear.quoted(text)).fullmatch(text)


def _spans(match: Any) -> list[tuple[int, int]]:
    return [match.span(number) for number in range(match.re.groups + 1)] if match else []


def test_every_builtin_phrase_is_understood_by_both() -> None:
    pytest.importorskip("re2")
    phrases = load_phrases()
    sources = {one.regex for one in (*phrases.lines, *phrases.links)}
    sources |= {one.expression for one in phrases.sources}
    for source in sources:
        with_re2 = linear.compile_expression(source)
        without = linear._Timed(source)
        assert dict(with_re2.groupindex) == without.groupindex
        for text in ("(c) 2024 ann", "source: [x](http://a.b/)", "作者:张三", "foo"):
            one, other = with_re2.fullmatch(text), without.fullmatch(text)
            assert _spans(one) == _spans(other), (source, text)


def test_without_re2_a_match_has_a_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "_re2", lambda: None)
    monkeypatch.setattr(linear, "_SECONDS", 1e-6)
    formats.searcher.cache_clear()
    text = "words and more words " * 200
    slow = r"[a-z ]+[#\d]"  # whether a sign that must be there is, the engine looks first
    with pytest.raises(TimeoutError):
        linear.compile_expression(slow).search(text)
    with pytest.raises(SchemaError, match="takes longer"):
        formats.searcher(slow)(text)
    formats.searcher.cache_clear()


@pytest.mark.usefixtures("engine")
def test_sets_take_texts_with_damaged_bytes() -> None:
    assert linear.search_set(["x", "b.c"])("ab\udcc2c") == [1]
    assert linear.full_set(["b", "b.c"])("b\udcc2c") == [1]
