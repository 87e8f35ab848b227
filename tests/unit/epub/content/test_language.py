from __future__ import annotations

import pytest

from newskit.epub.content.values import (
    direction_of,
    guess_language,
    is_vertical,
    normalise_language,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("zh_CN", "zh-CN"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("en", "en"),
        ("es-419", "es-419"),
        ("yue", "yue"),
        ("zz", ""),
        ("english", ""),
        ("", ""),
        ("en us", ""),
    ],
)
def test_tags(value: str, expected: str) -> None:
    assert normalise_language(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市议会投票决定 2024", "zh"),
        ("市場は四月に再開する", "ja"),
        ("시장이 다시 열린다", "ko"),
        ("صوّت المجلس", "ar"),
        ("המועצה הצביעה", "he"),
        ("Совет проголосовал", "ru"),
        ("The council voted", "und"),
        ("The council voted 市", "und"),
        ("", "und"),
        ("123 !?", "und"),
    ],
)
def test_the_script_tells_the_language_where_it_can(text: str, expected: str) -> None:
    assert guess_language(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "", "rtl"),
        ("ar", "An English post marked as Arabic", "ltr"),
        ("en", "صوّت المجلس", "rtl"),
        ("en", "", "ltr"),
        ("az-Arab", "", "rtl"),
    ],
)
def test_direction(language: str, text: str, expected: str) -> None:
    assert direction_of(language, text) == expected


def test_vertical_writing() -> None:
    modes = [is_vertical(tag) for tag in ("zh-TW", "ja", "mn-Mong", "mn", "en")]
    assert modes == ["vertical-rl", "vertical-rl", "vertical-lr", "", ""]
