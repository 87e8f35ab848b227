"""Repairs carried out on a post: splices, read again and compared before anything is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.frozen import dataclass, replace
from newskit.lazy import lazy
from newskit.post import EncodingFacts, Post
from newskit.problem import Edit, Problem
from newskit.read.parse import read_again
from newskit.splice import apply_edits
from newskit.validate.post import Examined, examine_post
from newskit.validate.rule import rule_of

_BYTE_ORDER_MARK = "NK107"
_NEWLINE = lazy(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A post after one round of repairs.

    Attributes:
        post: the post as it reads now; the same object when nothing was repaired.
        repaired: the findings whose repair was made.
        refused: the findings whose repair would have changed something else.
        drop_mark: whether the byte order mark goes.
    """

    post: Post
    repaired: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()
    drop_mark: bool = False


def repair_once(
    post: Post, problems: Iterable[Problem], config: ReadConfig, *, unsafe: bool
) -> Repaired:
    """Make the repairs of the findings that do not overlap; the rest waits for the next round."""
    wanted = [one for one in problems if one.fix and (one.fix.safe or unsafe)]
    drop_mark = any(one.code == _BYTE_ORDER_MARK for one in wanted)
    marks = [one for one in wanted if one.fix and not one.fix.edits]
    splices = _apart([one for one in wanted if one.fix and one.fix.edits])
    after = _applied(post, splices, config)
    if after is not None:
        done = (*marks, *splices)
        return Repaired(after if splices else post, tuple(done), (), drop_mark)
    return _one_by_one(post, splices, config, tuple(marks), drop_mark=drop_mark)


def _one_by_one(
    post: Post,
    splices: Sequence[Problem],
    config: ReadConfig,
    marks: tuple[Problem, ...],
    *,
    drop_mark: bool,
) -> Repaired:
    """Together they do no good: keep those that, added one after the other, do."""
    kept: list[Problem] = []
    refused: list[Problem] = []
    best = post
    for one in splices:
        after = _applied(post, [*kept, one], config)
        if after is None:
            refused.append(one)
        else:
            kept.append(one)
            best = after
    return Repaired(best, (*marks, *kept), tuple(refused), drop_mark)


def _apart(problems: Sequence[Problem]) -> list[Problem]:
    """The findings whose edits overlap no earlier ones, in order."""
    taken: list[tuple[int, int]] = []
    chosen: list[Problem] = []
    for one in problems:
        edits = one.fix.edits if one.fix else ()
        if any(_overlap(edit, span) for edit in edits for span in taken):
            continue
        taken += [(edit.start, edit.end) for edit in edits]
        chosen.append(one)
    return chosen


def _overlap(edit: Edit, span: tuple[int, int]) -> bool:
    if edit.start == edit.end or span[0] == span[1]:
        return span[0] <= edit.start <= span[1] or edit.start <= span[0] <= edit.end
    return edit.start < span[1] and span[0] < edit.end


def _applied(post: Post, problems: Sequence[Problem], config: ReadConfig) -> Post | None:
    """The post after the repairs, or None when it does not read as it should."""
    edits = [edit for one in problems if one.fix for edit in one.fix.edits]
    if not edits:
        return post
    text = apply_edits(post.text, edits)
    after = read_again(post, text, config, encoding=_encoding(post, text))
    return after if _is_sound(post, after, edits) else None


def _encoding(post: Post, text: str) -> EncodingFacts:
    kinds = set(_NEWLINE.findall(text)) if post.encoding.mixed_newlines else set[str]()
    return replace(post.encoding, mixed_newlines=len(kinds) > 1)


def _is_sound(before: Post, after: Post, edits: Sequence[Edit]) -> bool:
    """Tell whether everything the edits do not touch still reads as it did."""
    old, new = before.front_matter, after.front_matter
    if not new.valid or new.format is not old.format:
        return False
    try:
        after.encode(after.text)
    except UnicodeEncodeError:
        return False
    if not old.valid:
        # What could not be read is compared entry by entry where its cause is found.
        return bool(new.values)
    untouched = {
        key: value
        for key, value in old.values.items()
        if not _touched(before, key, edits) and key in new.values
    }
    lost = sum(key not in new.values for key in old.values if not _touched(before, key, edits))
    grown = [
        len(edit.text) - (edit.end - edit.start)
        for edit in edits
        if edit.start >= before.body_start
    ]
    return (
        lost == 0
        and all(new.values[key] == value for key, value in untouched.items())
        and len(after.body) == len(before.body) + sum(grown)
    )


def _touched(post: Post, key: str, edits: Sequence[Edit]) -> bool:
    place = post.front_matter.spans.get(f"/{key.replace('~', '~0').replace('/', '~1')}")
    if place is None:
        return True
    start = place.key[0] if place.key else place.value[0]
    return any(edit.start <= place.value[1] and start <= edit.end for edit in edits)


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
        known = {(one.code, one.message) for one in refused}
        open_ones = [one for one in examined.problems if (one.code, one.message) not in known]
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
