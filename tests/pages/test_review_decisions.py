"""A decision is in its file when it is made, changes nothing else, and can be undone."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from newskit.errors import NewskitError, WriteError
from newskit.review.desk import Desk
from newskit.review.gather import Choice, Item, Queue
from newskit.review.journal import JOURNAL, Journal
from newskit.review.show import detail

RULES = "newskit-rules.toml"


def item_of(desk: Desk, queue: Queue, words: str = "") -> Item:
    found = [
        one
        for one in desk.gathered.items.values()
        if one.queue is queue and words in f"{one.title} {one.note}"
    ]
    assert found, [one.title for one in desk.gathered.items.values()]
    return found[0]


def everything(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != JOURNAL]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def rule_in(folder: Path) -> dict:
    (rule,) = tomllib.loads((folder / RULES).read_text("utf-8"))["rules"]
    return rule


def test_an_accepted_rule_is_applied_by_the_next_run_of_strip(
    desk: Desk, archive: Path, newskit
) -> None:
    item = item_of(desk, Queue.RULES)
    assert "ends 10 of 14 posts" in item.note
    desk.decide(item.key, Choice.ACCEPT, {})
    assert (rule_in(archive)["state"], rule_in(archive)["reviewed"]) == ("accepted", True)
    assert desk.state(item) == "accepted"
    done = newskit("strip", "posts", "--dry-run", cwd=archive)
    assert done.stdout.count(b"Talk to us in the reading room") == 10


def test_rules_that_take_nothing_come_last_and_what_must_go_first_is_shown(
    sit: Callable[[], Desk], archive: Path
) -> None:
    names = ["posts/post-01.md", "posts/post-02.md"]
    for name in names:
        text = (archive / name).read_text("utf-8")
        (archive / name).write_text(text.replace("The harbour", "It was late.\n\nThe harbour"))
    rules = [
        ("idle", "Text that no post holds.*"),
        ("above", "The harbour board.*"),
        ("below", "Talk to us.*"),
    ]
    text = "".join(
        f'[[rules]]\nid = "{name}"\nkind = "stamp"\nmatch = "{match}"\nstate = "proposed"\n'
        f"reviewed = false\nsamples = {names}\n\n"
        for name, match in rules
    )
    (archive / RULES).write_text(text, "utf-8")
    desk = sit()
    items = [one for one in desk.gathered.items.values() if one.queue is Queue.RULES]
    assert [one.subject for one in items] == ["above", "below", "idle"]
    assert items[2].note.startswith("takes nothing yet; ")
    above, below, idle = (detail(desk, one) for one in items)
    assert "It goes once what is marked below it goes too." in above
    assert '<mark class="other">Talk to us in the reading room' in above
    assert "<mark>The harbour board met" in above
    assert '<p class="problem">' not in below
    assert "<mark" not in idle
    assert "It takes nothing here" in idle
    assert "Talk to us in the reading room" in idle  # the end of the post is in sight
    assert above.count("It goes once what") == 1  # it holds for both posts


def test_what_a_rule_is_about_is_marked_where_it_takes_nothing(
    sit: Callable[[], Desk], archive: Path
) -> None:
    post = archive / "posts/post-01.md"
    closing = (
        "**Visit** our [reading room](https://room.example/)\n\nA closing paragraph of the post.\n"
    )
    post.write_text(f"{post.read_text('utf-8').rstrip()}\n\n{closing}" + "More.\n" * 150, "utf-8")
    rule = (
        '[[rules]]\nid = "idle"\nkind = "stamp"\nmatch = "Nothing like it.*"\nstate = "proposed"\n'
        'reviewed = false\nsamples = ["posts/post-01.md"]\n'
        'examples = ["Visit our [reading room](https://room.example/)"]\n'
    )
    (archive / RULES).write_text(rule, "utf-8")
    desk = sit()
    shown = detail(desk, item_of(desk, Queue.RULES))
    block = "**Visit** our [reading room](https://room.example/)"
    assert f'<mark class="stays">{block}</mark>\n\nA closing paragraph' in shown


def test_samples_that_are_elsewhere_are_not_said_to_stay(
    sit: Callable[[], Desk], archive: Path
) -> None:
    address = f"https://room.example/{'a' * 80}"
    rule = (
        '[[rules]]\nid = "far"\nkind = "stamp"\nmatch = "Ask at the desk.*"\nstate = "proposed"\n'
        'reviewed = false\nsamples = ["elsewhere/post.md"]\n'
        f'examples = ["Ask [at the desk]({address})"]\n'
    )
    (archive / RULES).write_text(rule, "utf-8")
    desk = sit()
    item = item_of(desk, Queue.RULES)
    assert item.title == "Ask [at the desk](https://room.example/…)"
    assert "takes nothing" not in item.note
    assert f'<pre dir="auto">Ask [at the desk]({address})</pre>' in detail(desk, item)


def test_comments_of_a_rules_file_stay(desk: Desk, archive: Path) -> None:
    file = archive / RULES
    file.write_text(f"# asked Ann about this one\n{file.read_text('utf-8')}# the end\n", "utf-8")
    desk.decide(item_of(desk, Queue.RULES).key, Choice.REJECT, {})
    text = file.read_text("utf-8")
    assert text.startswith("# asked Ann about this one\n")
    assert text.endswith("# the end\n")
    assert rule_in(archive)["state"] == "rejected"
    assert not (archive / "newskit.toml").exists()  # nothing to apply, nothing to list


def test_an_edited_rule_is_written_and_a_wrong_expression_is_not(desk: Desk, archive: Path) -> None:
    item = item_of(desk, Queue.RULES)
    before = everything(archive)
    with pytest.raises(NewskitError, match="RE2"):
        desk.decide(item.key, Choice.EDIT, {"match": "Talk (to"})
    with pytest.raises(NewskitError, match="any text"):
        desk.decide(item.key, Choice.EDIT, {"match": ".+"})
    assert everything(archive) == before
    desk.decide(item.key, Choice.EDIT, {"match": "Talk to us.*", "kind": "subscribe"})
    rule = rule_in(archive)
    assert (rule["match"], rule["kind"], rule["state"]) == ("Talk to us.*", "subscribe", "accepted")


def test_a_difference_may_be_kept_as_html_from_now_on(desk: Desk, archive: Path, newskit) -> None:
    (archive / "newskit.toml").write_text("# ours\n[convert]\nwrap = 0 # none\n", "utf-8")
    item = item_of(desk, Queue.DIFFERENCES, "attribute onclick")
    desk.decide(item.key, Choice.REJECT, {})
    text = (archive / "newskit.toml").read_text("utf-8")
    assert text.startswith("# ours\n[convert]\nwrap = 0 # none\n")
    assert tomllib.loads(text)["convert"]["keep-attributes"] == ["onclick"]
    assert b"onclick" in newskit("convert", "posts/fog.html", cwd=archive).stdout


def test_a_difference_that_is_accepted_does_not_wait_in_the_next_run(
    desk: Desk, sit: Callable[[], Desk], archive: Path
) -> None:
    before = everything(archive)
    item = item_of(desk, Queue.DIFFERENCES, "attribute onclick")
    desk.decide(item.key, Choice.ACCEPT, {})
    assert everything(archive) == before
    later = sit()
    assert later.state(later.gathered.items[item.key]) == "accepted"


def test_one_of_two_near_duplicates_is_withdrawn(desk: Desk, archive: Path) -> None:
    item = item_of(desk, Queue.DUPLICATES)
    assert {one.path for one in item.examples} == {"posts/ferry.md", "posts/ferry-again.md"}
    desk.decide(item.key, Choice.ACCEPT, {})
    changed = (archive / item.examples[0].path).read_text("utf-8")
    assert "\ndraft: true\n---\n" in changed
    assert "draft" not in (archive / item.examples[1].path).read_text("utf-8")


def test_two_that_both_stay_are_not_found_again(
    desk: Desk, sit: Callable[[], Desk], archive: Path, newskit
) -> None:
    desk.decide(item_of(desk, Queue.DUPLICATES).key, Choice.REJECT, {})
    done = newskit("validate", "posts", "--fail-on", "info", cwd=archive)
    assert b"NK405" not in done.stdout
    assert desk.waiting(Queue.DUPLICATES) == 0
    assert [one for one in sit().gathered.items.values() if one.queue is Queue.DUPLICATES] == []


def test_an_unsafe_repair_is_made_in_its_post_alone(desk: Desk, archive: Path) -> None:
    item = item_of(desk, Queue.REPAIRS)
    assert "<mark>" in detail(desk, item)
    before = everything(archive)
    desk.decide(item.key, Choice.ACCEPT, {})
    after = everything(archive)
    assert after.pop("posts/salt.md") == before.pop("posts/salt.md").replace(b"&amp;", b"&")
    assert after == before


def test_edited_lines_keep_the_line_ends_of_their_post(desk: Desk, archive: Path) -> None:
    item = item_of(desk, Queue.REPAIRS)
    was = "title: Salt &amp; fish\ndate: 2021-03-04\n"
    new = "title: Salt, fish\ndate: 2021-03-04\n"
    with pytest.raises(NewskitError, match="has changed"):
        desk.decide(item.key, Choice.EDIT, {"text": new, "was": "something else"})
    with pytest.raises(NewskitError, match="would be broken"):
        desk.decide(item.key, Choice.EDIT, {"text": 'title: "Salt\n', "was": was})
    desk.decide(item.key, Choice.EDIT, {"text": new, "was": was})
    data = (archive / "posts" / "salt.md").read_bytes()
    assert data == b"---\r\ntitle: Salt, fish\r\ndate: 2021-03-04\r\n---\r\nText.\r\n"


def test_a_finding_that_is_gone_cannot_be_repaired(desk: Desk, archive: Path) -> None:
    (archive / "posts" / "salt.md").write_text("---\ntitle: Salt\n---\nText.\n", "utf-8")
    with pytest.raises(NewskitError, match="not there any more"):
        desk.decide(item_of(desk, Queue.REPAIRS).key, Choice.ACCEPT, {})


def test_every_decision_can_be_undone_byte_for_byte_in_a_later_run_too(
    desk: Desk, sit: Callable[[], Desk], archive: Path
) -> None:
    before = everything(archive)
    desk.decide(item_of(desk, Queue.RULES).key, Choice.ACCEPT, {})
    desk.decide(item_of(desk, Queue.DUPLICATES).key, Choice.OTHER, {})
    desk.decide(item_of(desk, Queue.DIFFERENCES, "onclick").key, Choice.REJECT, {})
    desk.decide(item_of(desk, Queue.REPAIRS).key, Choice.REJECT, {})
    assert everything(archive) != before
    later = sit()
    for _ in range(4):
        assert later.undo()[0]
    assert everything(archive) == before
    assert later.undo() == ("", "There is nothing to undo.")


def test_undo_leaves_a_file_alone_that_has_changed_since(desk: Desk, archive: Path) -> None:
    desk.decide(item_of(desk, Queue.REPAIRS).key, Choice.ACCEPT, {})
    post = archive / "posts" / "salt.md"
    post.write_bytes(post.read_bytes() + b"More.\r\n")
    with pytest.raises(WriteError, match="has changed since"):
        desk.undo()
    assert post.read_bytes().endswith(b"More.\r\n")


def test_a_decision_that_a_killed_run_had_only_noted_is_carried_out(archive: Path) -> None:
    file = archive / "notes.toml"
    file.write_bytes(b"a = 1\n")
    opened = partial(Journal, archive, lambda path: path == file)
    opened().decide({"one": "accepted"}, {file: b"a = 1\nb = 2\n"})
    file.write_bytes(b"a = 1\n")  # as if the run had ended between the two
    with (archive / JOURNAL).open("ab") as journal:
        journal.write(b'{"number": 2, "key"')  # and another within its line
    again = opened()
    assert file.read_bytes() == b"a = 1\nb = 2\n"
    again.decide({"two": "accepted"}, {})
    assert opened().decided() == {"one": "accepted", "two": "accepted"}


def _stranger(archive: Path, path: str, old: bytes | None, new: bytes) -> None:
    """Write a journal as somebody else's archive may hold it."""
    made = Journal(archive, lambda _: True)
    made.decide({"one": "accepted"}, {archive / path: new})
    if old is None:
        (archive / path).unlink()
    else:
        (archive / path).write_bytes(old)


@pytest.mark.parametrize("path", ["../profile", "../elsewhere.md", ".git/hooks/post-checkout"])
def test_the_journal_of_an_archive_writes_posts_rules_and_settings_only(
    archive: Path, sit: Callable[[], Desk], path: str
) -> None:
    (archive / ".git" / "hooks").mkdir(parents=True)
    _stranger(archive, path, None, b"echo\n")
    desk = sit()
    assert not (archive / path).exists()
    (archive / path).write_bytes(b"echo\n")
    with pytest.raises(WriteError, match="neither a post"):
        desk.undo()
    assert (archive / path).read_bytes() == b"echo\n"


def test_a_journal_that_does_not_say_what_a_post_was_changes_nothing(
    archive: Path, sit: Callable[[], Desk]
) -> None:
    post = archive / "posts" / "salt.md"
    text = post.read_bytes()
    Journal(archive, lambda _: True).decide({"one": "accepted"}, {post: text + b"More.\r\n"})
    lines = (archive / JOURNAL).read_text()
    (archive / JOURNAL).write_text(lines.replace('"old": ""', '"old": "eA=="'))
    desk = sit()
    with pytest.raises(WriteError, match="does not say"):
        desk.undo()
    assert post.read_bytes() == text + b"More.\r\n"


@pytest.mark.parametrize("row", ['{"number": "x"}', '{"changes": 3, "number": 1}', '{"number": 1}'])
def test_a_file_that_is_no_journal_is_refused(archive: Path, row: str) -> None:
    (archive / JOURNAL).write_text(row + "\n")
    with pytest.raises(WriteError, match="not a journal"):
        Journal(archive, lambda _: True)


def test_rules_that_settings_or_links_place_elsewhere_are_refused(archive: Path) -> None:
    (archive / "newskit.toml").write_text('[strip]\nrules-files = ["../elsewhere.toml"]\n')
    command = [sys.executable, "-m", "newskit", "review", "posts", "--no-browser"]
    done = subprocess.run(
        command, cwd=archive, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "leads out of" in done.stderr
    assert not (archive.parent / "elsewhere.toml").exists()


def test_what_cannot_be_written_is_not_decided(
    desk: Desk, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = item_of(desk, Queue.REPAIRS)
    before = everything(archive)

    def full(*_: object, **__: object) -> None:
        raise WriteError("posts/salt.md: cannot be written: No space left on device")

    monkeypatch.setattr("newskit.review.journal.write_atomic", full)
    with pytest.raises(WriteError, match="No space"):
        desk.decide(item.key, Choice.ACCEPT, {})
    assert everything(archive) == before
    assert not desk.state(item)
    assert desk.journal.decided() == {}
    assert Journal(archive, lambda _: True).decided() == {}
