"""The end of a body as units to count: blocks, and the lines of blocks that have several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newskit.strip.blocks import Block, scan
from newskit.strip.match import core_span, links_only
from newskit.strip.roles import Role
from newskit.strip.view import View, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Unit", "body_units", "tail_units"]

# The zone at the end that is looked at: boilerplate runs of real archives are shorter.
_ZONE_CHARS: Final = 9000
_ZONE_BLOCKS: Final = 40
_LEARNABLE: Final = frozenset({Role.TEXT, Role.ITEM, Role.HEADING})


@dataclass(frozen=True, slots=True)
class Unit:
    """A block of a body: its view, its core text, and the same of each line if it has several."""

    source: str
    view: View
    role: Role
    parts: tuple[Unit, ...] = ()

    @property
    def core(self) -> str:
        """The folded view without decoration."""
        start, end = core_span(self.view.folded)
        return self.view.folded[start:end]

    @property
    def is_image(self) -> bool:
        """Whether it shows images and nothing else."""
        links = self.view.links
        return bool(links) and all(link.image for link in links) and not self.view.prose

    @property
    def is_links(self) -> bool:
        """Whether it is links and what stands between them."""
        return links_only(self.view) and not self.is_image


def tail_units(body: str) -> list[Unit]:
    """Return the units at the end of `body`, the last first; neutral blocks are left out."""
    start = 0
    if len(body) > _ZONE_CHARS:
        blank = body.find("\n\n", len(body) - _ZONE_CHARS)
        start = blank + 2 if 0 <= blank < len(body) - _ZONE_CHARS // 3 else len(body) - _ZONE_CHARS
    units: list[Unit] = []
    tail = body[start:]
    scanned = scan(tail)
    for block in reversed(scanned.blocks):
        if block.role.neutral:
            continue
        if len(units) >= _ZONE_BLOCKS:
            break
        units.append(_unit(tail, block, scanned.definitions))
    return units


def body_units(body: str) -> Iterator[Unit]:
    """Yield all units of `body` in order."""
    scanned = scan(body)
    for block in scanned.blocks:
        if not block.role.neutral:
            yield _unit(body, block, scanned.definitions)


def _unit(body: str, block: Block, definitions: dict[str, str]) -> Unit:
    source = body[block.start : block.end]
    if block.role not in _LEARNABLE or block.end - block.start > 4000:
        return Unit(source[:200], View(""), Role.CODE)
    parts: tuple[Unit, ...] = ()
    if 1 < len(block.lines) <= 30:
        parts = tuple(
            Unit(body[start:end], view_of(body[start:end], definitions), block.role)
            for start, end in block.lines
        )
    return Unit(source, view_of(source, definitions), block.role, parts)
