from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from newskit.run import work


@pytest.fixture
def measuring() -> Iterator[None]:
    work.enable()
    yield
    work.enable(on=False)


def test_nothing_is_measured_unless_asked_for() -> None:
    with work.timed("read"):
        pass
    assert work.totals() == {}
    assert work.take() is None


def test_a_stage_within_a_stage_counts_for_itself_alone(measuring: None) -> None:
    with work.timed("outer"), work.timed("inner"):
        time.sleep(0.02)
    assert work.totals()["inner"] >= 0.02
    assert work.totals()["outer"] < 0.02


def test_what_was_taken_is_added_elsewhere_once(measuring: None) -> None:
    work.absorb({"read": 1.0})
    work.absorb({"read": 0.5, "strip": 2.0})
    assert work.take() == {"read": 1.5, "strip": 2.0}
    assert work.totals() == {}


def test_an_error_does_not_lose_count(measuring: None) -> None:
    with pytest.raises(ValueError, match="bad"), work.timed("read"):
        raise ValueError("bad")
    with work.timed("strip"):
        pass
    assert set(work.totals()) == {"read", "strip"}
