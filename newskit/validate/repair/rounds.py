"""Repairing until nothing is left to repair: mended front matter shows findings it hid before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.frozen import dataclass
from newskit.validate.post import Examined, examine_post
from newskit.validate.registry import rule_of
from newskit.validate.repair.apply import repair_once

if TYPE_CHECKING:
    from newskit.config.read import ReadConfig
    from newskit.config.validate import ValidateConfig
    from newskit.post import Post
    from newskit.problem import Problem

__all__ = ["Mending", "mend_post"]

_MAX_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Mending:
    """A post after its repairs.

    Attributes:
        post: as it reads now.
        examined: what is left to find in it.
        repaired: the findings that were repaired, in the order of the repairs.
        drop_mark: whether its byte order mark goes.
    """

    post: Post
    examined: Examined
    repaired: tuple[Problem, ...]
    drop_mark: bool = False


def mend_post(
    post: Post, config: ValidateConfig, reading: ReadConfig, *, unsafe: bool = False
) -> Mending:
    """Repair a post as far as it can be; doing it again changes nothing.

    Raises:
        SchemaError: when the schema for the post is missing or wrong.
        ConfigError: when the configuration names a rule that does not exist.
    """
    repaired: list[Problem] = []
    refused: list[Problem] = []
    drop_mark = False
    for _ in range(_MAX_ROUNDS):
        examined = examine_post(post, config)
        told = {(one.code, one.message) for one in refused}
        open_ones = [one for one in examined.problems if (one.code, one.message) not in told]
        if drop_mark:
            open_ones = [one for one in open_ones if one.code != "NK107"]
        after = repair_once(post, open_ones, reading, unsafe=unsafe)
        repaired += after.repaired
        refused += after.refused
        drop_mark |= after.drop_mark
        if not after.repaired:
            break
        post = after.post
    examined = examine_post(post, config)
    left = [one for one in examined.problems if not (drop_mark and one.code == "NK107")]
    left += [_refusal(one) for one in refused]
    return Mending(post, Examined(tuple(left), examined.facts), tuple(repaired), drop_mark)


def _refusal(problem: Problem) -> Problem:
    message = f"the repair of {problem.code} was not made: the post would not read as it should"
    return rule_of("NK904").found(problem.location, message)
