"""newskit agrees with what the real generators were seen to do, but for the values listed.

The tables are made by `run.py`; ``python -m tests.generators.verdicts`` takes from the list what
newskit gets right at last.
"""

from __future__ import annotations

import pytest

from tests.generators.values import values
from tests.generators.verdicts import TABLES, disagreements, listed, table


def test_newskit_and_the_generators_differ_on_no_more_than_is_listed() -> None:
    assert [found for found in disagreements(values()) if found not in listed()] == []


@pytest.mark.parametrize("name", [name for names in TABLES.values() for name in names])
def test_each_table_has_every_value(name: str) -> None:
    assert list(table(name)) == [value.name for value in values()]


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("jekyll", "title 1,000", 1000),
        ("hugo-2023", "date 2024-05-01T09:41", "0001-01-01T00:00:00Z"),
        ("hugo-2023", "draft-yes", "true"),
        ("hugo-2026", "draft-yes", "false"),
        ("hugo-2026", "title x\ty", "xy"),
        ("hexo", "date 2024-05-01T09:41:00Z", "2024-05-01T04:11:00.000Z"),
    ],
)
def test_the_tables_hold_what_was_seen(name: str, value: str, read: object) -> None:
    assert table(name)[value]["value"] == read
