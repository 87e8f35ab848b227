from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from newskit.config.export import EpubConfig
from newskit.epub.book import build
from newskit.epub.pages import wrap_text
from newskit.epub.prepare import prepare
from newskit.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Riverside Post", ["Riverside", "Post"]),
        ("财联社新闻电报精选", ["财联社新闻电", "报精选"]),
        ("市场，重新开放了吗？", ["市场，重新开", "放了吗？"]),
        ("", []),
    ],
)
def test_titles_break_where_their_script_allows(text: str, lines: list[str]) -> None:
    assert wrap_text(text, 6.5) == lines


def test_the_drawn_cover_shows_title_period_and_count(tmp_path: Path) -> None:
    config = EpubConfig(title="A & B", split="month")
    record = {"title": "t", "language": "en", "date_published": "2024-02-09"}
    build([prepare(record, config)], tmp_path / "out", config)
    root = ET.parse(tmp_path / "out" / "2024-02" / "EPUB" / "cover.svg").getroot()
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["A & B", "February 2024", "Articles: 1"]


@pytest.mark.parametrize(
    ("css", "reason"),
    [
        ("@import 'x.css';", "other files"),
        ("p { background: url(https://x.example/a.png) }", "other files"),
    ],
)
def test_a_style_sheet_that_reaches_out_is_refused(css: str, reason: str, tmp_path: Path) -> None:
    sheet = tmp_path / "own.css"
    sheet.write_text(css, "utf-8")
    with pytest.raises(ConfigError, match=reason):
        build([], tmp_path / "out", EpubConfig(css=str(sheet)))
    assert not (tmp_path / "out").exists()
