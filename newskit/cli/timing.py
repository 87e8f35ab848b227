"""`--timings`: where the time of a run went."""

from __future__ import annotations

import os

from newskit.cli.messages import print_note
from newskit.run import timings

__all__ = ["print_timings"]


def print_timings() -> None:
    """Print the seconds of each stage, summed over the processes, and those of the whole run."""
    stages = sorted(timings.totals().items(), key=lambda item: -item[1])
    total = sum(seconds for _, seconds in stages)
    for stage, seconds in stages:
        print_note(f"{seconds:10.2f} s  {seconds / total:4.0%}  {stage}")
    spent = os.times()
    cpu = spent.user + spent.system + spent.children_user + spent.children_system
    print_note(f"{total:10.2f} s  100%  all stages, summed over the processes")
    print_note(f"{cpu:10.2f} s        processor time of the run, with start-up")
