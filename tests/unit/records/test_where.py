"""Conditions on records."""

from __future__ import annotations

import pytest

from newskit.errors import UsageError
from newskit.records.lines import matches, parse_condition

RECORD = {
    "title": "A",
    "date_published": "2021-03-31T23:30:00-05:00",
    "date_modified": None,
    "categories": ["World News", "x"],
    "tags": [],
    "authors": ["Ann"],
    "language": "zh-TW",
    "source": None,
    "publisher": None,
    "draft": False,
    "metadata": {"newskit": {"path": "zh/2021/a.md"}},
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("date>=2021", True),
        ("date=2021-03", True),
        ("date<=2021-03-31", True),
        ("date>2021-03-31", False),
        ("date<2021-04-01", True),
        ("date>=2021-04-01T04:00:00Z", True),
        ("date>2021-04-01T04:30:00Z", False),
        ("date!=2021-03-31", False),
        ("modified>=2000", False),
        ("modified=2000", False),
        ("modified!=2000", True),
        ("category=World News", True),
        ("category!=World News", False),
        ("category~World*", True),
        ("tag=x", False),
        ("tag!=x", True),
        ("author=Ann", True),
        ("language=zh", True),
        ("language=zh-tw", True),
        ("language=z", False),
        ("path~zh/2021/*", True),
        ("path~*.txt", False),
        ("draft=false", True),
        ("source=x", False),
        (" title = A ", True),
    ],
)
def test_conditions(condition: str, *, holds: bool) -> None:
    assert matches(RECORD, [parse_condition(condition)]) is holds


def test_all_conditions_have_to_hold() -> None:
    conditions = [parse_condition("date>=2021"), parse_condition("language=en")]
    assert not matches(RECORD, conditions)


@pytest.mark.parametrize(
    "text", ["colour=red", "date", "date>=yesterday", "date>=01/02/2024", "title>A", "date=", ""]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_condition(text)
