"""`newskit strip` on files: what is removed is recorded before the file is touched."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.pipeline.stages import load_rules, removal_rows, strip_stage
from newskit.pipeline.transforms import Transformed
from newskit.strip.result import Stripped
from newskit.strip.undo import undo_record

if TYPE_CHECKING:
    from newskit.config.model import Config
    from newskit.pipeline.transforms import MakeTransform, Transform
    from newskit.post import JsonValue, Post

__all__ = ["SIDECAR", "strip_maker"]

SIDECAR = ".newskit-undo.jsonl"
"""Name of the file that undo records are kept in, beside the posts."""


def strip_maker(sidecar: Path | None = None, *, suspects: bool = False) -> MakeTransform:
    """Return what makes the transform of a run over files.

    Args:
        sidecar: the file to append undo records to; None keeps none. Each record is written
            before its post is, so that a run that is killed loses nothing.
        suspects: whether rows also tell of kept last blocks that look like boilerplate.
    """
    return partial(_make, sidecar=sidecar, suspects=suspects)


def _make(config: Config, *, sidecar: Path | None, suspects: bool) -> Transform:
    rules = load_rules(config.strip)

    def strip(post: Post) -> Transformed:
        result = strip_stage(post, config.strip, rules, config.read)
        stripped = result.stripped
        if sidecar is not None and stripped.edits:
            _append(sidecar, post, stripped)
        rows = removal_rows(post, stripped)
        if suspects:
            rows = (*rows, *_suspect_rows(post, stripped))
        return Transformed(result.post.text, rows, stripped.conflicts)

    return strip


def _append(sidecar: Path, post: Post, stripped: Stripped) -> None:
    """Append one record in one write, which other processes' writes do not split."""
    import orjson

    place = os.path.relpath(post.path, sidecar.parent)
    record: dict[str, JsonValue] = {
        **undo_record(place, post.text, stripped.edits),
        "encoding": post.encoding.name,
        "bom": post.encoding.bom,
        "how": post.encoding.how,
        "bytes": post.source_sha256,
    }
    line = _dumps(record, orjson.OPT_APPEND_NEWLINE)
    handle = os.open(sidecar, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def _dumps(record: dict[str, JsonValue], option: int) -> bytes:
    import json

    import orjson

    try:
        return orjson.dumps(record, option=option)
    except TypeError:
        # Lone bytes of damaged text are lone surrogates, which only escaped JSON can hold.
        return json.dumps(record).encode("ascii") + b"\n"


def _suspect_rows(post: Post, stripped: Stripped) -> tuple[dict[str, JsonValue], ...]:
    """The block the walk stopped at, when it looks like boilerplate."""
    if stripped.suspect is None:
        return ()
    start, end = stripped.suspect
    return (
        {
            "kind": "suspect",
            "line": post.locate(start).line,
            "start": start,
            "end": end,
            "text": post.text[start:end],
        },
    )
