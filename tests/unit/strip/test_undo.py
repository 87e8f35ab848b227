from __future__ import annotations

import json

import pytest

from newskit.post import Post
from newskit.problem import Edit
from newskit.read.parse import parse_bytes
from newskit.splice import apply_edits, insert_keys
from newskit.strip.result import (
    KEY,
    UndoError,
    inverse,
    key_value,
    undo_record,
    undone,
    undone_by_key,
)

TEXT = "---\na: 1\n---\nOne.\r\nTwo \U0001f309 three.\n"
EDITS = (Edit(9, 9, "b: 2\n"), Edit(16, 18, ""), Edit(20, 24, "x"))


def test_inverse_edits_lead_back() -> None:
    assert apply_edits(apply_edits(TEXT, EDITS), inverse(TEXT, EDITS)) == TEXT


def test_a_record_survives_json() -> None:
    record = json.loads(json.dumps(undo_record("p.md", TEXT, EDITS)))
    assert undone(apply_edits(TEXT, EDITS), record) == TEXT


def test_a_post_that_is_as_before_stays_so() -> None:
    assert undone(TEXT, undo_record("p.md", TEXT, EDITS)) == TEXT


def test_a_post_that_has_changed_since_is_left() -> None:
    with pytest.raises(UndoError, match="changed since"):
        undone("something else", undo_record("p.md", TEXT, EDITS))


@pytest.mark.parametrize("edits", [None, [{"start": 1}], [{"start": 0, "end": 1, "text": "zz"}]])
def test_a_damaged_record_is_refused(edits: object) -> None:
    record = {**undo_record("p.md", TEXT, EDITS), "edits": edits}
    with pytest.raises(UndoError):
        undone(apply_edits(TEXT, EDITS), record)


def by_key(text: str, *cuts: str, **added: str) -> Post:
    """The post that stripping leaves of `text` when the post itself keeps what was cut."""
    post = parse_bytes("p.md", text.encode())
    edits = [Edit(text.index(cut), text.index(cut) + len(cut), "") for cut in cuts]
    kept = {**added, KEY: key_value(post, edits, added)}
    inserts = insert_keys(post, kept)
    after = parse_bytes("p.md", apply_edits(text, (*inserts, *edits)).encode())
    assert KEY in after.front_matter.values
    assert not any(cut in after.body for cut in cuts)
    return after


FORMS = {
    "YAML": "---\ntitle: T\n---\nOne.\n\nSeen at noon\n",
    "YAML of CRLF": "---\r\ntitle: T\r\n---\r\nOne.\r\n\r\nSeen at noon\r\n",
    "spaces behind a value": "---\ntitle: T  \n---\nOne.\n\nSeen at noon\n",
    "spaces behind a value of CRLF": "---\r\ntitle: T \r\n---\r\nOne.\r\n\r\nSeen at noon\r\n",
    "no front matter": "One.\n\nSeen at noon\n",
    "TOML": '+++\ntitle = "T"\n+++\nOne.\n\nSeen at noon\n',
    "JSON": '{\n  "title": "T"\n}\nOne.\n\nSeen at noon\n',
    "JSON on a line": '{"title": "T"}\nOne.\n\nSeen at noon\n',
    "text beyond the plane": "---\ntitle: \U0001f309\n---\n\U0001f309 One.\n\nSeen at noon\n",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("added", [{}, {"source": "Wire"}], ids=["nothing added", "a key added"])
def test_a_post_that_keeps_what_was_cut_comes_back(text: str, added: dict[str, str]) -> None:
    assert undone_by_key(by_key(text, "\nSeen at noon", **added)) == text


def test_every_cut_comes_back_to_its_place() -> None:
    text = "---\ntitle: T\n---\nSkip this\nOne.\nSeen at noon\nTwo.\n"
    assert undone_by_key(by_key(text, "Skip this\n", "Seen at noon\n")) == text


def test_a_post_with_a_key_that_has_changed_since_is_left() -> None:
    after = by_key(FORMS["YAML"], "\nSeen at noon")
    changed = parse_bytes("p.md", after.text.replace("One.", "Uno.").encode())
    with pytest.raises(UndoError, match="changed since"):
        undone_by_key(changed)


@pytest.mark.parametrize("value", ["x", "{cuts: 1, keys: [], before: x}", "{keys: []}", "[]"])
def test_a_key_that_stripping_did_not_write_is_refused(value: str) -> None:
    post = parse_bytes("p.md", f"---\ntitle: T\nstripped: {value}\n---\nOne.\n".encode())
    with pytest.raises(UndoError, match="as stripping wrote it"):
        undone_by_key(post)
