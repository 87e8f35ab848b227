from __future__ import annotations

import pytest

import newskit as nk
from newskit.characters import shield
from newskit.post import BodyFormat, EncodingFacts

DAMAGED = EncodingFacts(how="damaged")


def test_a_text_without_refused_characters_needs_no_shield() -> None:
    assert shield("naïve 新闻 \uf781 \U00100000") is None


@pytest.mark.parametrize("bystander", ["", "\uf781", "\U00100000\U001007ff", "\U0010ffff"])
def test_what_goes_in_comes_out_and_libraries_take_what_is_between(bystander: str) -> None:
    text = f"a\x00b\udc80c\udcff{bystander}"
    shielded = shield(text)
    assert shielded is not None
    shielded.text.encode("utf-8")
    assert "\x00" not in shielded.text
    assert len(shielded.text) == len(text)
    assert shielded.undo(shielded.text) == text


def test_a_nul_and_private_characters_survive_conversion_and_stripping() -> None:
    body = "<p>a\x00b \uf781 \udc81</p>\n"
    post = nk.Post("a.md", body, body_format=BodyFormat.HTML, encoding=DAMAGED)
    assert nk.convert_post(post).markdown == "a\x00b \uf781 \udc81\n"
    assert nk.strip_post(post).post.text == body
