"""`newskit strip --learn`: an archive's posts to rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from newskit.jobs.opening import open_source
from newskit.jobs.stages import load_rules
from newskit.post import BodyFormat, Post
from newskit.strip.learn.propose import merge_rules
from newskit.strip.learn.run import learn
from newskit.strip.rules import Rules

if TYPE_CHECKING:
    from newskit.config.model import Config
    from newskit.config.strip import StripRule
    from newskit.read.files import Source

__all__ = ["learn_rules"]


def learn_rules(
    sources: Callable[[], Iterable[Source]], config: Config, old: tuple[StripRule, ...] = ()
) -> tuple[StripRule, ...]:
    """Learn the rules of an archive in two passes over its posts.

    Args:
        sources: gives the posts from the start each time it is called (twice).
        config: rules that are there already are not learned again.
        old: rules of an earlier run; what a person decided on them stays.
    """
    known = load_rules(config.strip)
    reviewed = tuple(rule for rule in old if rule.reviewed)
    rules = Rules((*known.rules, *reviewed), known.builtin)
    found = learn(lambda: _bodies(sources(), config), rules.matcher)
    return merge_rules(found, old)


def _bodies(sources: Iterable[Source], config: Config) -> Iterator[tuple[str, str]]:
    for source in sources:
        post = open_source(source, config.read, BodyFormat.MARKDOWN)
        if isinstance(post, Post) and post.front_matter.valid:
            yield source.label, post.body
