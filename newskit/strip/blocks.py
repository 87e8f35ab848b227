"""A body as blocks and lines by offset: nothing is parsed into a tree, nothing is re-written.

A block is what a reader takes for one: a paragraph, a list item, a heading, a piece of HTML from
its opening to its closing tag. Its lines end at line endings, at `<br>` and at block tags.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from newskit.frozen import NamedTuple, dataclass
from newskit.lazy import lazy
from newskit.markup.code import closing_fence
from newskit.markup.definitions import DEFINITION, LABEL
from newskit.post import Span
from newskit.strip.pattern import (
    BLANK_LINE,
    BLOCK_TAG,
    HEADING_LINE,
    ITEM_MARKER,
    OPAQUE,
    OPAQUE_MARKUP,
    OPAQUE_TAGS,
    RULE_LINE,
    TEMPLATE_LINE,
)
from newskit.strip.roles import SETEXT, Role, is_prose, is_wrapper, role_of

# Spans of a body that are never looked into: code, scripts, comments, signed text.


_FENCE_INDENT: Final = frozenset(" \t>")
_DEEPEST_FENCE: Final = 8


def opaque_spans(body: str) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of opaque spans in order; kind is ``comment`` or ``code``.

    A fence or comment that nothing closes runs to the end of the body, as Markdown readers have
    it; an element that nothing closes is a name in a text about HTML.
    """
    if "```" in body or "~~~" in body or ("-----" in body and "-----begin pgp" in body.lower()):
        return list(_spans(body, OPAQUE))
    if "{%" in body:
        return list(_spans(body, OPAQUE_MARKUP))
    return list(_spans(body, OPAQUE_TAGS)) if "<" in body else []


def _spans(body: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    position = 0
    unclosed: set[str] = set()
    while opening := pattern.search(body, position):
        start, inner = opening.span()
        if opening["fence"]:
            start = _line_of_fence(body, start)
            if start < 0:
                position = inner
                continue
            line_end = body.find("\n", inner)
            inner = line_end if line_end >= 0 else len(body)
        name = (opening["element"] or opening["block"] or "").lower()
        closing = None if name in unclosed else _closing(opening).search(body, inner)
        if closing is None and name:
            unclosed.add(name)
            position = opening.end()
            continue
        end = closing.end() if closing else len(body)
        yield start, end, "comment" if opening["comment"] else "code"
        position = end


def _line_of_fence(body: str, mark: int) -> int:
    """Return where the line of a fence starts; -1 where its mark does not open the line."""
    line = body.rfind("\n", max(0, mark - _DEEPEST_FENCE - 1), mark) + 1
    if mark - line > _DEEPEST_FENCE:
        return -1
    return line if _FENCE_INDENT.issuperset(body[line:mark]) else -1


def _closing(opening: re.Match[str]) -> re.Pattern[str]:
    if opening["fence"]:
        return closing_fence(opening["mark"])
    if opening["comment"]:
        return _pattern("-->")
    if opening["raw"]:
        return _pattern(rf"</{opening['element']}\s*>")
    if opening["liquid"]:
        return _pattern(rf"\{{%-?\s*end{opening['block']}\s*-?%\}}")
    return _pattern(r"-----END PGP [A-Z ]+-----")


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


# Where the end of a body can be split off so that its blocks are those of the whole body.


_BORDER: Final = lazy(rf"(?P<blank>{BLANK_LINE.pattern})|{BLOCK_TAG.pattern}", re.IGNORECASE)
_WIDENED: Final = 4
# Inside these a blank line is only white space.
_LEAF: Final = lazy(r"<(?:p|h[1-6]|li|td|figcaption)\b", re.IGNORECASE)
_MOST_TAGS: Final = 100
# Where a line, or what an element or a comment leaves of it, may start with a definition.
_DEFINED: Final = lazy(rf"(?:\A|[\n\r>}}-])[^\S\n\r]*{LABEL}")


def border_before(body: str, reach: int, opaque: Sequence[tuple[int, int, str]]) -> int:
    """Return a sure start of a block near the end of a body; 0 when none is found.

    Args:
        body: the body.
        reach: how many characters of its end are looked at first; where no block starts there,
            three times as many, and so on, `_WIDENED` times in all.
        opaque: spans that are not looked into, with their kinds, in order.
    """
    end = stop = len(body.rstrip())
    inside = -1  # the last blank line that may be white space in an element or code
    # A label may be defined anywhere, and what it stands for is seen in the links of the end.
    match = _DEFINED.search(body) if "]:" in body else None
    defined = match.start() if match else len(body)
    for _ in range(_WIDENED):
        floor = end - reach
        if floor <= 0:
            return 0
        for match in _BORDER.finditer(body, floor, end):
            if match.start() >= stop:
                break
            here, place = match.start(), match.end() if match["blank"] else match.start()
            if defined < place:
                break
            if match["blank"]:
                same = inside >= 0 and body.find("<", inside, here) < 0
                if same or _in_leaf(body, here, opaque):
                    inside = here
                    continue
            elif match["close"] or match["name"].lower() == "hr":
                continue
            if _is_outside(body, here, opaque):
                return place
        stop, inside = floor, -1
        reach *= 3
    return 0


def _in_leaf(body: str, place: int, opaque: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a paragraph, item, heading, cell of HTML or code may be open at `place`."""
    if _is_opaque(place, opaque):
        return True
    for _ in range(_MOST_TAGS):
        place = body.rfind("<", 0, place)
        if place < 0:
            return False
        tag = BLOCK_TAG.match(body, place)
        if tag is None or tag["name"].lower() == "hr" or not _is_outside(body, place, opaque):
            continue
        # Any closing tag ends what is open.
        return not tag["close"] and _LEAF.match(body, place) is not None
    return True


def _is_outside(body: str, place: int, opaque: Sequence[tuple[int, int, str]]) -> bool:
    """Whether `place` is neither in code or a comment nor in a tag."""
    if _is_opaque(place, opaque):
        return False
    opening = body.rfind("<", 0, place)
    tag = BLOCK_TAG.match(body, opening) if opening >= 0 else None
    return tag is None or tag.end() <= place


def _is_opaque(place: int, opaque: Sequence[tuple[int, int, str]]) -> bool:
    above = bisect_left(opaque, (place,))
    return above > 0 and opaque[above - 1][1] > place


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a body.

    Attributes:
        start: offset in the body, in code points.
        end: end offset; white space around the block is outside.
        role: what the block is.
        lines: spans of its lines, in order; one for all but text.
    """

    start: int
    end: int
    role: Role
    lines: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """The blocks of a body and the link definitions in it (label in folded case → address).

    Attributes:
        blocks: the blocks, in order.
        definitions: the link definitions.
        partial: whether there are more blocks, above those.
    """

    blocks: tuple[Block, ...]
    definitions: dict[str, str]
    partial: bool = False


# Every branch starts with a literal, so that the search skips from one of them to the next.
_CUT: Final = lazy(
    rf"\r\n?|\n|<(?:(?P<br>br\s*/?>)|(?P<tag>{BLOCK_TAG.pattern[1:]}))", re.IGNORECASE
)
# Inside these a blank line is only white space; inside other HTML blocks Markdown may follow it.
_LEAF_NAMES: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "figcaption"})
_LONG_BODY: Final = 400_000
_FRAMES: Final = ("{%", "{{<", "{{%", ":::")
_HR: Final = lazy(r"<hr\b", re.IGNORECASE)
_TARGET: Final = lazy(r"<([^<>\n]*)>|(\S*)")
_BELOW: Final = lazy(r"(?:<[^<>\s]+>|[a-z][a-z0-9+.-]*://\S+|/\S+)(?:\s+[\"'(].*)?", re.IGNORECASE)


def scan(body: str, reach: int = 0) -> Scan:
    """Split `body` into blocks (linear in its length).

    Of a very long body only the end is split; what stands above it is one block.

    Args:
        body: the body.
        reach: give only the blocks of about so many characters at the end, where they can be told
            from the end alone; 0 for all. Each is the block that a scan of the whole body gives.
    """
    opaque = opaque_spans(body)
    border = border_before(body, reach, opaque) if reach else 0
    if border:
        pieces = list(_pieces(body, border, opaque))
        return Scan(tuple(_blocks(body, pieces)), _definitions(body, pieces), partial=True)
    start = _tail_start(body, opaque)
    pieces = list(_pieces(body, start, opaque))
    definitions = _definitions(body, pieces)
    head: tuple[Block, ...] = ()
    if start:
        head = (Block(0, start, Role.TEXT, ((0, start),)),)
        for match in DEFINITION.finditer(body, 0, start):
            _define(definitions, match, match["rest"])
    return Scan((*head, *_blocks(body, pieces)), definitions)


def _tail_start(body: str, opaque: Sequence[tuple[int, int, str]]) -> int:
    """Where the part of a long body starts that is split: after a blank line, outside code."""
    if len(body) <= _LONG_BODY:
        return 0
    start = len(body) - _LONG_BODY // 2
    for begin, end, _ in opaque:
        if begin < start < end:
            start = end
    blank = BLANK_LINE.search(body, start)
    return blank.end() if blank else start


class _Piece(NamedTuple):
    """A line or part of one: a span without white space, and what bounds it."""

    start: int
    end: int
    opens: str = ""
    closes: str = ""
    blank_after: bool = False
    opaque: str = ""


def _pieces(body: str, position: int, opaque: Sequence[tuple[int, int, str]]) -> Iterator[_Piece]:
    """Yield lines cut at line endings, `<br>` and block tags; opaque spans come whole."""
    for start, end, kind in opaque:
        if start < position:
            continue
        yield from _lines(body, position, start)
        yield _Piece(start, end, opaque=kind)
        position = end
    yield from _lines(body, position, len(body))


def _lines(body: str, start: int, stop: int) -> Iterator[_Piece]:
    begin = start
    opens = ""
    held: _Piece | None = None
    newlines = 0
    for match in _CUT.finditer(body, start, stop):
        newline = match.lastindex is None
        name = "" if newline or not match["tag"] else match["name"].lower()
        closing = bool(name and match["close"])
        if newline:
            end, following = match.span()
            newlines += 1
        elif name == "hr" and body[begin : match.start()].strip():
            # A rule stands by itself: what precedes it ends here, and so does it.
            lead, trail = _trim(body, begin, match.start())
            if held:
                yield held
            held = _Piece(lead, trail, opens)
            begin, end, following, opens = match.start(), match.end(), match.end(), ""
        elif not name or closing or name == "hr":
            end, following = match.end(), match.end()
        else:
            end, following = match.start(), match.start()
        closes = name if closing else ""
        lead, trail = _trim(body, begin, end)
        if lead < trail:
            if held:
                yield held
            held = _Piece(lead, trail, opens, closes)
            newlines = 1 if newline else 0
        elif newlines > 1 and held and not held.blank_after:
            held = _Piece(*held[:4], True)  # noqa: FBT003 - as `_replace`, in a third of the time
        opens = name if not closing and name != "hr" else ""
        begin = following
    lead, trail = _trim(body, begin, stop)
    if held:
        yield held
    if lead < trail:
        yield _Piece(lead, trail, opens)


def _trim(body: str, start: int, end: int) -> Span:
    if start < end and not body[start].isspace() and not body[end - 1].isspace():
        return start, end
    piece = body[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _blocks(body: str, pieces: Sequence[_Piece]) -> Iterator[Block]:
    """Join the pieces that a reader takes for one block."""
    group: list[_Piece] = []
    open_leaf = ""
    for piece in pieces:
        if group and not _continues(body, group, piece, open_leaf):
            yield _block(body, group)
            group = []
        if not group:
            open_leaf = piece.opens
        group.append(piece)
        if open_leaf and piece.closes:
            yield _block(body, group)
            group = []
    if group:
        yield _block(body, group)


def _continues(body: str, group: Sequence[_Piece], piece: _Piece, open_leaf: str) -> bool:
    last = group[-1]
    if last.opaque or piece.opaque or piece.opens or last.closes:
        return False
    text = body[piece.start : piece.end]
    tagged = body[last.start] == "<"
    if (tagged and _HR.match(body, last.start)) or (text[0] == "<" and _HR.match(text)):
        return False
    if open_leaf in _LEAF_NAMES:
        return True
    if piece.closes:
        return not last.blank_after and not is_wrapper(text)
    if last.blank_after or (tagged and is_wrapper(body[last.start : last.end])):
        return False
    first = body[group[0].start : group[0].end]
    if first[0] == "[" and (definition := DEFINITION.match(first)):
        return len(group) == 1 and _is_below(definition, text)
    alone = not is_prose(first) and (HEADING_LINE.match(first) or RULE_LINE.match(first))
    if alone or (not is_prose(text) and _starts_block(text)) or _is_frame(body, last):
        return False
    return text[0] != ">" or first[0] == ">"


def _starts_block(text: str) -> bool:
    """Whether a line starts a block of its own, whatever stands above it."""
    if ITEM_MARKER.match(text) or HEADING_LINE.match(text):
        return True
    if text[0] == "[" and DEFINITION.match(text):
        return True
    if text.startswith(_FRAMES) and TEMPLATE_LINE.match(text):
        return True
    return is_wrapper(text) or bool(RULE_LINE.match(text) and not SETEXT.match(text))


def _is_frame(body: str, piece: _Piece) -> bool:
    """Whether a line is template code or the mark of a container, which no text goes on with."""
    if not body.startswith(_FRAMES, piece.start):
        return False
    return TEMPLATE_LINE.match(body[piece.start : piece.end]) is not None


def _is_below(definition: re.Match[str], text: str) -> bool:
    """Whether `text` is the address of a definition that has none on its own line.

    CommonMark 0.31, section 4.7: one line ending may stand before the destination.
    """
    return not definition["rest"].strip() and bool(_BELOW.fullmatch(text))


def _block(body: str, group: Sequence[_Piece]) -> Block:
    start, end = group[0].start, group[-1].end
    lines = tuple((piece.start, piece.end) for piece in group)
    return Block(
        start, end, role_of(body, lines, opaque=group[0].opaque, opens=group[0].opens), lines
    )


def _definitions(body: str, pieces: Sequence[_Piece]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, piece in enumerate(pieces):
        if piece.opaque or body[piece.start] != "[":
            continue
        match = DEFINITION.match(body[piece.start : piece.end])
        if match:
            below = pieces[number + 1] if number + 1 < len(pieces) else piece
            text = body[below.start : below.end]
            under = not piece.blank_after and not below.opaque and _is_below(match, text)
            _define(found, match, text if under else match["rest"])
    return found


def _define(found: dict[str, str], match: re.Match[str], rest: str) -> None:
    if match["label"].startswith("^"):
        return
    target = _TARGET.match(rest)
    url = (target[1] or target[2] or "") if target else ""
    found.setdefault(" ".join(match["label"].split()).casefold(), url)
