"""Characters are never destroyed: controls stood for marks, and typography is not mojibake."""

from __future__ import annotations

import pytest

from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_bytes
from newskit.validate.repair.apply import Mending, mend_post

CODES = ("NK111", "NK308", "NK357")


def mended(data: bytes | str, *, unsafe: bool = False) -> Mending:
    raw = data if isinstance(data, bytes) else data.encode()
    post = parse_bytes("a.md", raw)
    config = ValidateConfig(select=CODES, archive=False)
    return mend_post(post, config, ReadConfig(), unsafe=unsafe)


def post_of(title: str, body: str = "Text.") -> str:
    return f"---\ntitle: {title}\ndate: 2024-01-02\n---\n{body}\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("It\x92s \x93late\x94", "It’s “late”"),
        ("1999\x962004 \x97 about 5 \x80", "1999–2004 — about 5 €"),
        ("C\x9cur", "Cœur"),
        ("Bell\x07 rings", "Bell rings"),
    ],
)
def test_controls_become_the_characters_that_were_meant(written: str, meant: str) -> None:
    after = mended(post_of("A", f"{written} in the body."))
    assert after.post.body == f"{meant} in the body.\n"
    after = mended(post_of(written))
    assert after.post.front_matter.values["title"] == meant


def test_a_control_that_windows_1252_has_not_is_named_and_kept() -> None:
    after = mended(post_of("A", "One \x81 two."))
    assert "\x81" in after.post.body
    assert [one.code for one in after.examined.problems] == ["NK111"]


def test_a_control_in_code_is_deleted_only_where_that_is_asked_for() -> None:
    body = 'Send it:\n\n```elisp\n(send "\x03\x0c")\n```'
    after = mended(post_of("A", body))
    assert after.post.body == f"{body}\n"
    assert "NK111" in {one.code for one in after.examined.problems}
    assert '(send "")' in mended(post_of("A", body), unsafe=True).post.body


def test_nothing_is_deleted_beside_bytes_that_could_not_be_read() -> None:
    text = post_of("A", "Grüße und ").encode() + b"\xff\x07 mehr Gr\xc3\xbcn\n"
    after = mended(text)
    assert "\x07" in after.post.text


def test_code_that_shows_mojibake_is_left_alone() -> None:
    body = "The server makes `ä¸\x8aä¼\xa0.zip` of it."
    after = mended(post_of("A", body), unsafe=True)
    assert after.post.body == f"{body}\n"
    assert after.examined.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Le café\u00a0: «\u00a0liberté\u00a0»",
        "«\u00a0Voilà\u00a0», dit-il\u00a0!",
        "El alcalde: “así…”, y “café…”",
        "Até «\u00a0lá\u00a0» e “não…”",
        "L’été” – così” – più…",
        "Á–É ÀÉ” Ç™ «\u00a0ÉTÉ\u00a0»",
        "München–Köln, 10°–20° und §\u00a05",
    ],
)
def test_typography_is_no_mojibake(text: str) -> None:
    source = post_of(f"'{text.replace(chr(39), chr(39) * 2)}'", text)
    after = mended(source, unsafe=True)
    assert after.examined.problems == ()
    assert after.post.text == source


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Le CafÃ© du port", "Le Café du port"),
        ("It is todayâ€™s news", "It is today’s news"),
        ("Ð¡Ð¾Ð²ÐµÑ‚ Ð¿Ð¾Ñ€Ñ‚Ð°", "Совет порта"),
        ("About 10Â°C", "About 10°C"),
    ],
)
def test_true_mojibake_is_named_and_its_repair_offered(written: str, meant: str) -> None:
    assert mended(post_of("A", written)).examined.problems
    rounds = mended(post_of("A", written), unsafe=True)
    assert rounds.post.body == f"{meant}\n"


def test_an_article_that_quotes_mojibake_of_its_own_script_is_left_alone() -> None:
    body = f"{'文字编码的问题常常出现在上传文件的时候，' * 4}例如：ä½ å¥½。"
    assert mended(post_of("A", body)).examined.problems == ()
