"""New text to bytes as the source's: codec, byte order mark, and every byte that did not change."""

from __future__ import annotations

from newskit.config.read import ReadConfig
from newskit.errors import WriteError
from newskit.pipeline.opening import original_bytes
from newskit.post import BOMS, Post
from newskit.problem import Location, Problem, Severity
from newskit.read.files import Source

__all__ = ["encode_text"]


def encode_text(
    post: Post, source: Source, text: str, config: ReadConfig
) -> tuple[bytes, tuple[Problem, ...]]:
    """Encode the new text of a post; what its codec cannot say makes the file UTF-8, and is told.

    Raises:
        WriteError: when the codec spells a character in two ways and the bytes of what did not
            change cannot be kept.
    """
    original = original_bytes(source, post, config)
    if original is not None:
        return _spliced(post, source, text, original), ()
    try:
        return post.encode(text), ()
    except UnicodeEncodeError as error:
        character = text[error.start]
        problem = Problem(
            "NK903",
            "encoding-changed",
            f"{post.encoding.name} cannot say U+{ord(character):04X}; written as UTF-8",
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
