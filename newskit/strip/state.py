"""Where a walk has got to."""

from __future__ import annotations

from typing import Final

from newskit.config.strip import Where
from newskit.frozen import dataclass, field
from newskit.post import Span
from newskit.strip.blocks import Block, Scan
from newskit.strip.match import Hit, Matcher
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role
from newskit.strip.view import LONGEST, View, view_of

_MOST_LINES: Final = 60


@dataclass(frozen=True, slots=True)
class Cut:
    """A span of the body that goes, and the rule that says so."""

    span: Span
    hit: Hit


@dataclass(slots=True)
class Walk:
    """Where the walk has got to.

    Attributes:
        hosts: the archive's own hosts.
        cuts: spans that go, from the end upwards.
        steps: what was done with each block, from the end upwards.
        waiting: blocks that go only if what stands above them does.
        unsure: whether the walk has come to the upper end of a part of a body.
    """

    body: str
    scan: Scan
    matcher: Matcher
    hosts: frozenset[str] = frozenset()
    cuts: list[Cut] = field(default_factory=list[Cut])
    steps: list[Step] = field(default_factory=list[Step])
    waiting: list[tuple[Block, Hit | None, str]] = field(
        default_factory=list[tuple[Block, Hit | None, str]]
    )
    unsure: bool = False

    def source(self, block: Block) -> str:
        """The source of a block."""
        return self.body[block.start : block.end]

    def view(self, block: Block) -> View:
        """The view of a block; nothing of one that is far too long to be boilerplate."""
        if block.end - block.start > LONGEST:
            return View("")
        return view_of(self.source(block), self.scan.definitions)

    def line_hits(self, block: Block) -> list[tuple[Span, Hit]]:
        """What each line of a block is, when it has several and rules know them all."""
        found: list[tuple[Span, Hit]] = []
        if not 1 < len(block.lines) <= _MOST_LINES or block.role is Role.CODE:
            return found
        for start, end in block.lines:
            source = self.body[start:end]
            hit = self.matcher.block(view_of(source, self.scan.definitions), source, self.body)
            if hit is None or hit.where is Where.HEAD:
                return []
            found.append(((start, end), hit))
        return found

    def note(self, span: Span, action: Action, reason: str, hit: Hit | None = None) -> None:
        """Record a step."""
        rule, kind = (hit.rule, hit.kind) if hit else ("", None)
        self.steps.append(Step(*span, action, reason, rule, kind))

    def remove(self, block: Block, hit: Hit, reason: str) -> None:
        """Let `block` go; each of its lines by its own rule where they have one each."""
        lines = self.line_hits(block)
        for span, line_hit in reversed(lines):
            self.cuts.append(Cut(span, line_hit))
            self.note(span, Action.REMOVED, reason, line_hit)
        if lines:
            return
        self.cuts.append(Cut((block.start, block.end), hit))
        self.note((block.start, block.end), Action.REMOVED, reason, hit)
