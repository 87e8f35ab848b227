"""Stripping one post: cuts in its body, facts into its front matter. Pure; reads nothing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Final

from newskit.config.strip import Keep, StripConfig
from newskit.post import JsonValue, Post, escape_pointer
from newskit.problem import Edit, Problem, Severity
from newskit.read.parse import read_again
from newskit.splice import apply_edits, insert_keys, only_added
from newskit.strip.body import StrippedBody, strip_ends
from newskit.strip.facts import host_of, merge
from newskit.strip.fits import cue_kind
from newskit.strip.match import Rules
from newskit.strip.result import KEY, Action, Removal, Step, Stripped, key_value
from newskit.strip.view import view_of


def strip_post(
    post: Post, config: StripConfig, rules: Rules, *, suspects: bool = False
) -> Stripped:
    """Return what goes from the end of `post`, and the facts it leaves in the front matter.

    Nothing goes from a post whose front matter cannot be read: where its body starts is a guess
    then, and the facts would have no place.
    """
    if not post.front_matter.valid:
        reason = "the front matter cannot be read, so nothing is touched"
        return Stripped(steps=(Step(post.body_start, len(post.text), Action.STOPPED, reason),))
    found = strip_ends(
        post.body,
        rules.matcher,
        config.max_share,
        _own_hosts(post),
        where=config.where,
        facts=config.facts,
    )
    steps = tuple(_moved(step, post.body_start) for step in found.steps)
    if not found.spans:
        return Stripped(steps=steps, suspect=_suspect(post, found) if suspects else None)
    removed = tuple(
        Removal(
            start + post.body_start,
            end + post.body_start,
            post.body[start:end],
            cut.hit.kind,
            cut.hit.rule,
            cut.hit.facts,
        )
        for cut, (start, end) in zip(found.cuts, _whole(post.body, found), strict=True)
    )
    cuts = [Edit(start + post.body_start, end + post.body_start, "") for start, end in found.spans]
    facts = merge(removal.facts for removal in removed if config.facts)
    added, conflicts = _keys(post, config, facts)
    kept: dict[str, JsonValue] = dict(added)
    if config.keep is Keep.KEY:
        kept[KEY] = key_value(post, cuts, added)
    inserts = _verified(post, kept)
    if inserts is None:
        conflicts = (*conflicts, *(_unplaced(post, key, value) for key, value in kept.items()))
        return Stripped(conflicts=conflicts, steps=steps)
    suspect = _suspect(post, found) if suspects else None
    return Stripped((*inserts, *cuts), removed, added, conflicts, steps, suspect)


# Keys whose value is the address of the post itself.
_OWN_KEYS: Final = ("canonical", "canonical_url", "permalink")


def _own_hosts(post: Post) -> frozenset[str]:
    """The hosts that the front matter says the post is published on."""
    values = (post.front_matter.values.get(key) for key in _OWN_KEYS)
    return frozenset(
        host_of(value) for value in values if isinstance(value, str) and "://" in value
    )


def _whole(body: str, found: StrippedBody) -> list[tuple[int, int]]:
    """The spans of the cuts, with the tags and rules around them that go too."""
    whole = [cut.span for cut in found.cuts]
    for start, end in found.spans:
        inside = [k for k, (first, last) in enumerate(whole) if start <= first and last <= end]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        lead, trail = body[start : whole[first][0]], body[whole[last][1] : end]
        whole[first] = whole[first][0] - len(lead.lstrip()), whole[first][1]
        whole[last] = whole[last][0], whole[last][1] + len(trail.rstrip())
        for above, below in itertools.pairwise(inside):
            between = body[whole[above][1] : whole[below][0]]
            whole[above] = whole[above][0], whole[above][1] + len(between.rstrip())
    return whole


def _moved(step: Step, by: int) -> Step:
    return Step(step.start + by, step.end + by, step.action, step.reason, step.rule, step.kind)


def _keys(
    post: Post, config: StripConfig, facts: Mapping[str, str | list[str]]
) -> tuple[dict[str, JsonValue], tuple[Problem, ...]]:
    """Sort facts into keys to add and conflicts with what is there."""
    added: dict[str, JsonValue] = {}
    conflicts: list[Problem] = []
    present = {key.casefold(): key for key in post.front_matter.values}
    for fact, value in facts.items():
        key = config.keys.get(fact, fact)
        if not key or key in added:
            continue
        if isinstance(value, str) and fact in {"source_url", "source_home"} and _says(post, value):
            continue
        there = present.get(key.casefold())
        if there is None:
            added[key] = [*value] if isinstance(value, list) else value
        elif not _agrees(post.front_matter.values[there], value):
            conflicts.append(_conflict(post, there, value))
    return added, tuple(conflicts)


def _says(post: Post, url: str) -> bool:
    """Whether the front matter has `url` already, under whatever key."""
    left: list[JsonValue] = list(post.front_matter.values.values())
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and value.strip().rstrip("/") == url.rstrip("/"):
            return True
    return False


def _agrees(there: JsonValue, value: str | list[str]) -> bool:
    """Whether the front matter says all of `value` already."""
    values = there if isinstance(there, list) else [there]
    said = {" ".join(str(item).split()).casefold() for item in values}
    if isinstance(there, str) and isinstance(value, list):
        said |= {part.strip().casefold() for part in re.split(r"[,;\s]", there)}
    wanted = value if isinstance(value, list) else [value]
    return all(" ".join(one.split()).casefold() in said for one in wanted)


def _conflict(post: Post, key: str, value: str | list[str]) -> Problem:
    span = post.front_matter.spans.get(f"/{escape_pointer(key)}")
    place = span.value if span else post.front_matter.content
    there = post.front_matter.values[key]
    return Problem(
        code="NK501",
        name="strip-conflict",
        message=f"the removed text says {key} is {value!r}, the front matter says {there!r}",
        location=post.locate(*place),
        severity=Severity.WARNING,
        hint="the front matter is left as it is",
        pointer=f"/{key}",
    )


def _unplaced(post: Post, key: str, value: JsonValue) -> Problem:
    return Problem(
        code="NK502",
        name="strip-unplaced",
        message=f"the front matter cannot take {key}: {value!r}, so nothing is stripped",
        location=post.locate(*post.front_matter.content),
        severity=Severity.WARNING,
    )


def _verified(post: Post, added: Mapping[str, JsonValue]) -> tuple[Edit, ...] | None:
    """Edits that add the keys, or None when re-reading shows anything else than that."""
    if not added:
        return ()
    if any(key in post.front_matter.values for key in added):
        return None
    try:
        edits = insert_keys(post, added)
        head = apply_edits(post.text[: post.body_start], edits)
    except ValueError:
        # Front matter is written by people: what cannot be placed is reported, not raised.
        return None
    again = read_again(post, head)
    if again.front_matter.valid and only_added(
        post.front_matter.values, again.front_matter.values, added
    ):
        return edits
    return None


def _suspect(post: Post, found: StrippedBody) -> tuple[int, int] | None:
    """The block the walk stopped at, when its words are those of boilerplate."""
    stop = next((step for step in reversed(found.steps) if step.action is Action.STOPPED), None)
    if stop is None or stop.end - stop.start > 400:
        return None
    kind = cue_kind(view_of(post.body[stop.start : stop.end], {}))
    return (stop.start + post.body_start, stop.end + post.body_start) if kind else None
