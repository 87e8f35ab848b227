"""The end of a body as units to count: blocks, and the lines of blocks that have several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from newskit.lazy import lazy
from newskit.strip.blocks import Block, scan
from newskit.strip.markup import TAG
from newskit.strip.match import core_span, links_only
from newskit.strip.roles import Role
from newskit.strip.view import View, view_of

__all__ = ["Tail", "Unit", "body_units", "tail_of"]

# The zone at the end that is looked at: boilerplate runs of real archives are shorter.
_ZONE_CHARS: Final = 6000
_ZONE_BLOCKS: Final = 40
_LONG: Final = 1500
_MOST_LINES: Final = 30
_LEARNABLE: Final = frozenset({Role.TEXT, Role.ITEM, Role.HEADING})
# Code that shows something by itself: an include, a shortcode, a script, an empty widget.
_CODE: Final = frozenset({Role.CODE, Role.TEMPLATE, Role.WRAPPER})
_SHORTEST_CODE: Final = 12
_TEMPLATE_CALL: Final = lazy(r"(?:\{%-?|\{\{[<%]?)\s*(?P<name>[\w./-]+)")
# Template tags that begin, part or end something.
_CONTROL: Final = frozenset(
    {"if", "elsif", "else", "unless", "for", "case", "when", "raw", "capture", "comment"}
    | {"highlight", "assign", "set", "block"}
)
_WIDGET: Final = lazy(r"<[a-z][^<>]*\s(?:id|class|src|data-[\w-]+)\s*=", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A block or line of a body; what is costly is worked out when it is asked for."""

    source: str
    role: Role
    definitions: dict[str, str] = field(repr=False)
    lines: tuple[tuple[int, int], ...] = ()

    @cached_property
    def view(self) -> View:
        """What a reader sees; nothing of code and of what is too long to be boilerplate."""
        return view_of(self.source, self.definitions) if self.is_read else View("")

    @property
    def is_read(self) -> bool:
        """Whether the unit can be boilerplate at all."""
        return self.role in _LEARNABLE and len(self.source) <= _LONG

    @cached_property
    def core(self) -> str:
        """The folded view without decoration."""
        return self.view.folded[self.core_start : self._core_span[1]]

    @property
    def core_start(self) -> int:
        """Where the core starts in the view."""
        return self._core_span[0]

    @cached_property
    def _core_span(self) -> tuple[int, int]:
        return core_span(self.view.folded)

    @cached_property
    def parts(self) -> tuple[Unit, ...]:
        """Its last lines as units, when it has several."""
        return self.pieces(_MOST_LINES)

    def pieces(self, most: int) -> tuple[Unit, ...]:
        """Its lines as units, the last `most` of them, when it has several."""
        if len(self.lines) < 2 or self.role not in _LEARNABLE:
            return ()
        return tuple(
            Unit(self.source[start:end], self.role, self.definitions)
            for start, end in self.lines[-most:]
        )

    @cached_property
    def is_image(self) -> bool:
        """Whether it shows images and nothing else."""
        links = self.view.links
        return bool(links) and all(link.image for link in links) and not self.view.prose

    @cached_property
    def is_links(self) -> bool:
        """Whether it is links and what stands between them; a row of pictures shows something."""
        return links_only(self.view) and not any(link.image for link in self.view.links)


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a body.

    Attributes:
        start: where the zone starts in the body.
        units: its units, the last first; neutral blocks are left out.
        places: where each unit starts in the body.
        code: code that shows something by itself, each with the number of units below it; what
            is code of the post to the walk is among the units as well.
    """

    start: int
    units: tuple[Unit, ...]
    places: tuple[int, ...]
    code: tuple[tuple[int, Unit], ...] = ()


def tail_of(body: str) -> Tail:
    """Return the units at the end of `body`."""
    start = 0
    if len(body) > _ZONE_CHARS:
        floor = len(body) - _ZONE_CHARS
        blank = body.find("\n\n", floor)
        start = blank + 2 if 0 <= blank < floor + _ZONE_CHARS // 2 else floor
    tail = body[start:]
    scanned = scan(tail)
    blocks = [block for block in scanned.blocks if not block.role.neutral][-_ZONE_BLOCKS:]
    blocks.reverse()
    units = tuple(_unit(tail, block, scanned.definitions) for block in blocks)
    code = tuple(_code(tail, scanned.blocks[-_ZONE_BLOCKS:]))
    return Tail(start, units, tuple(start + block.start for block in blocks), code)


def _code(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, Unit]]:
    """Yield the code at the end of a text, the last first, with the number of units below it."""
    below = 0
    for block in reversed(blocks):
        if block.role in _CODE and block.end - block.start <= _LONG:
            lines = block.lines if block.role is Role.TEMPLATE else ((block.start, block.end),)
            for start, end in reversed(lines):
                source = text[start:end]
                if len(source) >= _SHORTEST_CODE and _stands_alone(source, block.role, text):
                    yield below, Unit(source, block.role, {})
        below += not block.role.neutral


def _stands_alone(source: str, role: Role, text: str) -> bool:
    """Whether code is neither the beginning nor the end of something that `text` goes on with."""
    if role is Role.TEMPLATE:
        call = _TEMPLATE_CALL.match(source)
        if call is None or call["name"] in _CONTROL or call["name"].startswith(("end", "/")):
            return False
        return not re.search(rf"(?:/\s*|end){re.escape(call['name'])}\b", text)
    if role is Role.WRAPPER:
        tags = [match["close"] is None for match in TAG.finditer(source)]
        return bool(_WIDGET.match(source)) and tags.count(True) == tags.count(False)
    return True


def body_units(body: str) -> Iterator[Unit]:
    """Yield all units of `body` in order."""
    scanned = scan(body)
    for block in scanned.blocks:
        if not block.role.neutral:
            yield _unit(body, block, scanned.definitions)


def _unit(body: str, block: Block, definitions: dict[str, str]) -> Unit:
    lines = tuple((start - block.start, end - block.start) for start, end in block.lines)
    return Unit(body[block.start : block.end], block.role, definitions, lines)
