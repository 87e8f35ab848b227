from __future__ import annotations

import json

import pytest

from newskit.problem import Edit
from newskit.splice import apply_edits
from newskit.strip.undo import UndoError, inverse, undo_record, undone

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
