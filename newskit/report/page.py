"""The report as one page: no network, figures without scripts, light, dark and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.report.figures import BETWEEN, BROKEN_LINKS, Figures, RuleFigures

# What a person should look at first: the gravest and widest of all that was seen, in sentences.

_FIRST: Final = 5
_WIDE: Final = 0.1  # the share of posts from which something counts as wide
_NO_TEXT: Final = "NK355"
_UNREADABLE: Final = "NK100"
_SHOWN: Final = 120  # characters of an ending
_LONG: Final = 12  # months without a post that are worth a word


class _Thing(NamedTuple):
    """Something to look at: how grave it is, how many posts it concerns, and the words."""

    grave: int
    concerned: int
    html: str


def first_things(tally: Figures) -> str:
    """Return the worst things as a list, each with where it is shown; the first is the worst."""
    things = sorted(_things(tally), key=lambda one: (-one.grave, -one.concerned))[:_FIRST]
    if not things:
        return "<p>Nothing was found.</p>"
    return f"<ol>{''.join(f'<li>{one.html}</li>' for one in things)}</ol>"


def gaps(months: Counter[str]) -> list[list[str]]:
    """Return the runs of months without a post, of two and more, the longest first."""
    found: list[list[str]] = []
    run: list[str] = []
    for month in months_between(min(months), max(months)) if months else ():
        if not months[month]:
            run.append(month)
            continue
        if len(run) > 1:
            found.append(run)
        run = []
    return sorted(found, key=len, reverse=True)


def _things(tally: Figures) -> Iterator[_Thing]:
    for rule in tally.rules.values():
        if rule.code == _UNREADABLE:
            yield _Thing(5, rule.count, _rule(rule, _posts(rule.count, "cannot be read")))
        elif rule.code == _NO_TEXT:
            of = max(tally.images, rule.count)
            said = f"{rule.count:,} of {of:,} pictures have no alternative text"
            yield _Thing(1, rule.count, _rule(rule, said))
        else:
            # Nobody reads a draft: what is wrong with it can wait.
            grave = 0 if rule.in_drafts == rule.count else 2 * rule.severity.rank
            yield _Thing(grave, rule.count, _rule(rule, ""))
    if tally.unproved:
        said = _posts(tally.unproved, "would lose something in conversion")
        where = "<code>newskit convert --report</code> has each value"
        yield _Thing(4, tally.unproved, f'<a href="#convert">{said}</a>; {where}')
    posts = tally.kinds["post"]
    for ending in sorted(tally.learned or (), key=lambda one: -one.evidence.posts)[:1]:
        if ending.evidence.posts < _WIDE * ending.evidence.of:
            break
        said = _posts(ending.evidence.posts, "end with the same words")
        shown = f'<span dir="auto">{escape(ending.examples[0][:_SHOWN])}</span>'
        yield _Thing(1, ending.evidence.posts, f'<a href="#strip">{said}</a>: {shown}')
    if tally.undated:
        share = tally.undated / max(posts, 1)
        said = f"{_posts(tally.undated, 'without a date')} ({share:.0%} of the posts)"
        yield _Thing(3 if share >= _WIDE else 1, tally.undated, f'<a href="#time">{said}</a>')
    for longest in gaps(tally.dated())[:1]:
        if len(longest) < _LONG:
            break
        said = f"No post for {len(longest)} months, {longest[0]} to {longest[-1]}"
        yield _Thing(0, len(longest), f'<a href="#time">{said}</a>')


def _posts(count: int, what: str) -> str:
    return f"{count:,} {_noun(count, 'post')} {what}"


def _noun(count: int, name: str) -> str:
    return name if count == 1 else f"{name}s"


def _rule(rule: RuleFigures, said: str) -> str:
    place, message = rule.examples[0] if rule.examples else ("", "")
    words = said_with_code(said or message)
    times = "" if said else f"{_times(rule.count)}{'' if rule.alike else ', such as'}: "
    return (
        f'{times}<a href="#rule-{rule.code}" dir="auto">{words}</a> <span class="rule">('
        f"{rule.code}, {rule.severity.value})</span><br>"
        f'{_where(rule.count)} <code dir="auto">{escape(place)}</code>'
    )


def _times(count: int) -> str:
    return "Once" if count == 1 else f"{count:,} times"


def _where(count: int) -> str:
    return "in" if count == 1 else "first in"


_MOST: Final = 25
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
)
_THOUSANDS: Final = ("", " thousand", " million", " billion")
_FOLDED: Final = 12  # names of a list that are shown unasked
_FEW: Final = 5
_NUMBERS: Final = frozenset(("Errors", "Findings", "Posts", "Times"))  # columns that hold numbers
_NUMBER: Final = ' class="number"'


def page(tally: Figures, title: str) -> str:
    """Return the whole page."""
    source = files("newskit.report")
    style = source.joinpath("page.css").read_text("utf-8")
    script = source.joinpath("page.js").read_text("utf-8")
    sections = [
        ("worst", "What to look at first", first_things(tally)),
        ("time", "Posts over time", _time(tally)),
        ("findings", "Findings by rule", _findings(tally)),
        ("posts", "Posts with most findings", _worst(tally)),
        ("links", "Links that lead nowhere", _listed(tally, BROKEN_LINKS, "None was found.")),
        ("alike", "Posts that are alike", _listed(tally, BETWEEN, "None was found.")),
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


def _summary(tally: Figures) -> str:
    errors = _of(tally, Severity.ERROR)
    warnings = _of(tally, Severity.WARNING)
    span = f"{min(tally.months)} to {max(tally.months)}" if tally.months else "no dates"
    figures = (
        (f"{tally.posts:,}", _noun(tally.posts, "post")),
        (span, "dates"),
        (_amount(tally.characters), "characters"),
        (f"{errors:,}", _noun(errors, "error")),
        (f"{warnings:,}", _noun(warnings, "warning")),
        (f"{tally.unproved:,}", f"{_noun(tally.unproved, 'conversion')} with losses"),
    )
    return (
        "<dl class='figures'>"
        + "".join(
            f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for value, name in figures
        )
        + "</dl>"
    )


def _of(tally: Figures, severity: Severity) -> int:
    return sum(rule.count for rule in tally.rules.values() if rule.severity is severity)


def _amount(number: int) -> str:
    value, unit = float(number), 0
    while value >= 1000 and unit < len(_THOUSANDS) - 1:
        value, unit = value / 1000, unit + 1
    return (
        f"{value:.0f}{_THOUSANDS[unit]}"
        if value >= 10 or not unit
        else f"{value:.1f}{_THOUSANDS[unit]}"
    )


def _ranked(tally: Figures) -> list[RuleFigures]:
    return sorted(tally.rules.values(), key=lambda one: (-one.severity.rank, -one.count))


def _time(tally: Figures) -> str:
    dated = tally.dated()
    lack = "has no date" if tally.undated == 1 else "have no date"
    without = f"<p>{_posts(tally.undated, lack)}.</p>" if tally.undated else ""
    if not dated:
        return "<p>No post has a date.</p>"
    months = months_between(min(dated), max(dated))
    longest = gaps(dated)[:5]
    words = ""
    if longest:
        items = "".join(f"<li>{gap[0]} to {gap[-1]} ({len(gap)} months)</li>" for gap in longest)
        words = f"<p>Longest times without a post:</p><ul>{items}</ul>"
    return months_chart([(month, dated[month]) for month in months]) + words + without


def _findings(tally: Figures) -> str:
    if not tally.rules:
        return "<p>Nothing was found.</p>"
    dated = tally.dated()
    span = range(int(min(dated)[:4]), int(max(dated)[:4]) + 1) if dated else range(0)
    rows = [
        f'<tr id="rule-{rule.code}"><td class="wide">{rule.code} {escape(rule.name)}'
        f"{_examples(rule.examples[:_FEW], said_with_code)}</td>"
        f'<td>{rule.severity.value}</td><td class="number">{rule.count:,}</td>'
        f"<td>{escape(_years(rule))}{years_chart(rule.years, span)}</td></tr>"
        for rule in _ranked(tally)
    ]
    return _table(("Rule", "Severity", "Findings", "Years"), rows)


def _listed(tally: Figures, codes: Sequence[str], nothing: str) -> str:
    """Return a table of the findings of some rules, each with its place."""
    rules = [tally.rules[code] for code in codes if code in tally.rules]
    rows = [
        f'<tr><td>{rule.code}</td><td class="wide"><code dir="auto">{escape(place)}</code></td>'
        f'<td class="wide" dir="auto">{said_with_code(message)}</td></tr>'
        for rule in rules
        for place, message in rule.examples
    ]
    if not rows:
        return f"<p>{nothing}</p>"
    more = sum(rule.count for rule in rules) - len(rows)
    rest = f"<p>and {more:,} more: <code>newskit validate</code> lists them</p>" if more else ""
    return _table(("Code", "Post", "What"), rows) + rest


def _years(rule: RuleFigures) -> str:
    years = sorted(year for year in rule.years if year)
    if not years:
        return "between posts" if rule.code in BETWEEN else "no dates"
    worst, count = max(
        ((year, rule.years[year]) for year in years), key=lambda one: (one[1], one[0])
    )
    span = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"{span}, most in {worst} ({count:,})" if len(years) > 1 and count > 1 else span


def _examples(examples: Iterable[tuple[str, str]], said: Callable[[str], str] = escape) -> str:
    """Return places and texts, folded away; `said` makes HTML of a text."""
    shown = tuple(examples)
    items = "".join(
        f'<li><code dir="auto">{escape(place)}</code> <span dir="auto">{said(text)}</span></li>'
        for place, text in shown
    )
    many = "example" if len(shown) == 1 else "examples"
    return f"<details><summary>{len(shown)} {many}</summary><ul>{items}</ul></details>"


def _worst(tally: Figures) -> str:
    rows = [
        f'<tr><td class="wide"><code dir="auto">{escape(path)}</code></td>'
        f'<td class="number">{errors:,}</td>'
        f'<td class="number">{total:,}</td></tr>'
        for errors, total, path in sorted(tally.worst, reverse=True)
    ]
    return _table(("Post", "Errors", "Findings"), rows) if rows else "<p>No post has findings.</p>"


def _left_out(tally: Figures) -> str:
    if not tally.left_out:
        return "<p>Nothing: every body is Markdown, or becomes it whole.</p>"
    ranked = sorted(tally.left_out.values(), key=lambda one: -one.count)
    rows = [
        f'<tr><td class="wide">{escape(one.kind)}{_examples(one.examples)}</td>'
        f'<td class="number">{one.count:,}</td></tr>'
        for one in ranked
    ]
    said = (
        "<p>What Markdown cannot express; only a kind marked as lost is a loss. "
        "<code>newskit convert --report</code> has each value.</p>"
    )
    return said + _table(("Kind", "Times"), rows)


def _removals(tally: Figures) -> str:
    ranked = sorted(tally.removals.items(), key=lambda one: -one[1].count)[: 4 * _MOST]
    rows = [
        f'<tr><td class="wide">{escape(name or "goes with what it introduces")}'
        f"{_examples(removal.examples)}</td><td>{escape(removal.kind)}</td>"
        f'<td class="number">{removal.count:,}</td></tr>'
        for name, removal in ranked
    ]
    if rows:
        return _table(("Rule", "Kind", "Times"), rows) + _learned(tally)
    said = "<p>The rules in use recognise no trailing boilerplate"
    if tally.learned is not None:
        return f"{said}.</p>{_learned(tally)}"
    return (
        f"{said}; <code>newskit strip --learn</code> proposes rules for what the posts of this "
        "archive end with, and <code>newskit report --learn</code> shows them here.</p>"
    )


def _learned(tally: Figures) -> str:
    """Return what learning finds at the end of the posts, the most used first."""
    if tally.learned is None:
        return ""
    if not tally.learned:
        return "<p>Learning finds nothing more that posts of this archive end with.</p>"
    ranked = sorted(tally.learned, key=lambda one: -one.evidence.posts)[: 4 * _MOST]
    rows = [
        f'<tr><td class="wide"><span dir="auto">{escape(rule.examples[0])}</span>'
        f"{_examples((sample, '') for sample in rule.samples)}</td>"
        f"<td>{rule.kind.value}</td><td>{rule.state.value}</td>"
        f'<td class="number">{rule.evidence.posts:,}</td></tr>'
        for rule in ranked
    ]
    said = (
        "<h3>What learning sees besides</h3><p><code>newskit strip --learn</code> writes these as "
        "rules; a person decides on those that are proposed in <code>newskit review</code>.</p>"
    )
    return said + _table(("Ending", "Kind", "State", "Posts"), rows)


def _archive(tally: Figures) -> str:
    lists = (
        ("Files", tally.kinds),
        ("Folders", _sections(tally.folders)),
        ("Categories", tally.categories),
        ("Authors", tally.authors),
        ("Tags", tally.tags),
        ("Languages", tally.languages),
        ("Bodies", tally.formats),
        ("Hosts of links", tally.hosts),
    )
    shown = "".join(
        f"<div><h3>{name}</h3>{_names(counts)}</div>" for name, counts in lists if counts
    )
    return f"<div class='columns'>{shown}<div><h3>Characters</h3>{_sizes(tally)}</div></div>"


def _names(counts: Counter[str]) -> str:
    """Return the commonest names; the next ones are folded away, the rest is counted."""
    ranked, most = counts.most_common(_MOST), max(counts.values())
    folded, rest = ranked[_FOLDED:], len(counts) - len(ranked)
    text = bar_list(ranked[:_FOLDED], most)
    if folded:
        inner = bar_list(folded, most) + (f"<p>and {rest:,} more</p>" if rest else "")
        text += f"<details><summary>{len(counts) - _FOLDED:,} more</summary>{inner}</details>"
    return text


def _sections(folders: Counter[str]) -> Counter[str]:
    """Return posts by the first folder in which they differ: all may lie in ``content/en``."""
    parts = [folder.split("/") if folder else [] for folder in folders]
    shared = 0
    while parts and len({tuple(one[: shared + 1]) for one in parts if len(one) > shared}) == 1:
        shared += 1
    sections = Counter[str]()
    for folder, count in folders.items():
        rest = folder.split("/")[shared:] if folder else []
        sections[rest[0] if rest else "(top folder)"] += count
    return sections


def _sizes(tally: Figures) -> str:
    named = [(f"up to {_amount(1 << bits)}", tally.sizes[bits]) for bits in sorted(tally.sizes)]
    return bar_list(named, max(tally.sizes.values(), default=1))


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    cells = "".join(
        f'<th scope="col"{_NUMBER if name in _NUMBERS else ""}>{escape(name)}</th>'
        for name in heads
    )
    head = f"<thead><tr>{cells}</tr></thead>"
    table = f"<table class='sortable'>{head}<tbody>{''.join(rows)}</tbody></table>"
    return f"<div class='scroll'>{table}</div>"


# Charts as SVG, by templates: bars over months, bars of a list. Each has its figures as text.


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
