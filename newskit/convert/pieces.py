"""Long HTML, converted and proved piece by piece: the trees of a piece go before those of the next.

Pieces are joined as their blocks would be. What comes of them is what comes of the whole, because
the parser is in the same state at the start of each as at the start of a body; where that is not
so, HTML is not cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

from newskit.config.convert import ConvertConfig, Engine, OnDifference
from newskit.convert.blocks import Block, block_html, block_source, gap, join_blocks
from newskit.convert.choices import choose, has_choices
from newskit.convert.conventions.read import Around
from newskit.convert.inline import write_definitions
from newskit.convert.notes import Note
from newskit.convert.proof.verify import proves
from newskit.convert.result import Action, Conversion, Difference, DifferenceKind
from newskit.convert.tree import body_html
from newskit.convert.walk import Walk
from newskit.frozen import NamedTuple, dataclass, field
from newskit.lazy import lazy
from newskit.markup import cuts
from newskit.markup.cuts import find_cuts, probe_for
from newskit.markup.elements import BOXES
from newskit.render.cmark import render_markdown

# What a conversion of HTML starts from, and what comes of it.


class Start(NamedTuple):
    """What comes before HTML that is to be converted.

    Attributes:
        references: whether the Markdown around it defines link references.
        first_label: the first number to use as the label of a link reference.
        labels: the labels of the pieces before it, by destination and title; grows.
        before: the kind of the block before it.
        around: what the document around it says.
    """

    references: bool
    first_label: int
    labels: dict[str, int]
    before: str = ""
    around: Around = Around()


Shown: TypeAlias = "str | Callable[[], str]"
"""HTML, or what gives it when asked: copies of all pieces would be a copy of the body."""


def text_of(shown: Shown) -> str:
    """Return the HTML."""
    return shown if isinstance(shown, str) else shown()


class Part(NamedTuple):
    """A piece of long HTML: as it is shown, and its Markdown with what parts it from the last."""

    shown: Shown
    markdown: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A converted piece of HTML.

    Attributes:
        conversion: the Markdown and the differences.
        kinds: the kinds of its blocks, in order.
        labels: how many link references it defines.
        edges: the first and the last of its blocks as they are written; empty without any.
        definitions: the labels it uses, by destination and title.
        parts: the pieces it was converted in; empty when it was converted as one.
        meant: the HTML with its conventions read; empty where it has none.
        read: the body element that it was written from; empty where that was in pieces.
    """

    conversion: Conversion
    kinds: tuple[str, ...] = ()
    labels: int = 0
    edges: tuple[Block, ...] = ()
    definitions: dict[str, int] = field(default_factory=dict[str, int])
    parts: tuple[Part, ...] = ()
    meant: str = ""
    read: str = ""


# What becomes of a document whose Markdown shows something else: blocks of it stay HTML.


def write(blocks: list[Block], walk: Walk) -> str:
    """Return a document's Markdown, ending in a line end unless empty."""
    markdown = join_blocks(blocks)
    definitions = walk.inline.links.write_definitions()
    if definitions:
        markdown = f"{markdown}\n\n{definitions}"
    return markdown + "\n" if markdown else ""


def mend(blocks: list[Block], walk: Walk, serialized: str) -> tuple[list[Block], bool]:
    """Let the blocks that differ stay HTML; return all, and whether they are proved now."""
    keeps = walk.config.on_difference is OnDifference.KEEP_HTML
    mended: list[Block] = []
    differs = False
    for block in blocks:
        if _shows([block], walk):
            mended.append(block)
            continue
        differs = True
        action = Action.KEPT_HTML if keeps else Action.REPORTED
        walk.notes.append(_structure(block, walk, action))
        mended.append(_html(block, walk) if keeps else block)
    if keeps:
        if differs and proves(write(mended, walk), serialized, semantics=walk.semantic):
            return mended, True
        apart = _part(mended, walk)
        if proves(write(apart, walk), serialized, semantics=walk.semantic):
            return apart, True
    text = "the rendered document differs from the source"
    walk.notes.append(Note(DifferenceKind.STRUCTURE, Action.REPORTED, "", text))
    return mended, False


_MOST_PARTED = 20
"""Blocks that are looked for one by one before the document is given up."""


def _part(blocks: list[Block], walk: Walk) -> list[Block]:
    """Let blocks stay HTML that show what they should, but not next to each other."""
    parted = list(blocks)
    for _ in range(_MOST_PARTED):
        right, wrong = 0, len(parted)
        if _shows(parted, walk):
            break
        while wrong - right > 1:
            middle = (right + wrong) // 2
            if _shows(parted[:middle], walk):
                right = middle
            else:
                wrong = middle
        # Either of the two that meet there may have to stay.
        for place in (wrong - 1, wrong - 2):
            if place < 0 or (parted[place].start < 0 and not parted[place].atoms):
                continue
            kept = _html(parted[place], walk)
            if _shows([*parted[:place], kept, *parted[place + 1 : wrong]], walk):
                walk.notes.append(_structure(parted[place], walk, Action.KEPT_HTML))
                parted[place] = kept
                break
        else:
            break
    return parted


def _shows(blocks: list[Block], walk: Walk) -> bool:
    """Tell whether blocks show what they were made from."""
    source = "".join([block_source(block, walk.events) for block in blocks])
    return proves(write(blocks, walk), body_html(source), semantics=walk.semantic)


def _html(block: Block, walk: Walk) -> Block:
    """Return a block as HTML."""
    html = block_html(block, walk.events, walk.keep, walk.stay)
    return Block("html", html, block.start, block.atoms, block.around)


def _structure(block: Block, walk: Walk, action: Action) -> Note:
    """Return a note of a block whose Markdown says something else."""
    if block.start >= 0:
        _, name, raw, _ = walk.events[block.start]
        return Note(DifferenceKind.STRUCTURE, action, name, block.text, raw.strip())
    probe = next((atom.text.strip() for atom in block.atoms if atom.text.strip()), "")
    return Note(DifferenceKind.STRUCTURE, action, "p", block.text, probe[:40])


_SIMPLE = lazy(r"[\w-]*(?:[.#][\w-]+|\[[^\]]*\])*")
"""A selector that asks only for the element itself, not for what is around it."""

Convert = Callable[[str, str, ConvertConfig, Start], Fragment]


_FOOTNOTE = lazy(
    r"<sup\b[^>]*>\s*(?:<[^>]+>\s*)?<a\s[^>]*href=[\"']?#|<a\s[^>]*href=[\"']?#[^>]*>\s*(?:<sup|\[?\d)",
    re.IGNORECASE,
)
_WITH_FOOTNOTES = 3_000_000
"""Length of the longest HTML with footnotes, in code points, that is converted as a whole."""


def in_pieces(html: str, config: ConvertConfig) -> bool:
    """Tell whether HTML is converted in pieces, if it can be cut."""
    if not cuts.is_long(html) or config.engine is Engine.MARKDOWNIFY or config.converters:
        return False
    if _FOOTNOTE.search(html) and len(html) <= _WITH_FOOTNOTES:
        # A mark and its note may stand in two pieces.
        return False
    return all(_SIMPLE.fullmatch(selector) for selector in config.drop)


def convert_pieces(
    html: str, config: ConvertConfig, start: Start, convert: Convert
) -> Fragment | None:
    """Convert long HTML piece by piece.

    Returns:
        What came of all of it; None where two pieces cannot be joined.
    """
    start = start._replace(around=start.around._replace(footnotes=False))
    joined = _Joined(start)
    for piece in _read(html, _boxes(config)):
        found = convert(html[piece.start : piece.end], piece.serialized, config, joined.start())
        shown: Shown = partial(_shown, html, piece.start, piece.end, piece.boxes)
        if has_choices(config):
            shown = choose(piece.serialized, config)[0]
        if found.meant:
            shown = found.meant
        if not joined.add(found, shown, html, piece):
            return None
    return joined.finish()


class _Piece(NamedTuple):
    """A piece: where it stands, the tags of boxes around it, and as the parser reads it."""

    start: int
    end: int
    boxes: tuple[str, str]
    serialized: str


def _shown(html: str, start: int, end: int, boxes: tuple[str, str]) -> str:
    """Return a piece as HTML that can be read alone."""
    return f"{boxes[0]}{html[start:end]}{boxes[1]}"


def _boxes(config: ConvertConfig) -> frozenset[str]:
    """Return the elements that may be open where HTML is cut: those that no choice can meet."""
    chosen = config.keep or config.keep_attributes or config.drop
    return frozenset() if chosen else BOXES


def _read(html: str, boxes: frozenset[str]) -> Iterator[_Piece]:
    """Yield the pieces of HTML, each judged by the parser."""
    probe = f"<p>{probe_for([html])}</p>"
    place = 0
    opening = ""
    least = 0
    for cut in find_cuts(html, boxes):
        if cut.offset < least:
            continue
        closing = "".join([f"</{name}>" for name in reversed(cut.boxes)])
        read = body_html(f"{opening}{html[place : cut.offset]}{probe}")
        end = f"{probe}{closing}</body>"
        if not read.endswith(end):
            # Twice as far: all attempts together take no more than the whole does.
            least = cut.offset + (cut.offset - place)
            continue
        serialized = f"{read.removesuffix(end)}{closing}</body>"
        yield _Piece(place, cut.offset, (opening, closing), serialized)
        place = cut.offset
        opening = "".join([f"<{name}>" for name in cut.boxes])
    serialized = body_html(f"{opening}{html[place:]}")
    yield _Piece(place, len(html), (opening, ""), serialized)


class _Joined:
    """The pieces converted so far."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._last: Block | None = None
        self._parts: list[Part] = []
        self._kinds: list[str] = []
        self._differences: list[Difference] = []
        self._proved = True
        self._lines = 0

    def start(self) -> Start:
        """Return what the next piece starts from."""
        return self._start._replace(before=self._last.kind) if self._last else self._start

    def add(self, found: Fragment, shown: Shown, html: str, piece: _Piece) -> bool:
        """Add a piece; tell whether it can stand behind the one before it."""
        markdown = found.conversion.markdown.removesuffix("\n")
        if found.definitions:
            markdown = markdown.removesuffix(f"\n\n{write_definitions(found.definitions)}")
        if found.edges:
            first, last = found.edges
            if self._last is not None:
                between = gap(self._last.kind, first.kind)
                if not _stand_apart(self._last.text, between, first.text):
                    return False
                markdown = f"{between}{markdown}"
            self._last = last
        self._parts.append(Part(shown, markdown))
        self._kinds += found.kinds
        self._proved = self._proved and found.conversion.proved
        self._place(found.conversion.differences, html, piece)
        return True

    def _place(self, found: tuple[Difference, ...], html: str, piece: _Piece) -> None:
        """Move differences from a piece to their place in the whole."""
        before = (
            piece.start
            - max(html.rfind("\n", 0, piece.start), html.rfind("\r", 0, piece.start))
            - 1
        )
        for one in found:
            column = one.column + before if one.line == 1 else one.column
            self._differences.append(
                Difference(
                    one.kind,
                    one.line + self._lines,
                    column,
                    one.offset + piece.start,
                    one.text,
                    one.action,
                )
            )
        text = html[piece.start : piece.end]
        self._lines += text.count("\n") + text.count("\r") - text.count("\r\n")

    def finish(self) -> Fragment:
        """Return what came of all pieces."""
        labels = self._start.labels
        if labels:
            self._parts.append(Part("", f"\n\n{write_definitions(labels)}"))
        end = "\n" if self._last is not None else ""
        markdown = "".join([*[part.markdown for part in self._parts], end])
        conversion = Conversion(markdown, tuple(self._differences), self._proved)
        return Fragment(conversion, tuple(self._kinds), len(labels), parts=tuple(self._parts))


def _stand_apart(before: str, between: str, after: str) -> bool:
    """Tell whether two blocks are rendered as each of them alone."""
    alone = "".join(map(render_markdown, (before, between, after)))
    return render_markdown(f"{before}{between}{after}") == alone
