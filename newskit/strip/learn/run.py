"""Learning an archive: two streaming passes over its bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newskit.strip.learn.judge import Judge
from newskit.strip.learn.propose import propose
from newskit.strip.learn.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newskit.config.strip import StripRule
    from newskit.strip.match import Matcher

__all__ = ["learn"]

_LOOKED_AT: Final = 20_000


def learn(
    bodies: Callable[[], Iterable[tuple[str, str]]], matcher: Matcher
) -> tuple[StripRule, ...]:
    """Return the rules that an archive's posts support.

    Args:
        bodies: gives the archive's posts, (id, body) each, from the start each time it is called;
            it is called twice. Nothing of them is held but counts and a few samples.
        matcher: the rules that are known already; what they remove is not learned again.
    """
    tally = Tally(matcher)
    for weight, (_, body) in _thinned(bodies()):
        tally.add(body, weight)
    judge = Judge(tally.candidates(), matcher, tally.posts)
    for weight, (post_id, body) in _thinned(bodies()):
        judge.add(post_id, body, weight)
    judge.finish()
    return propose(judge)


def _thinned(bodies: Iterable[tuple[str, str]]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the posts to look at, each with the number of posts it stands for.

    All of the first 20,000, then every second for as many more, every fourth, and so on: what
    ends 2 % of a million posts shows in a tenth of them.
    """
    weight = 1
    looked_at = 0
    for number, item in enumerate(bodies):
        if number % weight:
            continue
        yield weight, item
        looked_at += 1
        if looked_at % _LOOKED_AT == 0:
            weight *= 2
