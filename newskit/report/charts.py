"""Charts as SVG, by templates: bars over months, bars of a list. Each has its figures as text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEIGHT: Final = 120
_WIDTH: Final = 960
_MOST_BARS: Final = 480
_LABEL: Final = 40  # the room of a year
_MOST_YEARS: Final = 80
_CODE: Final = lazy(r"`([^`]+)`")


def months_between(first: str, last: str) -> list[str]:
    """Return every month from `first` to `last`, both ``YYYY-MM``."""
    year, month = int(first[:4]), int(first[5:7])
    end = (int(last[:4]), int(last[5:7]))
    months: list[str] = []
    while (year, month) <= end:
        months.append(f"{year:04}-{month:02}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def said_with_code(message: str) -> str:
    """Return a message as HTML: what stands between grave accents becomes code."""
    return _CODE.sub(r"<code>\1</code>", escape(message, quote=False))


def months_chart(counts: Sequence[tuple[str, int]]) -> str:
    """Return a chart of posts over time; what is written beside it keeps its size on a phone.

    Args:
        counts: each month (or year, where there are too many months) in order, with its posts.
    """
    counts = counts if len(counts) <= _MOST_BARS else _by_year(counts)
    most = max((count for _, count in counts), default=1) or 1
    step = _WIDTH / max(len(counts), 1)
    bars: list[str] = []
    for index, (name, count) in enumerate(counts):
        height = count / most * _HEIGHT
        bars.append(
            f'<rect x="{index * step:.2f}" y="{_HEIGHT - height:.2f}" height="{height:.2f}"'
            f' width="{max(step - 0.6, 0.4):.2f}"><title>{escape(name)}: {count:,}</title></rect>'
        )
    labels: list[str] = []
    free = 0.0
    for index, (name, _) in enumerate(counts):
        room = free <= index * step <= max(_WIDTH - _LABEL, 0) or not index
        if room and _is_labelled(name, index, counts):
            place = 100 * index * step / _WIDTH
            labels.append(f'<span style="left:{place:.2f}%">{name[:4]}</span>')
            free = index * step + _LABEL
    first, last = (counts[0][0], counts[-1][0]) if counts else ("", "")
    said = f"Posts from {first} to {last}; at most {most:,} in one."
    # The height of the highest bar stands over the bars: without it the chart has no scale.
    return (
        f'<div class="months"><span class="scale">{most:,}</span>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(said)}">{"".join(bars)}</svg>'
        f'<div class="axis" aria-hidden="true">{"".join(labels)}</div></div>'
    )


def _is_labelled(name: str, index: int, counts: Sequence[tuple[str, int]]) -> bool:
    years = len({one[:4] for one, _ in counts})
    every = max(1, round(years / 12))
    new = index == 0 or counts[index - 1][0][:4] != name[:4]
    return new and (int(name[:4]) - int(counts[0][0][:4])) % every == 0


def _by_year(counts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    years: dict[str, int] = {}
    for month, count in counts:
        years[month[:4]] = years.get(month[:4], 0) + count
    return list(years.items())


def years_chart(years: Mapping[str, int], span: range) -> str:
    """Return small bars of what was counted in each year, with the figures as text.

    Args:
        years: counts by year; the empty key, of posts without a date, is left out.
        span: the years of the archive: the charts of all rules stand on one axis.
    """
    counts = [(year, years.get(f"{year:04}", 0)) for year in span][-_MOST_YEARS:]
    most = max((count for _, count in counts), default=0)
    if not most or len(counts) < 2:
        return ""
    bars = "".join(
        f'<rect x="{3 * at}" y="{16 - 16 * count / most:.1f}" width="2.4"'
        f' height="{16 * count / most:.1f}"><title>{year}: {count:,}</title></rect>'
        for at, (year, count) in enumerate(counts)
        if count
    )
    width = 3 * len(counts)
    return (
        f'<svg class="years" viewBox="0 0 {width} 16" preserveAspectRatio="none"'
        f' style="width:{min(0.4 * len(counts), 8):.1f}rem" aria-hidden="true">{bars}</svg>'
    )


def bar_list(counts: Sequence[tuple[str, int]], total: int) -> str:
    """Return a list of names with their counts, each with a bar of its share of `total`."""
    rows = [
        f'<tr><td dir="auto">{escape(name)}</td><td class="number">{count:,}</td>'
        f'<td class="bar"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * count / max(total, 1):.1f}" height="8"/></svg></td></tr>'
        for name, count in counts
    ]
    return f"<table><tbody>{''.join(rows)}</tbody></table>"
