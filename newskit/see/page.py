"""The report as one page: no network, figures without scripts, light, dark and on paper."""

from __future__ import annotations

from collections import Counter
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from newskit.problem import Severity
from newskit.see.charts import bar_list, months_between, months_chart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newskit.see.tally import RuleFigures, Tally

__all__ = ["page"]

_MOST: Final = 25
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
)
_SIZES: Final = ("B", "kB", "MB", "GB")


def page(tally: Tally, title: str) -> str:
    """Return the whole page.

    Args:
        tally: the figures of the archive.
        title: its name.
    """
    source = files("newskit.see")
    style = source.joinpath("page.css").read_text("utf-8")
    script = source.joinpath("page.js").read_text("utf-8")
    sections = [
        ("worst", "What to look at first", _first(tally)),
        ("time", "Posts over time", _time(tally)),
        ("findings", "Findings by rule", _findings(tally)),
        ("posts", "Posts with most findings", _worst(tally)),
        ("convert", "What conversion would leave out", _left_out(tally)),
        ("strip", "What stripping would take", _removals(tally)),
        ("archive", "What is in the archive", _archive(tally)),
    ]
    links = "".join(f'<li><a href="#{name}">{escape(said)}</a></li>' for name, said, _ in sections)
    body = "".join(
        f'<section id="{name}" aria-labelledby="h-{name}">'
        f'<h2 id="h-{name}">{escape(said)}</h2>{inner}'
        "</section>"
        for name, said, inner in sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(title)}: report</title><style>{style}</style></head><body>"
        f'<header><h1 dir="auto">{escape(title)}</h1>{_summary(tally)}'
        f'<nav aria-label="Sections"><ul>{links}</ul></nav></header><main>{body}</main>'
        f"<script>{script}</script></body></html>\n"
    )


def _summary(tally: Tally) -> str:
    errors = _of(tally, Severity.ERROR)
    warnings = _of(tally, Severity.WARNING)
    span = f"{min(tally.months)} to {max(tally.months)}" if tally.months else "no dates"
    figures = (
        (f"{tally.posts:,}", "posts"),
        (span, "dates"),
        (_size(tally.characters), "of text"),
        (f"{errors:,}", "errors"),
        (f"{warnings:,}", "warnings"),
        (f"{tally.unproved:,}", "conversions not proved"),
    )
    return (
        "<dl class='figures'>"
        + "".join(
            f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for value, name in figures
        )
        + "</dl>"
    )


def _of(tally: Tally, severity: Severity) -> int:
    return sum(rule.count for rule in tally.rules.values() if rule.severity is severity)


def _size(characters: int) -> str:
    value, unit = float(characters), 0
    while value >= 1000 and unit < len(_SIZES) - 1:
        value, unit = value / 1000, unit + 1
    return (
        f"{value:.0f} {_SIZES[unit]}" if value >= 10 or not unit else f"{value:.1f} {_SIZES[unit]}"
    )


def _ranked(tally: Tally) -> list[RuleFigures]:
    return sorted(tally.rules.values(), key=lambda one: (-one.severity.rank, -one.count))


def _first(tally: Tally) -> str:
    """Name the three worst things, each with a sentence that says what to do."""
    said: list[str] = []
    for rule in _ranked(tally)[:3]:
        place, message = rule.examples[0] if rule.examples else ("", "")
        said.append(
            f"<li><strong>{rule.count:,} {'time' if rule.count == 1 else 'times'}:</strong> "
            f'<span dir="auto">{escape(message)}</span> <span class="rule">({rule.code} '
            f"{escape(rule.name)}, {rule.severity.value})</span><br>"
            f'first in <code dir="auto">{escape(place)}</code></li>'
        )
    if tally.undated:
        share = 100 * tally.undated / max(tally.posts, 1)
        said.append(f"<li>{tally.undated:,} posts ({share:.0f}%) have no date.</li>")
    if tally.images_without_text:
        said.append(
            f"<li>{tally.images_without_text:,} of {tally.images:,} pictures have no alternative"
            " text.</li>"
        )
    return f"<ol>{''.join(said)}</ol>" if said else "<p>Nothing was found.</p>"


def _time(tally: Tally) -> str:
    dated = Counter({month: n for month, n in tally.months.items() if _is_month(month)})
    if not dated:
        return "<p>No post has a date.</p>"
    months = months_between(min(dated), max(dated))
    gaps = _gaps(months, dated)
    words = ""
    if gaps:
        longest = sorted(gaps, key=len, reverse=True)[:5]
        items = "".join(f"<li>{gap[0]} to {gap[-1]} ({len(gap)} months)</li>" for gap in longest)
        words = f"<p>Months without a post:</p><ul>{items}</ul>"
    return months_chart([(month, dated[month]) for month in months]) + words


def _is_month(text: str) -> bool:
    return len(text) == 7 and text[:4].isdigit() and text[5:].isdigit() and 1 <= int(text[5:]) <= 12


def _gaps(months: Sequence[str], dated: Counter[str]) -> list[list[str]]:
    gaps: list[list[str]] = []
    run: list[str] = []
    for month in months:
        if dated[month]:
            if len(run) > 1:
                gaps.append(run)
            run = []
        else:
            run.append(month)
    return gaps


def _findings(tally: Tally) -> str:
    if not tally.rules:
        return "<p>Nothing was found.</p>"
    rows = [
        f"<tr><td>{rule.code}</td><td>{escape(rule.name)}</td><td>{rule.severity.value}</td>"
        f'<td class="number">{rule.count:,}</td><td>{escape(_years(rule))}</td>'
        f"<td>{_examples(rule.examples)}</td></tr>"
        for rule in _ranked(tally)
    ]
    return _table(("Code", "Rule", "Severity", "Findings", "Years", "Examples"), rows)


def _years(rule: RuleFigures) -> str:
    years = sorted(year for year in rule.years if year)
    if not years:
        return "no dates"
    worst, count = max(
        ((year, rule.years[year]) for year in years), key=lambda one: (one[1], one[0])
    )
    span = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"{span}, most in {worst} ({count:,})" if len(years) > 1 else span


def _examples(examples: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f'<li><code dir="auto">{escape(place)}</code> <span dir="auto">{escape(text)}</span></li>'
        for place, text in examples
    )
    return f"<details><summary>show</summary><ul>{items}</ul></details>"


def _worst(tally: Tally) -> str:
    rows = [
        f'<tr><td><code dir="auto">{escape(path)}</code></td><td class="number">{errors:,}</td>'
        f'<td class="number">{total:,}</td></tr>'
        for errors, total, path in sorted(tally.worst, reverse=True)
    ]
    return _table(("Post", "Errors", "Findings"), rows) if rows else "<p>No post has findings.</p>"


def _left_out(tally: Tally) -> str:
    said = "<p>What Markdown cannot say, by kind; each value stands in the report of convert.</p>"
    if not tally.left_out:
        return "<p>Nothing: every body is Markdown, or becomes it whole.</p>"
    total = max(tally.left_out.values())
    return said + bar_list(tally.left_out.most_common(_MOST), total)


def _removals(tally: Tally) -> str:
    if not tally.removals:
        return "<p>No trailing boilerplate was recognised.</p>"
    ranked = sorted(tally.removals.items(), key=lambda one: -one[1].count)[: 4 * _MOST]
    rows = [
        f'<tr><td dir="auto">{escape(name)}</td><td>{escape(removal.kind)}</td>'
        f'<td class="number">{removal.count:,}</td><td>{_examples(removal.examples)}</td></tr>'
        for name, removal in ranked
    ]
    return _table(("Rule", "Kind", "Times", "Examples"), rows)


def _archive(tally: Tally) -> str:
    lists = (
        ("Sections", tally.sections),
        ("Authors", tally.authors),
        ("Tags", tally.tags),
        ("Languages", tally.languages),
        ("Bodies", tally.formats),
        ("Hosts of links", tally.hosts),
    )
    return (
        "<div class='columns'>"
        + "".join(
            f"<div><h3>{name}</h3>{bar_list(counts.most_common(_MOST), max(counts.values()))}"
            + (f"<p>and {len(counts) - _MOST:,} more</p>" if len(counts) > _MOST else "")
            + "</div>"
            for name, counts in lists
            if counts
        )
        + f"<div><h3>Sizes</h3>{_sizes(tally)}</div></div>"
    )


def _sizes(tally: Tally) -> str:
    named = [(f"up to {_size(1 << bits)}", tally.sizes[bits]) for bits in sorted(tally.sizes)]
    return bar_list(named, max(tally.sizes.values(), default=1))


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    head = f"<thead><tr>{cells}</tr></thead>"
    return f"<table class='sortable'>{head}<tbody>{''.join(rows)}</tbody></table>"
