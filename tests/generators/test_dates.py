"""What newskit makes of the tables' dates: what was meant, or a word that it is not sure."""

from __future__ import annotations

import datetime as dt

import pytest

from newskit.config.model import Config
from newskit.dates.forms import DateStatus
from newskit.dates.read import read_date
from newskit.read.parse import parse_bytes
from tests.generators.values import Value, values

_DATES = [value for value in values() if value.key == "date"]
_UNDERSTOOD = 156


def _read(value: Value) -> str | None:
    post = parse_bytes("p.md", value.text.encode(), Config().read, relative="p.md")
    reading = read_date(post.front_matter.values.get("date"))
    return reading.value if reading.status is DateStatus.EXACT else None


@pytest.mark.parametrize("value", _DATES, ids=lambda value: value.name)
def test_no_date_is_invented_and_none_is_another(value: Value) -> None:
    read = _read(value)
    if read is None:
        return
    assert value.kind == "date"
    meant = dt.datetime.fromisoformat(value.meant)
    found = dt.datetime.fromisoformat(read).replace(microsecond=0)
    assert (found.tzinfo is None) == (meant.tzinfo is None)
    assert found == meant


def test_most_dates_are_understood() -> None:
    dates = [value for value in _DATES if value.kind == "date"]
    assert sum(_read(value) is not None for value in dates) >= _UNDERSTOOD


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Wed May 01 2024 09:41:00 GMT+0800 (China Standard Time)", "2024-05-01T09:41:00+08:00"),
        ("Wed, 01 May 24 09:41:00 GMT", "2024-05-01T09:41:00+00:00"),
        ("Wed, 01 May 97 09:41:00 GMT", None),
        ("Thu, 01 May 97 09:41:00 GMT", "1997-05-01T09:41:00+00:00"),
        ("2024-05-01 09:41:00 GMT+0800", "2024-05-01T09:41:00+08:00"),
        ("2024-05-01 09:41 GMT+8", "2024-05-01T09:41:00+08:00"),
        ("2024-05-01 09:41:00 UTC-05:30", "2024-05-01T09:41:00-05:30"),
        ("May 01, 2024 09:41:00 UTC+8", "2024-05-01T09:41:00+08:00"),
        ("Wednesday, 01-May-24 09:41:00 UTC", "2024-05-01T09:41:00+00:00"),
        ("2024\u201305\u201301", "2024-05-01"),
        ("2024-05-01 09:41:00 \u221205:00", "2024-05-01T09:41:00-05:00"),
        ("2024-05-01 \u2013 2024-05-03", None),
        ("2024-05-01 at 09:41", "2024-05-01T09:41:00"),
        ("2024-05-01 at noon", None),
        ("2024-05-01 09:41:00 (UTC)", "2024-05-01T09:41:00+00:00"),
        ("2024-05-01 (Wed) 09:41", "2024-05-01T09:41:00"),
        ("2024-05-01,", "2024-05-01"),
    ],
)
def test_forms_that_exports_and_editors_write(written: str, meant: str | None) -> None:
    reading = read_date(written)
    assert (reading.value if reading.status is DateStatus.EXACT else None) == meant
