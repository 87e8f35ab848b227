"""Undo records: what takes a stripped post back to what it was, byte for byte. Pure functions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

from newskit.post import FrontMatterFormat, JsonValue, Post
from newskit.problem import Edit
from newskit.splice import apply_edits


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
    """Return the JSON-ready record that takes the stripped `text` back."""
    after = apply_edits(text, edits)
    back: list[JsonValue] = [
        {"start": edit.start, "end": edit.end, "text": edit.text} for edit in inverse(text, edits)
    ]
    return {"path": path, "before": _digest(text), "after": _digest(after), "edits": back}


def undone(text: str, record: Mapping[str, Any]) -> str:
    """Return the post as it was before stripping.

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
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise UndoError(f"the undo record is damaged: {error}") from error
    if _digest(before) != record.get("before"):
        raise UndoError("the undo record does not lead back to the post it was made of")
    return before


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# Removed text kept in the post itself: the front matter key `stripped`. Pure functions.


KEY: Final = "stripped"


def key_value(post: Post, cuts: Sequence[Edit], keys: Iterable[str]) -> JsonValue:
    """Return the value of the key: what was cut where, the keys that were added, and a digest.

    Args:
        post: the post as it is before.
        cuts: the cuts in its body, offsets in `post.text`.
        keys: other front matter keys that are added with it.
    """
    moved = [Edit(cut.start - post.body_start, cut.end - post.body_start, "") for cut in cuts]
    back: list[JsonValue] = [[edit.start, edit.text] for edit in inverse(post.body, moved)]
    added: list[JsonValue] = list(keys)
    return {"cuts": back, "keys": added, "before": _digest(post.text)}


def undone_by_key(post: Post) -> str:
    """Return the text of a post as it was before stripping, recognised by its key.

    Raises:
        UndoError: when the post has changed since, or the key is not as stripping wrote it.
    """
    value: Any = post.front_matter.values.get(KEY)
    try:
        edits = [Edit(int(place), int(place), str(text)) for place, text in value["cuts"]]
        keys = [*cast("list[str]", value["keys"]), KEY]
        body = apply_edits(post.body, edits)
        before = str(value["before"])
        first, last = post.front_matter.spans[f"/{keys[0]}"], post.front_matter.spans[f"/{KEY}"]
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise UndoError("the key is not as stripping wrote it") from error
    start = first.key[0] if first.key else first.value[0]
    for head in _heads(post, start, last.value[1]):
        if _digest(head + body) == before:
            return head + body
    raise UndoError("the post has changed since it was stripped")


def _heads(post: Post, start: int, end: int) -> Iterator[str]:
    """The ways the front matter may have looked before its last members were added."""
    head = post.text[: post.body_start]
    if post.front_matter.format is FrontMatterFormat.YAML:
        yield ""
    line = max(head.rfind("\n", 0, start), head.rfind("\r", 0, start)) + 1
    for newline in ("\r\n", "\n", "\r"):
        if head.startswith(newline, end):
            yield head[:line] + head[end + len(newline) :]
    before = head[:start].rstrip()
    yield before.removesuffix(",") + head[end:]
    yield before + head[end:]
