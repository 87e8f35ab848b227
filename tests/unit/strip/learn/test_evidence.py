"""How much evidence lets a rule be applied unseen: of each pair, one case has enough."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

import pytest

from newskit.config.strip import Kind, RuleState, Where
from newskit.strip.learn.judge import Case, Judge
from newskit.strip.learn.keys import digest, head_keys, keys_of, tail_of
from newskit.strip.learn.propose import propose
from newskit.strip.learn.verdict import Verdict, judge_unit

PLEA = "Subscribe at ann@mill.example."
LINKED = "Subscribe to our [list](https://mill.example/list)."
BUILT = "Built with care at the [mill](https://mill.example/)."
ABOUT = "Built with care at the [mill](https://mill.example/2020/a.html)."
LINK = "[Dock](https://dock.example/)"
ADDRESS = "<https://mill.example/2020/1>"
HEADING = "## Related posts"
SLOGAN = "Fair winds and following seas."
MORE = "Fresh from our ovens this very week:"


def case(line: str, level: str = "exact", **counts: Any) -> Case:
    """What learning saw of a line: by default it ends thirty posts, one after the other."""
    (unit,) = tail_of(f"{line}\n").units
    keys = head_keys(unit) if level == "head" else keys_of(unit)
    key = next(one for one in keys if one.level == level)
    seen = {
        "tail": 30,
        "owned": 30,
        "bottom": 30,
        "contexts": set(range(30)),
        "urls": {1},
        "texts": {1},
        "first": (0, "0.md"),
        "last": (29, "29.md"),
        "below": 30,
        "sites": Counter({"": 30}),
    }
    return Case(key, unit, judge_unit(key, unit), **(seen | counts))


def states(posts: int, *cases: Case) -> list[RuleState]:
    judge = SimpleNamespace(posts=posts, cases={digest(one.key): one for one in cases})
    return [rule.state for rule in propose(cast("Judge", judge))]


@pytest.mark.parametrize(
    ("line", "enough", "less"),
    [
        # Three places of which it is the end; copies of one post are one place.
        (PLEA, {"contexts": {1, 2, 3}}, {"contexts": {1, 2}}),
        # It is the uppermost block of less than half of them.
        (PLEA, {"top": 14}, {"top": 15}),
        # It stands below a numbered heading in half of them at most.
        (PLEA, {"numbered": 15}, {"numbered": 16}),
        # Eight of ten places are ends.
        (PLEA, {"elsewhere": 7}, {"elsewhere": 8}),
        (PLEA, {"tail": 4}, {"tail": 3}),
        # It was reworded twice.
        (PLEA, {"texts": {1, 2, 3}}, {"texts": {1, 2, 3, 4}}),
        # What no word tells stands below the same link everywhere, in six of ten places.
        (BUILT, {"elsewhere": 20}, {"elsewhere": 21}),
        (BUILT, {}, {"urls": {1, 2}}),
        (BUILT, {}, {"urls": set()}),
        (BUILT, {}, {"texts": {1, 2}}),
        (BUILT, {"section": 15}, {"section": 16}),
        (BUILT, {"tail": 5, "last": (4, "4.md")}, {"tail": 4, "last": (3, "3.md")}),
        # A kind that its words tell may have moved twice.
        (LINKED, {"urls": {1, 2, 3}, "elsewhere": 20}, {"urls": {1, 2, 3, 4}, "elsewhere": 20}),
        # Links without a kind go along where something known stands above half of them.
        (LINK, {"above": Counter({0: 15})}, {"above": Counter({0: 14})}),
    ],
)
def test_what_is_applied_unseen(line: str, enough: dict[str, Any], less: dict[str, Any]) -> None:
    assert states(30, case(line, **enough)) == [RuleState.ACCEPTED]
    assert states(30, case(line, **less)) == [RuleState.PROPOSED]


@pytest.mark.parametrize(
    ("one", "posts", "more"),
    [
        # Three of ten posts, where its link leads to a page of its own.
        (case(ABOUT), 100, 101),
        # An address is the habit of a fifth of the posts.
        (case(ADDRESS, "address"), 150, 151),
    ],
)
def test_what_has_to_be_a_habit_of_the_archive(one: Case, posts: int, more: int) -> None:
    assert states(posts, one) == [RuleState.ACCEPTED]
    assert states(more, one) == [RuleState.PROPOSED]


@pytest.mark.parametrize(("last", "state"), [(49, RuleState.ACCEPTED), (50, RuleState.PROPOSED)])
def test_what_stood_below_six_of_ten_posts_of_a_time(last: int, state: RuleState) -> None:
    assert states(1000, case(BUILT, last=(last, "z.md"))) == [state]
    assert states(1000, case(f"- {BUILT}", last=(29, "z.md"))) == [RuleState.PROPOSED]


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({"below": 24}, RuleState.ACCEPTED),
        ({"below": 23}, RuleState.PROPOSED),
        ({"sites": Counter({"": 24, "*": 6})}, RuleState.ACCEPTED),
        ({"sites": Counter({"": 23, "*": 7})}, RuleState.PROPOSED),
        ({"sites": Counter({"*": 30})}, RuleState.PROPOSED),
        ({"texts": {1, 2, 3, 4}}, RuleState.PROPOSED),
        # Links that come back tell a list of the archive, eight of them, a fifth seen before.
        (
            {"below": 0, "links": Counter(range(8)) + Counter([0, 1])},
            RuleState.ACCEPTED,
        ),
        ({"below": 0, "links": Counter(range(8)) + Counter([0])}, RuleState.PROPOSED),
        ({"below": 0, "links": Counter([0] * 7)}, RuleState.PROPOSED),
    ],
)
def test_a_heading_of_a_list_of_the_archive(counts: dict[str, Any], state: RuleState) -> None:
    assert states(30, case(HEADING, "head", **counts)) == [state]


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({}, RuleState.ACCEPTED),
        ({"above": Counter({0: 23})}, RuleState.PROPOSED),
        ({"under": Counter({0: 23})}, RuleState.PROPOSED),
        ({"elsewhere": 8}, RuleState.PROPOSED),
        ({"tail": 4}, RuleState.PROPOSED),
    ],
)
def test_what_stands_between_two_pieces_of_furniture(
    counts: dict[str, Any], state: RuleState
) -> None:
    beside = {"above": Counter({0: 24}), "under": Counter({0: 24})}
    assert states(30, case(SLOGAN, **(beside | counts))) == [state]


def test_words_of_content_between_furniture_wait_for_a_person() -> None:
    beside = {"above": Counter({0: 30}), "under": Counter({0: 30})}
    music = "Music by [Ann](https://m.example/ann), licensed under a Creative Commons licence."
    assert states(30, case(music, **beside)) == [RuleState.PROPOSED]


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({}, RuleState.ACCEPTED),
        ({"bottom": 6}, RuleState.PROPOSED),
        ({"top": 15}, RuleState.PROPOSED),
        ({"texts": {1, 2}}, RuleState.PROPOSED),
        ({"under": Counter({0: 23})}, RuleState.PROPOSED),
        ({"elsewhere": 8}, RuleState.PROPOSED),
    ],
)
def test_what_announces_furniture(counts: dict[str, Any], state: RuleState) -> None:
    beside = {"under": Counter({0: 24}), "bottom": 5}
    assert states(30, case(MORE, **(beside | counts))) == [state]


@pytest.mark.parametrize(("above", "state"), [(15, RuleState.ACCEPTED), (16, RuleState.PROPOSED)])
def test_what_goes_on_with_what_stays_above(above: int, state: RuleState) -> None:
    stays = case(SLOGAN)
    one = case(BUILT, above=Counter({digest(stays.key): above}))
    found = states(30, stays, one)
    assert sorted(found) == sorted([RuleState.PROPOSED, state])


@pytest.mark.parametrize("line", ["## References", "Cheers!", "参考文献"])
def test_nobody_is_asked_about_what_is_content_by_its_words(line: str) -> None:
    assert states(30, case(line)) == []


def test_nobody_is_asked_about_an_address_that_stands_in_the_text() -> None:
    assert states(30, case(ADDRESS, "address", elsewhere=60)) == []


@pytest.mark.parametrize(
    ("line", "level", "told"),
    [
        (PLEA, "exact", Verdict(Kind.SUBSCRIBE, accept=True)),
        (LINKED, "exact", Verdict(Kind.SUBSCRIBE, accept=True, standing=True)),
        # A greeting may hold a word of a plea; without a place to go it says nothing.
        ("Subscribe, and contact us.", "exact", Verdict(Kind.SUBSCRIBE, accept=True)),
        ("Contact us any time.", "exact", Verdict(Kind.SUBSCRIBE)),
        ("See you in the previous post.", "exact", Verdict(Kind.NAV)),
        ("Many thanks to the newsletter.", "exact", Verdict(Kind.SUBSCRIBE, weak=True)),
        ("Update: subscribe to the list.", "exact", Verdict(Kind.SUBSCRIBE, weak=True)),
        ("First published in 1998.", "exact", Verdict(Kind.SOURCE, weak=True)),
        (SLOGAN, "exact", Verdict(Kind.STAMP, weak=True)),
        (BUILT, "exact", Verdict(Kind.STAMP, standing=True)),
        (
            "Built at the [mill](https://github.com/ann/mill).",
            "exact",
            Verdict(Kind.STAMP, weak=True),
        ),
        (LINK, "exact", Verdict(Kind.NAV, Where.RUN, accept=True)),
        (ADDRESS, "address", Verdict(Kind.SOURCE, accept=True)),
        ("![](/qr.png)", "image", Verdict(Kind.SUBSCRIBE, Where.RUN, accept=True)),
        (HEADING, "head", Verdict(Kind.RELATED, Where.HEAD, accept=True, standing=True)),
        ("## References", "head", Verdict(Kind.STAMP, weak=True, content=True)),
        ("Cheers!", "exact", Verdict(Kind.STAMP, weak=True, content=True)),
        ("## Fresh bread", "head", Verdict(Kind.RELATED, Where.HEAD, standing=True)),
    ],
)
def test_what_a_line_is_taken_for(line: str, level: str, told: Verdict) -> None:
    assert case(line, level).verdict == told
