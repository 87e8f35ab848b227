"""A rewritten post to bytes, and to its place: a folder, its own file, standard output."""

from __future__ import annotations

from pathlib import Path

from newskit.config.read import ReadConfig
from newskit.errors import WriteError
from newskit.jobs.diffs import unified
from newskit.jobs.encoding import encode_text
from newskit.jobs.targets import Mode, Target, output_path
from newskit.jobs.transforms import Transformed
from newskit.post import Post
from newskit.problem import Problem
from newskit.read.files import Source

__all__ = ["deliver", "encode_result"]


def encode_result(
    post: Post, source: Source, result: Transformed, config: ReadConfig
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the new bytes of a post or record, and what is to be told of their encoding.

    Raises:
        WriteError: when bytes that did not change cannot be kept.
    """
    if source.is_record and source.data is not None:
        from newskit.records.update import update_record

        return update_record(source.data, post, result.text, result.report), ()
    if result.text == post.text and source.data is not None:
        return source.data, ()
    return encode_text(post, source, result.text, config)


def deliver(
    post: Post, source: Source, name: str, result: Transformed, data: bytes, target: Target
) -> tuple[str, bytes]:
    """Write or return the new bytes of a post; see `Target`.

    Args:
        post: the post as it was.
        source: where it came from.
        name: the name of its output below the folder, for `Mode.FOLDER`.
        result: what became of it.
        data: the new bytes, as `encode_result` gives them.
        target: what is done with them.

    Returns:
        The file written, and what goes to standard output; empty where there is none.

    Raises:
        WriteError: when a file cannot be written.
    """
    if target.mode is Mode.STDOUT:
        return "", data
    if target.mode is Mode.DIFF:
        after = data.decode("utf-8") if source.is_record else result.text
        before = (source.data or b"").decode("utf-8") if source.is_record else post.text
        return "", unified(before, after, source.label)
    if target.mode is Mode.FOLDER and target.folder is not None:
        from newskit.files import write_atomic

        path = output_path(name, Path(source.path), target, is_html=result.is_html)
        write_atomic(path, data)
        return str(path), b""
    if target.mode is Mode.IN_PLACE:
        final = output_path(name, Path(source.path), target, is_html=result.is_html)
        return _write_in_place(source, data, final, changed=result.text != post.text), b""
    return "", b""


def _write_in_place(source: Source, data: bytes, final: Path, *, changed: bool) -> str:
    """Write a post where it is; an old file under another name goes when the run hears of it."""
    from newskit.files import write_atomic

    if source.data is not None:
        raise WriteError(
            f"{source.label}: one of several in a file cannot be rewritten in place",
            hint="write the records to standard output or another file",
        )
    path = Path(source.path)
    if final == path:
        if not changed:
            return ""
        write_atomic(path, data)
        return str(path)
    # The same bytes are what a run that was stopped here has left: it is finished now.
    if final.exists() and final.read_bytes() != data:
        raise WriteError(f"{path}: would become {final.name}, which exists", hint="rename one")
    write_atomic(final, data, like=path)
    return str(final)
