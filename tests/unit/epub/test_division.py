from __future__ import annotations

from pathlib import Path

import pytest

from newskit.config.export import EpubConfig
from newskit.epub.article import SpoolEntry
from newskit.epub.plan import Split, divide, parse_split
from newskit.epub.prepare import prepare
from newskit.errors import ConfigError


def _entries(*dates: str, category: str = "") -> list[SpoolEntry]:
    config = EpubConfig()
    articles = [
        prepare(
            {
                "date_published": date,
                "categories": [category],
                "metadata": {"newskit": {"path": f"{number}.md"}},
            },
            config,
        )
        for number, date in enumerate(dates)
    ]
    return [SpoolEntry(article, 0, 1000) for article in articles]


DATES = ("2024-02-01", "2023-12-31", "2024-02-03", "", "2024-01-05")


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("month", {"2023-12": 1, "2024-01": 1, "2024-02": 2, "undated": 1}),
        ("year", {"2023": 1, "2024": 3, "undated": 1}),
        ("day", {"2023-12-31": 1, "2024-01-05": 1, "2024-02-01": 1, "2024-02-03": 1, "undated": 1}),
        ("count:2", {"part-001": 2, "part-002": 2, "part-003": 1}),
        ("size:3K", {"part-001": 3, "part-002": 2}),
        ("none", {"": 5}),
    ],
)
def test_splits(split: str, expected: dict[str, int]) -> None:
    volumes = divide(_entries(*DATES), EpubConfig(split=split))
    assert {volume.key: len(volume.entries) for volume in volumes} == expected


def test_a_large_month_is_divided() -> None:
    volumes = divide(_entries(*["2024-02-01"] * 5), EpubConfig(max_articles=2))
    assert [volume.key for volume in volumes] == [
        "2024-02-part-1",
        "2024-02-part-2",
        "2024-02-part-3",
    ]


def test_posts_come_by_date_and_path_whatever_their_order() -> None:
    entries = _entries(*DATES)
    forward = divide(entries, EpubConfig(split="none"))[0].entries
    backward = divide(list(reversed(entries)), EpubConfig(split="none"))[0].entries
    assert forward == backward
    assert [entry.article.day for entry in forward] == [*sorted(filter(None, DATES)), ""]


def test_categories_become_folder_names_that_every_system_takes() -> None:
    entries = [
        *_entries("2024-01-01", category="A/B: c?"),
        *_entries("2024-01-01", category="a-b-c"),
        *_entries("2024-01-01", category="财经"),
        *_entries("2024-01-01"),
    ]
    keys = {volume.key for volume in divide(entries, EpubConfig(split="category"))}
    assert keys == {"A-B-c", "a-b-c-2", "财经", "uncategorised"}


def test_no_posts_give_one_empty_volume() -> None:
    assert [len(volume.entries) for volume in divide([], EpubConfig())] == [0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("size:10M", Split("size", 10_000_000)),
        (" month ", Split("month")),
        ("size:5kb", Split("size", 5000)),
    ],
)
def test_the_option(value: str, expected: Split) -> None:
    assert parse_split(value) == expected


@pytest.mark.parametrize("value", ["", "week", "count:0", "count:x", "size:", "size:1T"])
def test_a_wrong_option_says_what_is_right(value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_split(value)
    assert "month" in caught.value.hint


def test_only_the_option_decides_whether_there_are_volumes(tmp_path: Path) -> None:
    from newskit.epub.book import build

    config = EpubConfig()
    build([prepare({"content_html": "x"}, config)], tmp_path / "one", config)
    assert (tmp_path / "one" / "undated" / "mimetype").exists()
