"""Sets of characters hold what a class of a regular expression with their ranges does."""

from __future__ import annotations

import re

import pytest

from newskit.characters import Characters

RANGES = [
    ("\u3040\u30ff", "\u3400\u4dbf", "\u4e00\u9fff", "\uac00\ud7af"),
    ("\u0370\u1fff", "\u2de0\u2dff", "\u2e80\ud7ff", "\uf900\U0010ffff"),
    ("\u0080\u00bf", "\u07ff\u0800", "\uff00\uff60", "\U0001f600\U0001f64f"),
    ("\u00e9\u00e9",),
]


@pytest.mark.parametrize("ranges", RANGES)
def test_every_code_point_is_in_or_out_as_in_a_class(ranges: tuple[str, ...]) -> None:
    named = re.compile("[" + "".join(f"{one[0]}-{one[-1]}" for one in ranges) + "]")
    characters = Characters(*ranges)
    for start in (*range(0, 0x20000, 0x1000), 0x10F000):
        text = "".join(map(chr, range(start, start + 0x1000)))
        assert characters.count(text) == len(named.findall(text)), hex(start)
        assert characters.found_in(text) == (named.search(text) is not None)
    edges = [chr(ord(end) + step) for one in ranges for end in one for step in (-1, 0, 1)
             if 0 <= ord(end) + step < 0x110000]  # fmt: skip
    for edge in edges:
        assert characters.found_in(edge) == (named.match(edge) is not None), hex(ord(edge))


def test_bytes_that_are_no_text_are_none_of_them() -> None:
    assert Characters("\u3040\ud7ff").count("a\udce4\u4e2d") == 1
