from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import count, islice

import pytest

from newskit.parallel import Lost, ordered_map


def double(number: int) -> int:
    return number * 2


def double_or_die(number: int) -> int:
    if number % 50 == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def fail_at_40(number: int) -> int:
    if number == 40:
        raise ValueError("item 40")
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_whatever_the_number_of_processes(jobs: int) -> None:
    assert list(ordered_map(double, range(200), jobs)) == [2 * n for n in range(200)]


def test_a_worker_that_dies_costs_only_its_item() -> None:
    results = list(ordered_map(double_or_die, range(120), 2))
    assert results == [Lost(n) if n % 50 == 7 else 2 * n for n in range(120)]


def test_an_endless_input_is_read_only_a_little_ahead() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    results = ordered_map(double, items(), 2)
    assert list(islice(results, 100)) == [2 * n for n in range(100)]
    results.close()  # type: ignore[attr-defined]
    assert len(taken) < 400


def test_an_exception_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="item 40"):
        list(ordered_map(fail_at_40, range(100), 2))
