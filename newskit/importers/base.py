"""What importers give: posts to write, and what was refused. Adding one: a file here, a command."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ImportedPost", "Refused"]


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """A post to be written.

    Attributes:
        name: path below the output folder, with ``/`` separators; it never leads out of it.
        data: the bytes of the file.
        label: where it comes from, such as ``posts.jsonl:12``.
        kept: keys that newskit has no field for, which stand in the front matter as they were.
        asked: the name that was asked for, where it is another one; empty otherwise.
    """

    name: str
    data: bytes
    label: str
    kept: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that does not become a post.

    Attributes:
        label: where it stands, such as ``posts.jsonl:12``.
        reason: why it is refused.
        hint: what can be done about it; may be empty.
    """

    label: str
    reason: str
    hint: str = ""
