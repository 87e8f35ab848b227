"""What a reader sees of a piece of source."""

from __future__ import annotations

import pytest

from newskit.strip.view import view_of

DEFINED = {"a": "/1", "b c": "/2"}


@pytest.mark.parametrize(
    ("source", "text", "links"),
    [
        ("[x][a]", "[x](/1)", [("x", "/1")]),
        ("[a][]", "[a](/1)", [("a", "/1")]),
        ("[a]", "[a](/1)", [("a", "/1")]),
        ("[B  C]", "[B C](/2)", [("B C", "/2")]),
        ("[x][B C]", "[x](/2)", [("x", "/2")]),
        ("[x][z]", "[x][z]", []),
        ("[z]", "[z]", []),
        ("[x] [a]", "[x](/1)", [("x", "/1")]),
        ("[^1]", "[^1]", []),
        ('- [x](/y "t")', "[x](/y)", [("x", "/y")]),
        ("> *a* **b**", "a b", []),
        ("&nbsp;x&amp;y", "x&y", []),
        ("![i](/p.png)", "![i](/p.png)", [("i", "/p.png")]),
        ("<https://a.example>", "<https://a.example>", [("", "https://a.example")]),
        ("<a href='/q'>w</a> <b>z</b>", "[w](/q) z", [("w", "/q")]),
        ("a  b\nc", "a b c", []),
        ("`code`", "code", []),
        ("www.a.example/x.", "<www.a.example/x>.", [("", "www.a.example/x")]),
        ("\\*x\\*", "*x*", []),
        ("<img src='/i' alt='t'>", "![t](/i)", [("t", "/i")]),
        ("{: .c}x", "x", []),
    ],
)
def test_a_view_is_what_a_reader_sees(source: str, text: str, links: list[tuple[str, str]]) -> None:
    view = view_of(source, DEFINED)
    assert view.text == text
    assert [(link.text, link.url) for link in view.links] == links
    assert all(view.text[link.start : link.end].count(link.url) == 1 for link in view.links)
