"""A post: its text as found, its front matter with positions, its body."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from newskit.frozen import NamedTuple, dataclass, field
from newskit.lazy import computed
from newskit.problem import Location, Problem

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
Span: TypeAlias = tuple[int, int]
"""Start and end offsets in code points of `Post.text`, end excluded."""


class Kind(StrEnum):
    """What a file is to the site it lies in; without a site, every file is a post.

    Commands work on posts, pages, section indexes and drafts, and pass over the rest: templates of
    pages and of posts, built output, data, notes on the repository, files copied as they are,
    other people's code, and what lies outside of the site's content.
    """

    POST = "post"
    PAGE = "page"
    INDEX = "section index"
    DRAFT = "draft"
    TEMPLATE = "template"
    OUTPUT = "built output"
    DATA = "data"
    README = "readme"
    STATIC = "static file"
    DEPENDENCY = "dependency"
    OUTSIDE = "outside"


class FrontMatterFormat(StrEnum):
    """How front matter is written.

    META is lines ``Key: value`` without a syntax of their own (Pelican, Nikola); OTHER is a
    language that is not read, such as JavaScript.
    """

    NONE = "none"
    YAML = "yaml"
    TOML = "toml"
    JSON = "json"
    META = "meta"
    OTHER = "other"


class BodyFormat(StrEnum):
    """What a body is written in."""

    EMPTY = "empty"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    MIXED = "mixed"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class EncodingFacts:
    r"""How the bytes of a post became text.

    Attributes:
        name: codec that decodes the bytes (``utf-8``, ``gb18030``, ``utf-16-le`` …).
        bom: whether the file starts with a byte order mark.
        how: ``utf-8`` (strict), ``bom``, ``declared``, ``detected`` or ``damaged`` (the codec with
            a few bytes that it has not, kept as surrogate escapes so that writing gives the same
            bytes back).
        confidence: 0 to 1; 1 unless detected.
        newline: the line ending used most, ``\n``, ``\r\n`` or ``\r``; empty without any.
        mixed_newlines: whether more than one kind of line ending occurs.
    """

    name: str = "utf-8"
    bom: bool = False
    how: str = "utf-8"
    confidence: float = 1.0
    newline: str = "\n"
    mixed_newlines: bool = False

    @property
    def mark(self) -> bytes:
        """The byte order mark the file starts with; empty without one."""
        return BOMS.get(self.name, b"") if self.bom else b""


class KeySpan(NamedTuple):
    """Where a front matter entry stands: the key (None for a list item) and its value."""

    key: Span | None
    value: Span


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a post.

    Attributes:
        format: YAML, TOML, JSON, OTHER where it is not read, or NONE where the post has none.
        values: a JSON-clean mapping; dates stay the text they were written as.
        opening: span of the opening fence line, without its line ending.
        content: span of the text between the fences.
        closing: span of the closing fence line; an empty span when it is missing.
        spans: entry positions by JSON Pointer (RFC 6901); ``""`` is the whole mapping.
        valid: False when the content was not parsed; `values` is empty then.
    """

    format: FrontMatterFormat = FrontMatterFormat.NONE
    values: Mapping[str, JsonValue] = field(default_factory=lambda: MappingProxyType({}))
    opening: Span = (0, 0)
    content: Span = (0, 0)
    closing: Span = (0, 0)
    spans: Mapping[str, KeySpan] = field(default_factory=lambda: MappingProxyType({}))
    valid: bool = True

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle mapping proxies as plain dictionaries."""
        return (
            FrontMatter,
            (
                self.format,
                dict(self.values),
                self.opening,
                self.content,
                self.closing,
                dict(self.spans),
                self.valid,
            ),
        )


@dataclass(frozen=True)
class Post:
    """A post as it was found; stages make new ones, none changes it.

    Attributes:
        path: the file as the user named it; ``-`` or ``name:line`` for standard input.
        text: the decoded text without BOM; ``text[:body_start]`` + ``body`` is all of it.
        front_matter: values, positions and source spans.
        body_start: offset in code points where the body starts.
        body_format: what the body is written in; worked out when it is first asked for.
        encoding: how the bytes became text.
        problems: findings made while reading (encoding, fences, syntax).
        relative: path relative to the folder it was found in, with ``/`` separators.
        source_sha256: hex SHA-256 of the file's bytes, likewise; empty when the post has no file.
        kind: what the file is to its site.
        generator: the site's generator, as in `newskit.config.validate.Generator`; empty without.
    """

    path: str
    text: str
    front_matter: FrontMatter = field(default_factory=FrontMatter)
    body_start: int = 0
    body_format: BodyFormat = BodyFormat.EMPTY
    encoding: EncodingFacts = field(default_factory=EncodingFacts)
    problems: tuple[Problem, ...] = ()
    relative: str = ""
    source_sha256: str = ""
    kind: Kind = Kind.POST
    generator: str = ""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Work out a field that was left open."""
            work = self.__dict__.get("_open", {}).get(name)
            if work is None:
                raise AttributeError(f"a post has no attribute {name!r}", name=name, obj=self)
            value = self.__dict__[name] = work(self)
            return value

    @computed
    def body(self) -> str:
        """The text after the front matter, untouched."""
        return self.text[self.body_start :]

    @computed
    def line_starts(self) -> tuple[int, ...]:
        """Offsets at which the lines of `text` start; lines end at LF, CRLF or CR."""
        return tuple(_line_starts(self.text))

    def locate(self, start: int, end: int | None = None) -> Location:
        """Return the `Location` of a span of `text` (offsets in code points)."""
        if start < _NEAR and "line_starts" not in self.__dict__:
            text = self.text
            # Most places are in front matter: its lines are counted sooner than all lines found.
            if text.find("\r", 0, start) < 0:
                column = start - text.rfind("\n", 0, start)
                line = text.count("\n", 0, start) + 1
                return Location(self.path, line, column, start, start if end is None else end)
        line = bisect_right(self.line_starts, start) - 1
        column = start - self.line_starts[line] + 1
        return Location(self.path, line + 1, column, start, start if end is None else end)

    def encode(self, text: str) -> bytes:
        """Encode `text` as this post's file was: same codec, same BOM, same lone bytes.

        Raises:
            UnicodeEncodeError: when the codec cannot say a character of `text`.
        """
        if self.encoding.how == "damaged":
            data = text.encode(self.encoding.name, "surrogateescape")
        else:
            data = text.encode(self.encoding.name)
        return self.encoding.mark + data


def leave_open(post: Post, work: Mapping[str, Callable[[Post], object]]) -> None:
    """Forget fields of a new post, each with what works it out when it is first asked for."""
    for name in work:
        del post.__dict__[name]
    post.__dict__["_open"] = work


def escape_pointer(key: str) -> str:
    """Escape one reference token of a JSON Pointer (RFC 6901, section 3)."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


_NEAR = 2048

BOMS: Mapping[str, bytes] = MappingProxyType(
    {
        "utf-8": b"\xef\xbb\xbf",
        "utf-16-le": b"\xff\xfe",
        "utf-16-be": b"\xfe\xff",
        "utf-32-le": b"\xff\xfe\x00\x00",
        "utf-32-be": b"\x00\x00\xfe\xff",
    }
)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    position = 0
    if "\r" not in text:
        while (position := text.find("\n", position) + 1) > 0:
            starts.append(position)
        return starts
    for line in text.splitlines(keepends=True):
        position += len(line)
        if line[-1] in "\r\n":
            starts.append(position)
    return starts
