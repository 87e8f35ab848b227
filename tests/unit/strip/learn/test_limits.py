"""How far what posts end with is learned: lengths, numbers of cues, gaps, what a rule takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from newskit.config.strip import RuleState, StripRule, Where
from newskit.strip.learn import keys
from tests.unit.strip.learn.test_run import PLEA, WORDS, archive, learned, left


def agreed(rules: tuple[StripRule, ...]) -> tuple[StripRule, ...]:
    return tuple(replace(rule, state=RuleState.ACCEPTED, reviewed=True) for rule in rules)


def states(tail: Callable[[int], str], posts: int = 30) -> set[RuleState]:
    return {rule.state for rule in learned(archive(tail, posts))}


def few(line: str) -> Callable[[int], str]:
    """A line below the last five of thirty posts: its words alone tell what it is."""
    return lambda n: f"Tide {n * 13}." + f"\n\n{line}" * (n > 24)


BOATS = "All of us who sail the boats of this harbour in the long winter are glad of it"


@pytest.mark.parametrize(
    ("line", "state"),
    [
        # The more words of a plea, the longer it may be.
        (f"{BOATS}: subscribe to the newsletter and donate today.", RuleState.ACCEPTED),
        (f"{BOATS}: subscribe to it today, it has all that you need.", RuleState.PROPOSED),
        (f"{BOATS}: subscribe to [it](https://l.example) today.", RuleState.ACCEPTED),
        # One with a link may be twice as long as one without.
        (f"{BOATS}, {BOATS}: [subscribe](https://l.example), donate.", RuleState.ACCEPTED),
        (f"{BOATS}, {BOATS}, {BOATS}: subscribe, donate.", RuleState.PROPOSED),
        (f"{BOATS}, {BOATS}, {BOATS}: [subscribe](https://l.example), donate.", RuleState.ACCEPTED),
    ],
)
def test_how_long_a_plea_may_be(line: str, state: RuleState) -> None:
    assert states(few(line)) == {state}


@pytest.mark.parametrize(
    ("plea", "columns"),
    [
        ("subscribe to the newsletter and donate.", 239),
        ("[subscribe](https://l.example) to the newsletter and donate.", 479),
    ],
)
def test_how_many_columns_a_plea_may_have(plea: str, columns: int) -> None:
    shown = len(plea.replace("[", "").replace("](https://l.example)", ""))
    for more, state in ((0, RuleState.ACCEPTED), (1, RuleState.PROPOSED)):
        boats = (f"{BOATS}, " * 6)[: columns + more - shown - 2]
        assert states(few(f"{boats}: {plea}")) == {state}


def test_a_plea_has_four_sentences_at_most() -> None:
    plea = f"We sail here. We do. Do we? {BOATS}: subscribe to the newsletter and donate."
    assert states(few(plea)) == {RuleState.ACCEPTED}
    assert states(few(f"We sail. {plea}")) == {RuleState.PROPOSED}


def test_two_plain_lines_between_furniture_are_not_content() -> None:
    upper = "Pick a job from [our wall](https://mill.example/wall) and subscribe today."
    plain = "It would not turn without you.\n\nNor would the wheel."
    rules = learned(archive(lambda _: f"{upper}\n\n{plain}\n\n{PLEA}"))
    (rule,) = (rule for rule in rules if "wall" in rule.match)
    # No walk from the end passes the plain lines: a person decides on all of them.
    assert (rule.state, rule.near) == (RuleState.PROPOSED, "")


def test_a_rule_for_the_words_up_to_a_link_takes_other_posts() -> None:
    def tail(n: int) -> str:
        return f"All boats of [the day](https://h.example/{n}) {WORDS[n % 10]} {WORDS[n // 3]}"

    rules = agreed(learned(archive(tail)))
    fresh = "All boats of [the day](https://h.example/99) harbour pier"
    assert left(f"News.\n\nA boat.\n\n{fresh}\n", rules) == "News.\n\nA boat.\n"


def test_what_begins_late_in_a_large_archive_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_BUCKET", 5)
    posts = archive(lambda n: f"Tide {n * 13}." + f"\n\n{PLEA}" * (n >= 60), posts=100)
    (rule,) = (rule for rule in learned(posts) if "chat" in rule.match)
    assert rule.evidence.posts == 40


@pytest.mark.parametrize(("posts", "where"), [(15, Where.RUN), (14, Where.TAIL)])
def test_links_go_along_with_what_stands_above_them_in_half_of_the_posts(
    posts: int, where: Where
) -> None:
    row = "[The house](https://mill.example/house) · [The wheel](https://mill.example/wheel)"
    rules = learned(archive(lambda n: (f"{PLEA}\n\n" if n < posts else f"Tide {n}.\n\n") + row))
    (rule,) = (rule for rule in rules if "house" in rule.match and "chat" not in rule.match)
    assert rule.where is where


@pytest.mark.parametrize(
    ("posts", "before", "after", "sites"),
    [
        # Half of the lists lead nowhere else, or fewer.
        (15, "pp", "pq", ("p.example",)),
        (14, "pp", "pq", ()),
        # A second site has a fifth of them, or less.
        (6, "qq", "pp", ("p.example", "q.example")),
        (5, "qq", "pp", ("p.example",)),
    ],
)
def test_the_sites_that_the_lists_of_a_heading_lead_to(
    posts: int, before: str, after: str, sites: tuple[str, ...]
) -> None:
    def tail(n: int) -> str:
        one, two = before if n < posts else after
        items = f"- [One](https://{one}.example/{n % 4})\n- [Two](https://{two}.example/{n % 3})"
        return f"### Recommended this week\n\n{items}"

    (rule,) = (rule for rule in learned(archive(tail)) if rule.where is Where.HEAD)
    assert rule.sites == sites


@pytest.mark.parametrize(("texts", "asked"), [(3, True), (4, False)])
def test_numbered_prose_is_no_question_where_a_tenth_of_the_posts_differ(
    texts: int, asked: object
) -> None:
    rules = learned(archive(lambda n: f"Sail {n % texts} came in.\n\n{PLEA}"))
    assert any("Sail" in rule.match for rule in rules) is asked


@pytest.mark.parametrize("longer", [0, 1])
def test_the_end_that_is_looked_at_begins_with_a_paragraph(
    monkeypatch: pytest.MonkeyPatch, longer: int
) -> None:
    body = "The first boat.\n\nThe second boat.\n\nThe third boat."
    monkeypatch.setattr(keys, "_ZONE_CHARS", len(body) - longer)
    shown = [unit.source for unit in keys.tail_of(body).units]
    assert shown == ["The third boat.", "The second boat.", "The first boat."][: 3 - longer]


@pytest.mark.parametrize("marks", ["{}", "({})", "→ {}", "{}.", "*{}*"])
def test_the_words_around_a_link_make_one_rule_whatever_stands_around_them(marks: str) -> None:
    def tail(n: int) -> str:
        words = "ABCDEFGHIJ"[n % 10] + "abcdefghij"[n // 3]
        return marks.format(f"All boats of [the day](https://h.example/{n}) {words}")

    rules = agreed(learned(archive(tail)))
    fresh = marks.format("All boats of [the day](https://h.example/99) Xy")
    assert left(f"News.\n\nA boat.\n\n{fresh}\n", rules) == "News.\n\nA boat.\n"
