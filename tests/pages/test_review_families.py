"""Rules that differ little are decided on as one, and all that is shown at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.config.strip import Evidence, Kind, RuleState, StripRule
from newskit.errors import NewskitError
from newskit.review.desk import Desk
from newskit.review.families import families, likely_first
from newskit.review.gather import Choice, Item, Queue
from newskit.review.journal import JOURNAL, Journal
from newskit.review.show import detail

RULES = "newskit-rules.toml"
EVENTS = [
    "Oct 3-5 – [Harbour days](https://harbour.example/2020) (Bergen)",
    "Nov 12 – [Crane fair](https://crane.example/) (Oslo)",
    "Sep 1-3 – [Pier talks](https://pier.example/) hackathon",
]


def rule_of(example: str, name: str = "", **others: object) -> StripRule:
    values = {"id": name or example, "match": "x", "kind": Kind.STAMP, "reviewed": False, **others}
    return StripRule(examples=(example,), state=RuleState.PROPOSED, **values)  # type: ignore[arg-type]


def lines(*examples: str) -> list[list[str]]:
    return [[one.id for one in family] for family in families(map(rule_of, examples))]


def test_lines_with_small_differences_are_one_family() -> None:
    plain = "Shameless self-promotion"
    assert lines(*EVENTS[:2], plain, EVENTS[2]) == [EVENTS, [plain]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Follow us on [Mastodon](https://m.example/@a)", "Follow us on [Bluesky](https://b.example/a)"),
        ("This issue was made possible by Ann.", "This issue was made possible by Ben and Cy."),
        ("[Home](/) [About us](/about)", "[Home](/) [About us](/about-us)"),
        ("17 juin 2026 : la fête (Paris)", "3 octobre 2023 : la foire (Lyon)"),
        ("来源：[新华网](https://x.example/)", "来源：[人民网](https://y.example/)"),
        (f"Read it at [our site](https://long.example/{'a' * 300}", "Read it at [our site](https://s.example/)"),
    ],
)  # fmt: skip
def test_alike(one: str, other: str) -> None:
    assert lines(one, other) == [[one, other]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Photo by [Ann](https://a.example/)", "Thanks to [Ann](https://a.example/)"),
        ("[Home](/) [About us](/about)", "[Subscribe](/feed) [Donate now](/give)"),
        ("Related posts", "Sponsored links"),
        (
            f"Most is tweeted first: [@ann](https://t.example/{'a' * 300}",
            f"This letter is paid for by [Ben](https://t.example/{'a' * 300}",
        ),
        ("Thanks for reading.", "Thanks for reading. The ferry to the island was late again."),
    ],
)  # fmt: skip
def test_not_alike(one: str, other: str) -> None:
    assert lines(one, other) == [[one], [other]]


def test_what_words_tell_comes_before_what_only_repeats_and_dates_come_last() -> None:
    many = Evidence(posts=90, of=100, tail_share=1.0)
    few = Evidence(posts=9, of=100, tail_share=1.0)
    event = rule_of(EVENTS[0], evidence=many)
    closing = rule_of("The harbour sends its regards", evidence=many)
    rare = rule_of("The pier sends its regards", evidence=few)
    asked = rule_of("Write to us", kind=Kind.SUBSCRIBE, evidence=few)
    assert sorted([event, rare, closing, asked], key=likely_first) == [asked, closing, rare, event]


@pytest.fixture
def options() -> list[str]:
    return ["--no-learn"]


@pytest.fixture
def table(archive: Path, sit: Callable[[], Desk]) -> Callable[[], Desk]:
    """Three events end three posts each, and one invitation ends all of them."""
    text = ""
    for number, event in enumerate([*EVENTS, "Talk to us in the reading room, any time you like."]):
        names = [f"posts/post-{3 * number + one:02}.md" for one in (1, 2, 3) if number < 3]
        for name in names:
            post = archive / name
            tail = post.read_text("utf-8").rstrip()
            post.write_text(f"{tail}\n\n{event}\n", "utf-8")
        match = event.split("–")[0].replace("Talk to us in", "Talk to us.*in").strip()
        text += (
            f'[[rules]]\nid = "r{number}"\nkind = "stamp"\nmatch = "{match}.*"\n'
            f'state = "proposed"\nreviewed = false\nsamples = {names}\nexamples = ["{event}"]\n\n'
        )
    (archive / RULES).write_text(f"# ours\n{text}", "utf-8")
    return sit


def rules_in(folder: Path) -> dict[str, str]:
    rules = tomllib.loads((folder / RULES).read_text("utf-8"))["rules"]
    return {one["id"]: one["state"] for one in rules}


def items(desk: Desk) -> list[Item]:
    return [one for one in desk.gathered.items.values() if one.queue is Queue.RULES]


def test_a_family_is_decided_on_at_once_and_undone_at_once(
    table: Callable[[], Desk], archive: Path
) -> None:
    desk = table()
    before = (archive / RULES).read_bytes()
    invitation, family = items(desk)
    assert family.members == ("r0", "r1", "r2")
    assert family.note.startswith("3 rules alike; ")
    shown = detail(desk, family)
    assert '<li dir="auto">Nov 12 – Crane fair (Oslo)</li>' in shown
    assert shown.count("<mark>") == 3  # a post of each
    assert "One by one" in shown
    assert desk.waiting(Queue.RULES) == 2
    assert desk.decide(family.key, Choice.REJECT, {}) == f"Rejected 3 rules, in {RULES}."
    assert rules_in(archive) == {**dict.fromkeys(["r0", "r1", "r2"], "rejected"), "r3": "proposed"}
    assert (desk.state(family), desk.state(invitation)) == ("rejected", "")
    assert [desk.waiting(Queue.RULES), len(desk.journal.entries)] == [1, 1]
    later = table()
    assert [one.settled for one in items(later)] == ["", "rejected", "rejected", "rejected"]
    assert later.undo()[1].startswith("Undone: ")
    assert (archive / RULES).read_bytes() == before


def test_the_rules_of_a_family_can_be_decided_on_one_by_one(
    table: Callable[[], Desk], archive: Path
) -> None:
    desk = table()
    before = (archive / RULES).read_bytes()
    family = items(desk)[1]
    with pytest.raises(NewskitError, match="one by one"):
        desk.decide(family.key, Choice.EDIT, {"match": "Oct.*"})
    assert desk.decide(family.key, Choice.SPLIT, {}) == "3 rules, one by one."
    assert (archive / RULES).read_bytes() == before
    assert not (archive / JOURNAL).exists()
    assert [one.subject for one in items(desk)] == ["r3", "r0", "r1", "r2"]
    desk.decide(items(desk)[2].key, Choice.ACCEPT, {})
    assert rules_in(archive)["r1"] == "accepted"
    assert [len(one.members) for one in items(table()) if not one.settled] == [1, 2]


def test_many_repairs_of_one_post_are_made_in_one_step(
    sit: Callable[[], Desk], archive: Path
) -> None:
    salt, sea = archive / "posts/salt.md", archive / "posts/sea.md"
    sea.write_text("---\ntitle: Sea &amp; sky\ndescription: A &lt; B\n---\nText.\n", "utf-8")
    was = salt.read_bytes(), sea.read_bytes()
    desk = sit()
    repairs = [one for one in desk.gathered.items.values() if one.queue is Queue.REPAIRS]
    assert len(repairs) == 3
    sea.write_bytes(was[1].replace(b"A &lt; B", b"None"))
    said = desk.decide_all(repairs, Choice.ACCEPT)
    assert said.startswith("2 decided. ")
    assert "1 still wait: the post has changed" in said
    assert salt.read_bytes() == was[0].replace(b"&amp;", b"&")
    assert b"title: Sea & sky" in sea.read_bytes()
    assert desk.waiting(Queue.REPAIRS) == 1
    assert desk.undo()[1] == "Undone: 2 decisions"
    assert salt.read_bytes() == was[0]
    assert b"&amp;" in sea.read_bytes()
    assert desk.waiting(Queue.REPAIRS) == 3


def test_a_run_that_is_killed_between_two_files_leaves_the_rest_to_the_next(archive: Path) -> None:
    files = {archive / "one.toml": b"a = 1\n", archive / "two.toml": b"b = 2\n"}
    Journal(archive, lambda _: True).decide({"x": "accepted", "y": "accepted"}, files)
    (archive / "two.toml").unlink()  # as if the run had ended before it
    again = Journal(archive, lambda path: path in files)
    assert (archive / "two.toml").read_bytes() == b"b = 2\n"
    assert again.decided() == {"x": "accepted", "y": "accepted"}
    again.undo()
    assert not any(path.exists() for path in files)
    assert Journal(archive, lambda path: path in files).decided() == {}


def test_a_journal_of_single_decisions_is_still_read(archive: Path) -> None:
    row = '{"number": 1, "key": "one", "decision": "accepted", "changes": []}'
    (archive / JOURNAL).write_text(row + "\n")
    assert Journal(archive, lambda _: True).decided() == {"one": "accepted"}


@pytest.mark.parametrize("answer", ["Escape", "Enter"])
def test_all_that_a_filter_shows_is_decided_after_a_question(
    table: Callable[[], Desk], archive: Path, request: pytest.FixtureRequest, answer: str
) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    more = (archive / RULES).read_text("utf-8").replace("Talk to us in the reading", "Write to our")
    extra = more[more.index('[[rules]]\nid = "r3"') :].replace('"r3"', '"r4"')
    (archive / RULES).write_text((archive / RULES).read_text("utf-8") + extra, "utf-8")
    before = rules_in(archive)
    page = request.getfixturevalue("page")
    violations = request.getfixturevalue("violations")
    page.goto(request.getfixturevalue("served"))
    expect(page.locator("#items button")).to_have_count(3)
    page.keyboard.press("/")
    page.keyboard.type("room")
    expect(page.locator("#items button")).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+A")
    expect(page.locator("#sure-title")).to_have_text(
        "Accept: all 2 that wait here and hold “room”?"
    )
    assert violations() == []
    page.keyboard.press(answer)
    expect(page.locator("#sure")).not_to_be_visible()
    if answer == "Escape":
        assert rules_in(archive) == before
        return
    expect(page.locator("#items")).to_have_text("Nothing holds these words.")
    expect(page.locator("#status")).to_have_text(f"Accepted 2 rules, in {RULES}.")
    assert rules_in(archive) == {**before, "r3": "accepted", "r4": "accepted"}
    page.keyboard.press("u")
    expect(page.locator("#items button")).to_have_count(2)
    expect(page.locator("#status")).to_have_text("Undone: 2 decisions")
    assert rules_in(archive) == before


def test_keys_reject_a_family_or_take_it_apart(
    table: Callable[[], Desk], archive: Path, request: pytest.FixtureRequest
) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    page = request.getfixturevalue("page")
    page.goto(request.getfixturevalue("served"))
    expect(page.locator("#detail h2")).to_contain_text("Talk to us")
    page.keyboard.press("j")
    expect(page.locator("#detail .variants li")).to_have_count(3)
    page.keyboard.press("r")
    expect(page.locator("#detail h2")).to_contain_text("Talk to us")
    expect(page.locator("#status")).to_have_text(f"Rejected 3 rules, in {RULES}.")
    page.keyboard.press("u")
    expect(page.locator("#detail .variants li")).to_have_count(3)
    page.keyboard.press("x")
    expect(page.locator("#items button")).to_have_count(4)
    expect(page.locator("#detail .variants")).to_have_count(0)
    expect(page.locator("#detail h2")).to_contain_text("Harbour days")
    page.keyboard.press("r")
    expect(page.locator("#items button")).to_have_count(3)
    expect(page.locator("#detail h2")).to_contain_text("Crane fair")
    expect(page.locator("#status")).to_have_text(f"Rejected, in {RULES}.")
    assert rules_in(archive)["r0"] == "rejected"
    assert rules_in(archive)["r1"] == "proposed"
