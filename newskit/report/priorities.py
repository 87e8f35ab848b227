"""What a person should look at first: the gravest and widest of all that was seen, in sentences."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

from newskit.report.charts import months_between, said_with_code

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from newskit.report.tally import Figures, RuleFigures

__all__ = ["first_things", "gaps"]

_MOST: Final = 5
_WIDE: Final = 0.1  # the share of posts from which something counts as wide
_NO_TEXT: Final = "NK355"
_UNREADABLE: Final = "NK100"
_LONG: Final = 12  # months without a post that are worth a word


class _Thing(NamedTuple):
    """Something to look at: how grave it is, how many posts it concerns, and the words."""

    grave: int
    concerned: int
    html: str


def first_things(tally: Figures) -> str:
    """Return the worst things as a list, each with where it is shown; the first is the worst."""
    things = sorted(_things(tally), key=lambda one: (-one.grave, -one.concerned))[:_MOST]
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
        told = "<code>newskit convert --report</code> has each value"
        yield _Thing(4, tally.unproved, f'<a href="#convert">{said}</a>; {told}')
    posts = tally.kinds["post"]
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
    return f"{count:,} {'post' if count == 1 else 'posts'} {what}"


def _rule(rule: RuleFigures, said: str) -> str:
    place, message = rule.examples[0] if rule.examples else ("", "")
    words = said_with_code(said or message)
    times = "" if said else f"{_times(rule.count)}: "
    return (
        f'{times}<a href="#rule-{rule.code}" dir="auto">{words}</a> <span class="rule">('
        f"{rule.code}, {rule.severity.value})</span><br>"
        f'{_where(rule.count)} <code dir="auto">{escape(place)}</code>'
    )


def _times(count: int) -> str:
    return "Once" if count == 1 else f"{count:,} times"


def _where(count: int) -> str:
    return "in" if count == 1 else "first in"
