"""New text to bytes as the source's: codec, byte order mark, and every byte that did not change."""

from __future__ import annotations

from newskit.config.read import ReadConfig
from newskit.errors import WriteError
from newskit.jobs.opening import original_bytes
from newskit.post import BOMS, Post
from newskit.problem import Location, Problem, Severity
from newskit.read.decode import reads_back
from newskit.read.files import Source

__all__ = ["encode_text"]


def encode_text(
    post: Post, source: Source, text: str, config: ReadConfig
) -> tuple[bytes, tuple[Problem, ...]]:
    """Encode the new text of a post as its file was, where it can be read again; else as UTF-8.

    The codec may have no bytes for a character of the new text, or the new text may lack what told
    the codec (the ``<meta charset>`` of a page is no part of its Markdown): a finding says so.

    Raises:
        WriteError: when the codec spells a character in two ways and the bytes of what did not
            change cannot be kept.
    """
    original = original_bytes(source, post, config)
    codec = post.encoding.name
    try:
        data = post.encode(text) if original is None else _spliced(post, source, text, original)
    except UnicodeEncodeError as error:
        return _as_utf8(source, text, f"{codec} cannot say U+{ord(text[error.start]):04X}")
    if reads_back(data, text, post.encoding):
        return data, ()
    if post.encoding.how == "declared":
        return _as_utf8(source, text, f"the new text does not declare {codec}, as the old one did")
    return _as_utf8(source, text, f"in {codec} the new text would be read as something else")


def _as_utf8(source: Source, text: str, reason: str) -> tuple[bytes, tuple[Problem, ...]]:
    problem = Problem(
        "NK903",
        "encoding-changed",
        f"{reason}; written as UTF-8",
        Location(source.label),
        Severity.WARNING,
    )
    return text.encode("utf-8", "surrogateescape"), (problem,)


def _spliced(post: Post, source: Source, text: str, original: bytes) -> bytes:
    """Encode only what changed between the common start and end of both texts."""
    old, codec = post.text, post.encoding.name
    head = _common(old, text)
    tail = _common(old[head:][::-1], text[head:][::-1])
    mark = len(BOMS.get(codec, b"")) if post.encoding.bom else 0
    try:
        # Two spellings of a character are equally long in the codecs that have them.
        start = mark + len(old[:head].encode(codec))
        end = len(original) - len(old[len(old) - tail :].encode(codec))
        data = original[:start] + text[head : len(text) - tail].encode(codec) + original[end:]
        if data[mark:].decode(codec) == text:
            return data
    except UnicodeError:
        pass
    raise WriteError(
        f"{source.label}: {codec} spells a character of this post in two ways",
        hint="save the file as UTF-8 first",
    )


def _common(one: str, other: str) -> int:
    """Return the length of the common start, by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
