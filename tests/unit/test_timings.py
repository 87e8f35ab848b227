from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from newskit.run import timings


@pytest.fixture
def measuring() -> Iterator[None]:
    timings.enable()
    yield
    timings.enable(on=False)


def test_nothing_is_measured_unless_asked_for() -> None:
    with timings.timed("read"):
        pass
    assert timings.totals() == {}
    assert timings.take() is None


def test_a_stage_within_a_stage_counts_for_itself_alone(measuring: None) -> None:
    with timings.timed("outer"), timings.timed("inner"):
        time.sleep(0.02)
    assert timings.totals()["inner"] >= 0.02
    assert timings.totals()["outer"] < 0.02


def test_what_was_taken_is_added_elsewhere_once(measuring: None) -> None:
    timings.absorb({"read": 1.0})
    timings.absorb({"read": 0.5, "strip": 2.0})
    assert timings.take() == {"read": 1.5, "strip": 2.0}
    assert timings.totals() == {}


def test_an_error_does_not_lose_count(measuring: None) -> None:
    with pytest.raises(ValueError, match="bad"), timings.timed("read"):
        raise ValueError("bad")
    with timings.timed("strip"):
        pass
    assert set(timings.totals()) == {"read", "strip"}
