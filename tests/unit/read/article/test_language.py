"""Language tags from statements and paths."""

from __future__ import annotations

import pytest

from newskit.read.article import language_in_path, language_tag


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("zh_cn", "zh-CN"),
        ("EN-us", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("de_DE.UTF-8", "de-DE"),
        ("es-419", "es-419"),
        ("German", "de"),
        ("中文", "zh"),
        (["French"], "fr"),
        (["English", "French"], None),
        ("a language", None),
        (True, None),
        (None, None),
    ],
)
def test_stated(value, tag) -> None:
    assert language_tag(value) == tag


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("zh_tw/news/_posts/a.md", "zh-TW"),
        ("content/pt-BR/a.md", "pt-BR"),
        ("posts/about.fr.md", "fr"),
        ("archive/app/a.md", None),
        ("IT/No/a.md", None),
        ("v1.2/a.md", None),
        ("a.md", None),
    ],
)
def test_in_the_path(path, tag) -> None:
    assert language_in_path(path) == tag
