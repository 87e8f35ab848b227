"""Undo records: what takes a stripped post back to what it was, byte for byte. Pure functions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from newskit.problem import Edit
from newskit.splice import apply_edits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newskit.post import JsonValue

__all__ = ["UndoError", "inverse", "undo_record", "undone"]


class UndoError(ValueError):
    """A post that is not what the record says stripping made of it."""


def inverse(text: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits that turn `apply_edits(text, edits)` back into `text`."""
    back: list[Edit] = []
    shift = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        start = edit.start + shift
        back.append(Edit(start, start + len(edit.text), text[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
    return tuple(back)


def undo_record(path: str, text: str, edits: Sequence[Edit]) -> dict[str, JsonValue]:
    """Return the JSON-ready record that takes the stripped `text` back.

    Args:
        path: the post, relative to where the record is kept.
        text: the post as it was.
        edits: what stripping did to it.
    """
    after = apply_edits(text, edits)
    back: list[JsonValue] = [
        {"start": edit.start, "end": edit.end, "text": edit.text} for edit in inverse(text, edits)
    ]
    return {"path": path, "before": _digest(text), "after": _digest(after), "edits": back}


def undone(text: str, record: Mapping[str, Any]) -> str:
    """Return the post as it was before stripping.

    Args:
        text: the post as it is.
        record: what `undo_record` made.

    Raises:
        UndoError: when the post has changed since it was stripped, or the record is damaged.
    """
    if _digest(text) == record.get("before"):
        return text
    if _digest(text) != record.get("after"):
        raise UndoError("the post has changed since it was stripped")
    try:
        edits = [
            Edit(int(row["start"]), int(row["end"]), str(row["text"])) for row in record["edits"]
        ]
        before = apply_edits(text, edits)
    except (KeyError, TypeError, ValueError) as error:
        raise UndoError(f"the undo record is damaged: {error}") from error
    if _digest(before) != record.get("before"):
        raise UndoError("the undo record does not lead back to the post it was made of")
    return before


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
