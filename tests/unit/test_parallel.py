from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path

import pytest

from newskit.errors import ConfigError
from newskit.run import work
from newskit.run.parallel import ordered_map
from newskit.run.work import Lost


def double(number: int) -> int:
    return number * 2


def double_or_die(number: int) -> int:
    if number % 50 == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def sleep_long_at_99(number: int) -> int:
    if number == 99:
        time.sleep(120)
    return number


def end_at_40(number: int, log: Path) -> int:
    if number == 40 and not log.exists():
        log.write_text("40 begun, ")
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.05)
        with log.open("a") as file:
            file.write("40 done\n")
    return number


def refuse_at_40(number: int) -> int:
    if number == 40:
        raise ConfigError("no such rule")
    return number


def fail_at_40(number: int) -> int:
    if number == 40:
        raise ValueError("item 40")
    return number


_installed: dict[str, int] = {}


def install(amount: int) -> None:
    _installed["amount"] = amount


def add_installed(number: int) -> int:
    return number + _installed["amount"]


def refuse() -> None:
    raise ValueError("no such rule")


def note_chunk(size: int, log: Path) -> int:
    with log.open("a") as file:
        file.write(f"{os.getpid()}\n")
    return size


def work_a_while(number: int) -> int:
    with work.timed("work"):
        time.sleep(0.001)
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_whatever_the_number_of_processes(jobs: int) -> None:
    assert list(ordered_map(double, range(200), jobs)) == [2 * n for n in range(200)]


def test_processes_that_inherit_nothing_give_the_same_results() -> None:
    setup = partial(install, 5)
    results = list(ordered_map(add_installed, range(100), 2, setup=setup, method="spawn"))
    assert results == [n + 5 for n in range(100)]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_worker_that_dies_costs_only_its_item(method: str) -> None:
    if method == "fork" and sys.platform != "linux":
        pytest.skip("processes are forked on Linux only")
    results = list(ordered_map(double_or_die, range(400), 2, method=method))
    assert results == [Lost(n) if n % 50 == 7 else 2 * n for n in range(400)]


def test_one_item_alone_cannot_end_this_process_when_isolated() -> None:
    assert list(ordered_map(double_or_die, [7], 1, isolate=True)) == [Lost(7)]


def test_an_endless_input_is_read_only_a_little_ahead() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    results = ordered_map(double, items(), 2)
    assert list(islice(results, 100)) == [2 * n for n in range(100)]
    results.close()  # type: ignore[attr-defined]
    assert len(taken) < 500


def test_one_process_reads_nothing_ahead() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    assert list(islice(ordered_map(double, items(), 1), 3)) == [0, 2, 4]
    assert taken == [0, 1, 2]


def test_heavy_items_are_not_read_ahead_by_the_dozen() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(200):
            taken.append(number)
            yield number

    results = ordered_map(double, items(), 2, weigh=lambda _: 1 << 20)
    assert next(iter(results)) == 0
    results.close()  # type: ignore[attr-defined]
    assert len(taken) <= 10


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bug_costs_only_its_item_and_says_where_it_is(jobs: int) -> None:
    results = list(ordered_map(fail_at_40, range(100), jobs))
    (lost,) = [result for result in results if isinstance(result, Lost)]
    assert lost.item == 40
    assert lost.reason.startswith("ValueError: item 40 (test_parallel.py:")
    results.remove(lost)
    assert results == [number for number in range(100) if number != 40]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_that_ends_the_run_reaches_the_caller(jobs: int) -> None:
    with pytest.raises(ConfigError, match="no such rule"):
        list(ordered_map(refuse_at_40, range(100), jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_setup_that_fails_ends_the_run(jobs: int) -> None:
    with pytest.raises(ValueError, match="no such rule"):
        list(ordered_map(double, range(100), jobs, setup=refuse))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_no_worker_is_left_when_the_reader_stops_early(tmp_path: Path, method: str) -> None:
    if method == "fork" and sys.platform != "linux":
        pytest.skip("processes are forked on Linux only")
    log = tmp_path / "log"
    results = ordered_map(partial(note_chunk, log=log), range(1000), 2, method=method)
    next(iter(results))
    results.close()  # type: ignore[attr-defined]
    assert not any(_runs(int(pid)) for pid in set(log.read_text().split()))


def test_a_reader_that_stops_does_not_wait_for_a_long_item() -> None:
    started = time.monotonic()
    results = ordered_map(sleep_long_at_99, range(200), 2)
    next(iter(results))
    time.sleep(0.2)
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 30


@pytest.mark.skipif(os.name == "nt", reason="signals are sent here")
def test_a_worker_asked_to_end_finishes_the_item_it_is_at(tmp_path: Path) -> None:
    log = tmp_path / "log"
    results = list(ordered_map(partial(end_at_40, log=log), range(100), 2))
    assert results == list(range(100)), "the others of its chunk are done again"
    assert log.read_text() == "40 begun, 40 done\n"


@pytest.mark.skipif(os.name == "nt", reason="signals are sent here")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    log = tmp_path / "log"
    code = (
        "import os, sys, time\n"
        "from newskit.run.parallel import ordered_map\n"
        "def work(n):\n"
        f"    open({str(log)!r}, 'a').write(f'{{os.getpid()}}\\n')\n"
        "    time.sleep(0.01)\n"
        "    return n\n"
        "for result in ordered_map(work, range(100000), 2): pass\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code)
    with subprocess.Popen([sys.executable, script], stderr=subprocess.DEVNULL) as parent:
        _wait_until(lambda: log.exists() and len(set(log.read_text().split())) >= 2)
        parent.send_signal(number)
        parent.wait(20)
    workers = {int(pid) for pid in log.read_text().split()} - {parent.pid}
    assert workers
    _wait_until(lambda: not any(_runs(pid) for pid in workers))


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_hand_over_what_they_measured(jobs: int) -> None:
    work.enable()
    try:
        list(ordered_map(work_a_while, range(100), jobs))
        assert work.totals()["work"] >= 0.1
    finally:
        work.enable(on=False)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def _wait_until(happens: object, seconds: float = 20) -> None:
    assert callable(happens)
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.02)
