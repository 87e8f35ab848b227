"""Bytes or text to a `Post`: decoding, fences, values with positions, body format."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from newskit.config.read import ReadConfig
from newskit.post import (
    BodyFormat,
    EncodingFacts,
    FrontMatter,
    FrontMatterFormat,
    KeySpan,
    Post,
    Span,
    leave_open,
)
from newskit.problem import Problem, Severity
from newskit.read.decode import decode
from newskit.read.fences import Fences, find_fences
from newskit.read.formats.base import Note, Parsed
from newskit.read.formats.registry import parse_front_matter
from newskit.read.formats.yaml_quick import parse_plain_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["parse_bytes", "parse_text"]

_DEFAULT = ReadConfig()
_NONE = FrontMatter()
_LOW_CONFIDENCE = 0.5


def parse_bytes(
    path: str,
    data: bytes,
    config: ReadConfig = _DEFAULT,
    *,
    relative: str = "",
    body_format: BodyFormat | None = None,
) -> Post:
    """Parse the bytes of a post; what is wrong with them is in `Post.problems`.

    Args:
        path: the name findings carry.
        data: the whole file.
        config: limits.
        relative: path below the folder the file was found in, with ``/`` separators.
        body_format: what the body is written in, where that is known or does not matter.
    """
    text, facts = decode(data)
    fences = find_fences(text)
    front_matter, notes = _front_matter(text, fences, config)
    if facts.how != "utf-8" or "\x00" in text:
        notes += _encoding_notes(text, facts)
    later: dict[str, Callable[[Post], object]] = {}
    # UTF-8 gives its bytes back; other codecs may spell a character in two ways.
    if facts.name == "utf-8":
        later["source_sha256"] = _digest_of_text
    if body_format is None:
        later["body_format"] = _format_of_body
    post = Post(
        path,
        text,
        front_matter,
        fences.body_start if fences else 0,
        body_format or BodyFormat.EMPTY,
        facts,
        _problems(path, text, notes) if notes else (),
        relative or path,
        "" if "source_sha256" in later else _digest(data),
    )
    leave_open(post, later)
    return post


def parse_text(
    path: str,
    text: str,
    config: ReadConfig = _DEFAULT,
    *,
    relative: str = "",
    encoding: EncodingFacts | None = None,
) -> Post:
    """Parse the decoded text of a post; what is wrong with it is in `Post.problems`."""
    fences = find_fences(text)
    front_matter, notes = _front_matter(text, fences, config)
    post = Post(
        path,
        text,
        front_matter,
        fences.body_start if fences else 0,
        encoding=encoding or EncodingFacts(),
        problems=_problems(path, text, notes),
        relative=relative or path,
    )
    leave_open(post, {"body_format": _format_of_body})
    return post


def _format_of_body(post: Post) -> BodyFormat:
    from newskit.read.body_format import detect_body_format

    return detect_body_format(post.body)


def _digest_of_text(post: Post) -> str:
    return _digest(post.encode(post.text))


def _digest(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def _front_matter(
    text: str, fences: Fences | None, config: ReadConfig
) -> tuple[FrontMatter, list[Note]]:
    if fences is None:
        return _NONE, []
    if fences.format is FrontMatterFormat.OTHER:
        return _made(fences, Parsed(valid=False), {}), [_unread(text, fences)]
    start, end = fences.content
    unclosed = [] if fences.terminated else [_unterminated(fences)]
    if fences.format is FrontMatterFormat.YAML and _is_small(end - start, config):
        plain = parse_plain_yaml(text, start, end)
        if plain is not None:
            return _made(fences, plain, plain.spans), unclosed
    parsed = _parse_content(text[start:end], fences, config)
    notes = [_moved(note, start) for note in parsed.notes]
    spans = {key: _span_moved(span, start) for key, span in parsed.spans.items()}
    return _made(fences, parsed, MappingProxyType(spans)), [*notes, *unclosed]


def _is_small(length: int, config: ReadConfig) -> bool:
    """Whether so many code points are surely within the limit; one takes four bytes at most."""
    return length * 4 <= config.max_front_matter_bytes


def _made(fences: Fences, parsed: Parsed, spans: Mapping[str, KeySpan]) -> FrontMatter:
    return FrontMatter(
        fences.format,
        MappingProxyType(parsed.values),
        fences.opening,
        fences.content,
        fences.closing,
        spans,
        parsed.valid and fences.terminated,
    )


def _parse_content(content: str, fences: Fences, config: ReadConfig) -> Parsed:
    limit = config.max_front_matter_bytes
    if len(content) > limit or len(content.encode("utf-8", "surrogateescape")) > limit:
        note = Note(
            "NK112",
            "hostile-front-matter",
            f"front matter is larger than {limit:,} bytes",
            0,
            0,
            hint="move the long text into the body, or raise `read.max-front-matter-bytes`",
        )
        return Parsed(notes=(note,), valid=False)
    if not content.strip():
        return Parsed()
    return parse_front_matter(fences.format, content)


def _unread(text: str, fences: Fences) -> Note:
    """Front matter that is a program cannot be known without running it."""
    name = text[slice(*fences.opening)].strip("- \t").lower()
    language = {"js": "JavaScript", "javascript": "JavaScript", "cson": "CSON"}.get(name)
    return Note(
        "NK118",
        "unread-front-matter",
        f"the front matter is {language or 'CoffeeScript'}, which is not read",
        *fences.opening,
        hint="write it in YAML, TOML or JSON; it is kept as it is",
        severity=Severity.WARNING,
    )


def _unterminated(fences: Fences) -> Note:
    return Note(
        "NK103",
        "unterminated-front-matter",
        "front matter is opened here and never closed",
        *fences.opening,
        hint="add the closing fence on a line of its own, behind the last key",
    )


def _moved(note: Note, shift: int) -> Note:
    return Note(
        note.code,
        note.name,
        note.message,
        note.start + shift,
        note.end + shift,
        note.hint,
        note.severity,
        note.related + shift if note.related >= 0 else -1,
        note.pointer,
    )


def _span_moved(span: KeySpan, shift: int) -> KeySpan:
    key: Span | None = (span.key[0] + shift, span.key[1] + shift) if span.key else None
    return KeySpan(key, (span.value[0] + shift, span.value[1] + shift))


def _damage(count: int, first: int) -> str:
    """Say how many bytes are damaged; the finding stands at the first."""
    if count == 1:
        return f"the byte 0x{first:02X} cannot be UTF-8; the rest of the file is"
    return (
        f"{count} bytes cannot be UTF-8, the first of them 0x{first:02X}; the rest of the file is"
    )


def _encoding_notes(text: str, facts: EncodingFacts) -> list[Note]:
    notes: list[Note] = []
    if facts.how == "damaged":
        first = next(i for i, char in enumerate(text) if "\udc80" <= char <= "\udcff")
        count = sum("\udc80" <= char <= "\udcff" for char in text)
        notes.append(
            Note(
                "NK110",
                "damaged-text",
                _damage(count, ord(text[first]) - 0xDC00),
                first,
                first + 1,
                hint="restore the character from the original; newskit keeps the bytes as they are",
            )
        )
    elif facts.how in {"declared", "detected"} or facts.name.startswith(("utf-16", "utf-32")):
        sure = "" if facts.confidence == 1 else f", {facts.confidence:.0%} sure"
        doubtful = facts.confidence < _LOW_CONFIDENCE
        notes.append(
            Note(
                "NK109",
                "not-utf-8",
                f"text is encoded in {facts.name} ({facts.how}{sure}), not UTF-8",
                0,
                0,
                hint="check that the text reads well, then save the file as UTF-8",
                severity=Severity.ERROR if doubtful else Severity.WARNING,
            )
        )
    if "\x00" in text:
        first = text.index("\x00")
        notes.append(Note("NK117", "nul-character", "text holds a NUL character", first, first + 1))
    return notes


def _problems(path: str, text: str, notes: list[Note]) -> tuple[Problem, ...]:
    place = Post(path, text)
    return tuple(
        Problem(
            note.code,
            note.name,
            note.message,
            place.locate(note.start, note.end),
            note.severity,
            note.hint,
            note.pointer,
            related=(place.locate(note.related),) if note.related >= 0 else (),
        )
        for note in notes
    )
