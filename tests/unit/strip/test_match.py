from __future__ import annotations

import pytest

from newskit.strip.match import speaks


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
