"""Broken front matter cut into top-level entries, so that each can be looked at alone."""

from __future__ import annotations

from newskit.frozen import dataclass
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat

__all__ = ["Chunk", "cut"]

_NEWLINE = lazy(r"\r\n?|\n")
_YAML_TOP = lazy(
    r"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s:：#\"'\[\]{},&*!|>%@`=-][^:：\"'\[\]{}\r\n=]{0,40}?)[ \t]*"
    r"(?::(?=[\s\u00a0\u3000]|$)|：)"
    r"|(?:[A-Za-z_][\w-]{0,30}):(?!//)\S|[A-Za-z_][\w-]{0,30}[ \t]*=[ \t]"
)
_TOML_TOP = lazy(
    r"[ \t]*(?:[A-Za-z0-9_.-]+|\"[^\"\r\n]*\")[ \t]*[=:]|[ \t]*\[\[?[A-Za-z0-9_.\"-]+\]\]?[ \t]*$"
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive lines of front matter.

    Attributes:
        first: index of its first line.
        lines: the lines without their line endings.
    """

    first: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(self.lines) + "\n"


def cut(content: str, kind: FrontMatterFormat) -> tuple[Chunk, ...]:
    """Cut front matter at the lines that look like top-level keys."""
    lines = _NEWLINE.split(content)
    if lines and not lines[-1]:
        lines.pop()
    top = _TOML_TOP if kind is FrontMatterFormat.TOML else _YAML_TOP
    starts = [index for index, line in enumerate(lines) if top.match(line)]
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    ends = [*starts[1:], len(lines)]
    return tuple(
        Chunk(start, tuple(lines[start:end])) for start, end in zip(starts, ends, strict=True)
    )
