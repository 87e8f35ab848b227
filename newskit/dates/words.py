"""The words of dates: months, weekdays, fillers and zone names, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

_NAMES: Final = Path(__file__).with_name("words.txt").read_text("utf-8").split("]\n")
# One language each, the forms of one name joined by "/".
MONTH_NAMES: Final = tuple(_NAMES[1].partition("\n\n")[0].splitlines())
DAY_NAMES: Final = tuple(_NAMES[2].splitlines())


def _numbered(lines: Iterable[str], start: int) -> Mapping[str, int]:
    """Return the numbers of the words of lines, by the word in NFKC."""
    return MappingProxyType(
        {
            normalize("NFKC", form): number
            for line in lines
            for number, forms in enumerate(line.split(), start)
            for form in forms.split("/")
            if form != "_"
        }
    )


MONTHS: Final = _numbered(MONTH_NAMES, 1)
"""Number of the month by its lower-case name, full or abbreviated."""

WEEKDAYS: Final = _numbered(DAY_NAMES, 0)
"""Day of the week, Monday 0, by its lower-case name."""

_FILLER_LIST: Final = (
    "of the at on de del den um uhr kl klo г à às las a alle ore le d di il pada gada ж m р року"
    " года เวลา น พศ คศ στις في feira п"
)
FILLERS: Final = frozenset(_FILLER_LIST.split())
"""Words that stand in dates and say nothing."""

_HALF_WORDS: Final = {"am": "am 上午 早上 凌晨 午前 오전", "pm": "pm 下午 晚上 午後 오후"}
HALVES: Final[Mapping[str, str]] = MappingProxyType(
    {word: half for half, words in _HALF_WORDS.items() for word in words.split()}
)
"""The half of the day: ``am`` or ``pm``."""

_ZONE_NAMES: Final = {
    "+00:00": "Z UTC GMT UT WET",
    "+01:00": "WEST CET MEZ",
    "+02:00": "CEST MESZ EET",
    "+03:00": "EEST MSK",
    "+08:00": "HKT",
    "+09:00": "JST KST",
    "+10:00": "AEST",
    "+11:00": "AEDT",
    "+12:00": "NZST",
    "+13:00": "NZDT",
    "-04:00": "EDT",
    "-05:00": "EST CDT",
    "-06:00": "MDT",
    "-07:00": "MST PDT",
    "-08:00": "PST",
}
ZONES: Final[Mapping[str, str]] = MappingProxyType(
    {name: offset for offset, names in _ZONE_NAMES.items() for name in names.split()}
)
"""UTC offset by zone name; the American ones as in RFC 5322, section 4.3."""

AMBIGUOUS_ZONES: Final = frozenset({"CST", "IST", "BST", "AST", "SST", "WST", "ECT", "GST"})
"""Zone names in use for several offsets (CST is American, Cuban and Chinese)."""
