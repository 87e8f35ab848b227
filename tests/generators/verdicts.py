"""newskit's verdict on each value beside what the generator made of it.

A value is *sound* where every release of the generator in the tables read what was meant; then no
error may be found. Where the newest stopped, lost the post or read something else, newskit has to
warn; where only an older one did, it may.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from newskit import api
from newskit.config.model import Config
from newskit.config.validate import Generator, ValidateConfig
from newskit.problem import Severity
from newskit.read.parse import parse_bytes
from tests.generators.values import AMBIGUOUS, OF_THEIR_OWN

HERE: Final = Path(__file__).parent
_LIST: Final = HERE / "disagreements.jsonl"
TABLES: Final = {
    "jekyll": ("jekyll",),
    "hugo": ("hugo-2023", "hugo-2026"),
    "hexo": ("hexo",),
    "eleventy": ("eleventy",),
    "pelican": ("pelican",),
    "nikola": ("nikola",),
    "astro": ("astro",),
    "zola": ("zola",),
}
# Of the others newskit knows how they read dates, so far.
_WHOLE: Final = frozenset(("jekyll", "hugo"))
_PATHS: Final = {
    "jekyll": "_posts/2024-05-01-p.md",
    "hugo": "content/posts/p.md",
    "hexo": "source/_posts/p.md",
    "eleventy": "src/posts/p.md",
    "pelican": "content/p.md",
    "nikola": "posts/p.md",
    "astro": "src/content/blog/p.md",
    "zola": "content/p.md",
}
# A key that a schema wants is not a matter of how a value is read.
_OF_SCHEMAS: Final = frozenset(("NK201", "NK207"))
_WHOLE_MINUTES: Final = 1906
_INDIA: Final = dt.timezone(dt.timedelta(hours=5, minutes=30))


class Disagreement(NamedTuple):
    """A value on which newskit and a generator differ."""

    generator: str
    kind: str
    name: str


@cache
def listed() -> frozenset[Disagreement]:
    """The disagreements that are known."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(Disagreement(*json.loads(line)) for line in lines)


@cache
def table(name: str) -> dict[str, dict[str, Any]]:
    """The outcomes of one generator, by the names of the values."""
    lines = (
        (HERE / "outcomes" / f"{name}.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    )
    return {row["name"]: row for row in map(json.loads, lines[1:])}


def disagreements(values: Iterator[Any]) -> list[Disagreement]:
    """Every value on which newskit is wrong about Jekyll or Hugo."""
    found = []
    for value in values:
        for generator, tables in TABLES.items():
            if generator not in _WHOLE and not value.name.startswith("date "):
                continue
            if value.name in AMBIGUOUS or (generator, value.name) in OF_THEIR_OWN:
                continue
            sound = [is_sound(value, table(name)[value.name]) for name in tables]
            severities = _severities(value.text, generator)
            if all(sound) and Severity.ERROR in severities:
                found.append(Disagreement(generator, "false", value.name))
            elif not sound[-1] and not severities & {Severity.ERROR, Severity.WARNING}:
                found.append(Disagreement(generator, "missed", value.name))
    return sorted(found)


def _severities(text: str, generator: str) -> set[Severity]:
    path = _PATHS[generator]
    config = Config(validate=ValidateConfig(generator=Generator(generator)))
    post = parse_bytes(path, text.encode(), config.read, relative=path)
    problems = api.validate_post(post, config=config)
    return {problem.severity for problem in problems if problem.code not in _OF_SCHEMAS}


def is_sound(value: Any, row: dict[str, Any]) -> bool:
    """Whether a generator read what was meant, and nothing else of the post was lost."""
    if value.key == "published" and value.meant is False:
        return bool(row["outcome"] == "dropped")
    if value.kind == "loud" or row["outcome"] != "read" or row.get("body"):
        return False
    read = row.get("value")
    if value.kind == "date":
        return row["type"] == "date" and _is_date(read, value.meant)
    if value.key == "title":
        shown = str(row.get("shown", read)).strip()
        return shown == (value.meant or "").strip() or (
            value.meant is None and read in (None, "P", "<nil>")
        )
    if isinstance(value.meant, bool):
        return str(read).lower() == str(value.meant).lower()
    if isinstance(value.meant, list):
        items = read if isinstance(read, list) else [] if read in (None, "", "<nil>") else [read]
        return [str(item) for item in items] == value.meant
    return str(read) == str(value.meant)


def _is_date(read: object, meant: str) -> bool:
    try:
        date = dt.datetime.fromisoformat(str(read)).replace(microsecond=0)
    except ValueError:
        return False
    wanted = dt.datetime.fromisoformat(meant)
    if wanted.tzinfo is not None:
        # Programs write a day as midnight in UTC; midnight of the machine is that day, too.
        day = wanted.utcoffset() == dt.timedelta() and wanted.time() == dt.time()
        return date == wanted or (day and wanted.replace(tzinfo=None) in _clocks(date))
    # Without an offset the site's zone is meant; the tables' sites have none, their machine has.
    clocks = {date.replace(tzinfo=None), *_clocks(date)}
    # Programs leave out the seconds of the mean time of those days.
    exact = wanted.year >= _WHOLE_MINUTES
    return any(
        abs(clock - wanted) < dt.timedelta(minutes=not exact, seconds=exact) for clock in clocks
    )


def _clocks(date: dt.datetime) -> Iterator[dt.datetime]:
    for zone in (dt.UTC, _INDIA, ZoneInfo("Asia/Kolkata")):  # its mean time, before 1906
        with contextlib.suppress(OverflowError, ValueError):
            yield date.astimezone(zone).replace(tzinfo=None)


if __name__ == "__main__":
    from tests.generators.values import values as every

    rows = (json.dumps(list(found), ensure_ascii=False) for found in disagreements(every()))
    _LIST.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
