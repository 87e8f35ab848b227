"""Learning an archive: two streaming passes over its bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.strip.learn.judge import Judge
from newskit.strip.learn.propose import propose
from newskit.strip.learn.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newskit.config.strip import StripRule
    from newskit.strip.match import Matcher

__all__ = ["learn"]


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
    for _, body in bodies():
        tally.add(body)
    judge = Judge(tally.candidates(), matcher, tally.posts)
    for post_id, body in bodies():
        judge.add(post_id, body)
    judge.finish()
    return propose(judge)
