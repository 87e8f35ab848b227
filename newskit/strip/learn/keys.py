"""What two pieces of boilerplate have in common: keys at three levels, and rules made of them.

``exact``: the words are the same; digits, and addresses behind their host, vary. ``frame``: the
words around links are the same; link texts and hosts vary. ``label``: a short label is the same,
what follows it varies. ``stem``: the words up to and with the first link are the same, a short
rest varies. ``address``: a line that is nothing but an address of one site. ``image``: the same
image. ``source``: the same code, digits aside.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from newskit.lazy import lazy
from newskit.strip.blocks import Block, scan
from newskit.strip.facts import site_of
from newskit.strip.match import Matcher, core_span, links_only, width
from newskit.strip.pattern import TAG, fold
from newskit.strip.roles import ENDS_CODE, Role
from newskit.strip.view import Link, View, shown_url, view_of

LINK: Final = r"\[[^\[\]]*\]\([^()]*\)"
ADDRESS: Final = r"<[^<>]*>"
# A value ends where a sentence does, and where the next label begins.
_VALUE: Final = rf"(?:{LINK}|{ADDRESS}|[^\[\]<>.:!?。！？]|\.[^\s\[\]<>])+"
_DIGITS: Final = lazy(r"\d+")
_LABEL: Final = lazy(r"(?P<label>[^\[\]<>:。.!?]{2,48}?)\s?:\s?(?=\S)")
_LETTERS: Final = lazy(r"[^\W\d_]")
_END_MARKS: Final = "!.?…。！？؟।۔ "
_SCHEME: Final = lazy(r"\bhttps?://", re.IGNORECASE)
_REST: Final = 100
_LONGEST: Final = 1500


@dataclass(frozen=True, slots=True)
class Key:
    """What is the same in pieces of boilerplate.

    Attributes:
        level: ``exact``, ``frame``, ``label``, ``stem``, ``address``, ``image``, ``head`` or
            ``source``.
        text: the part that is the same, with marks where it varies.
    """

    level: str
    text: str


def keys_of(unit: Unit) -> Iterator[Key]:
    """Yield the keys of a unit, the most telling first."""
    view = unit.view
    core = unit.core
    if not core or width(core) > _LONGEST:
        return
    if unit.is_image:
        yield Key("image", " ".join(link.url for link in view.links))
        return
    if len(view.links) == 1 and not view.prose and not view.links[0].text:
        yield Key("address", site_of(view.links[0].url))
        return
    words = _without_links(unit)
    if not _LETTERS.search(core):
        return
    yield Key("exact", _masked(unit))
    outside = _LETTERS.findall(words)
    if view.links and width("".join(outside)) >= 6 and not unit.is_links:
        yield Key("frame", _squeezed(_DIGITS.sub("#", words)))
    stem = _stem(unit)
    if stem:
        yield Key("stem", _squeezed(_DIGITS.sub("#", stem)))
    label = _LABEL.match(core)
    if label and label.end() < len(core) and not _DIGITS.search(label["label"]):
        yield Key("label", _squeezed(_DIGITS.sub("#", label["label"])).strip())


def code_key(unit: Unit) -> Key:
    """Return the key of code: its source, digits and white space aside."""
    return Key("source", _DIGITS.sub("#", " ".join(unit.source.split())))


def expression(key: Key, unit: Unit, *, fixed: bool = False) -> str:
    """Return the RE2 source that matches every unit with `key`; `unit` is one of them.

    With `fixed`, the addresses are those of `unit` in every post, and the rule takes no others.
    """
    if key.level == "source":
        return _literal(unit.source)
    if key.level == "address":
        site = re.escape(key.text)
        return rf"(?i)<(?P<source_url>(?:[a-z]+:)?(?://)?(?:[^/<>]*\.)?{site}(?:[/:?#][^<>]*)?)>"
    if key.level == "image":
        # Two files whose names differ in a number are two pictures.
        shown = (re.escape(_shown(url)) for url in key.text.split())
        return r"\s*".join(rf"!\[[^\[\]]*\]\({url}\)" for url in shown)
    if key.level == "stem":
        first = unit.view.links[0]
        before = _stem(unit)[: -len(first.text)] if first.text else _stem(unit)
        return (
            rf"(?i){_literal(before)}\s*\[{_literal(fold(first.text))}\]\([^()]*\)"
            rf"[^\[\]<>]{{0,{_REST}}}"
        )
    if key.level == "label":
        label = _LABEL.match(unit.core)
        return rf"(?i){_literal(label['label'] if label else key.text)}\s?[:|]\s?{_VALUE}"
    pieces: list[str] = []
    position = 0
    core = unit.core
    shift = unit.core_start
    for link in unit.view.links:
        start, end = link.start - shift, link.end - shift
        if start < position:
            continue
        pieces += (
            _literal(core[position:start]),
            _fixed_link(link, core[start:end])
            if fixed and key.level == "exact"
            else _link_expression(key.level, link, core[start:end]),
        )
        position = end
    pieces.append(_literal(core[position:]))
    return f"(?i){''.join(pieces)}"


def _stem(unit: Unit) -> str:
    """The words up to and with the first link, when they tell much and little follows them."""
    links = unit.view.links
    if len(links) != 1 or links[0].image or not links[0].text:
        return ""
    core = unit.core
    shift = unit.core_start
    before = core[: max(0, links[0].start - shift)]
    after = core[links[0].end - shift :]
    if width(before) < 10 or len(after) > _REST or len(after) < 3 or "[" in after or "<" in after:
        return ""
    return before + fold(links[0].text)


def _without_links(unit: Unit) -> str:
    core = unit.core
    shift = unit.core_start
    pieces: list[str] = []
    position = 0
    for link in unit.view.links:
        pieces += (core[position : max(position, link.start - shift)], "\x01")
        position = max(position, link.end - shift)
    return "".join((*pieces, core[position:])).casefold()


def _masked(unit: Unit) -> str:
    core = unit.core
    shift = unit.core_start
    pieces: list[str] = []
    position = 0
    for link in unit.view.links:
        pieces.append(core[position : max(position, link.start - shift)])
        pieces.append(
            f"\x02{link.text.rstrip(_END_MARKS)}\x03{'' if link.image else site_of(link.url)}\x04"
        )
        position = max(position, link.end - shift)
    return _squeezed(_DIGITS.sub("#", "".join((*pieces, core[position:])))).casefold()


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _literal(text: str) -> str:
    """RE2 source for `text`: numbers vary, white space may be more or missing beside CJK."""
    pieces: list[str] = []
    for match in re.finditer(r"(?P<digits>\d+)|(?P<space>\s+)|(?P<char>.)", text):
        if match["digits"]:
            pieces.append(r"\d+")
        elif match["space"]:
            pieces.append(r"\s*")
        else:
            char = match["char"]
            pieces.append(
                char
                if char.isalnum() or char in " <>:,;'\"/=@%&!_" or ord(char) > 127
                else f"\\{char}"
            )
    return "".join(pieces)


def without_scheme(text: str) -> str:
    """A text for comparison: a site that moved to HTTPS is the same site."""
    return _SCHEME.sub("//", text)


def _fixed_link(link: Link, shown: str) -> str:
    url = re.escape(_shown(link.url))
    url = _SCHEME.sub("https?://", url, count=1)
    if link.image:
        return rf"\s*!\[[^\[\]]*\]\({url}\)\s*"
    if not link.text:
        return rf"\s*<{url}>\s*"
    text = shown[1 : shown.rfind("](")].rstrip(_END_MARKS)
    return rf"\s*\[{_literal(text)}[{_END_MARKS}]*\]\({url}\)\s*"


def _link_expression(level: str, link: Link, shown: str) -> str:
    if level == "frame":
        return rf"\s*(?:{LINK}|{ADDRESS})\s*"
    if link.image:
        return r"\s*!\[[^\[\]]*\]\([^()]*\)\s*"
    site = _literal(site_of(link.url))
    url = rf"[^()<>]*{site}[^()<>]*" if site else r"[^()<>]*"
    if not link.text:
        return rf"\s*<{url}>\s*"
    text = shown[1 : shown.rfind("](")].rstrip(_END_MARKS)
    return rf"\s*\[{_literal(text)}[{_END_MARKS}]*\]\({url}\)\s*"


def _shown(url: str) -> str:
    """An address as the folded view shows it."""
    return fold(shown_url(url))


# The end of a body as units to count: blocks, and the lines of blocks that have several.

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
    return not ENDS_CODE.search(source)


def body_units(body: str) -> Iterator[Unit]:
    """Yield all units of `body` in order."""
    scanned = scan(body)
    for block in scanned.blocks:
        if not block.role.neutral:
            yield _unit(body, block, scanned.definitions)


def _unit(body: str, block: Block, definitions: dict[str, str]) -> Unit:
    lines = tuple((start - block.start, end - block.start) for start, end in block.lines)
    return Unit(body[block.start : block.end], block.role, definitions, lines)


# First pass: in how many posts does each key stand near the end, in bounded memory.

# Lossy counting (Manku and Motwani, 2002): after each bucket of posts, keys seen too rarely to
# reach 2 % are dropped, so that memory depends on the bucket and not on the archive.
_BUCKET: Final = 20_000
_PARAGRAPH: Final = 500
_LEAST_POSTS: Final = 3
_LEAST_SHARE: Final = 0.02


def threshold(posts: int) -> int:
    """Posts a key must end to be worth a rule: 3, or 2 % of the archive."""
    return max(_LEAST_POSTS, round(posts * _LEAST_SHARE))


def digest(key: Key) -> int:
    """Eight bytes that stand for a key."""
    data = f"{key.level}\x00{key.text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


class Tally:
    """Counts posts per key; feed it every post once."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._counts: dict[int, int] = {}
        self._floors: dict[int, int] = {}
        self.posts = 0
        self._seen = 0

    def add(self, body: str, weight: int = 1) -> None:
        """Count the keys at the end of one post, each once; it stands for `weight` posts."""
        self.posts += weight
        self._seen += 1
        tail = tail_of(body)
        found = {digest(key) for key in post_keys(tail.units, self._matcher)}
        found |= {
            digest(code_key(unit))
            for _, unit in tail.code
            if not self._matcher.source_only(unit.source)
        }
        bucket = self._seen // _BUCKET
        for number in found:
            if number in self._counts:
                self._counts[number] += weight
            else:
                self._counts[number] = weight
                if bucket:
                    self._floors[number] = bucket
        if self._seen % _BUCKET == 0:
            self._prune(bucket)

    def candidates(self) -> dict[int, int]:
        """Keys that end enough posts, with their counts."""
        least = threshold(self.posts)
        slack = self._seen // _BUCKET
        return {number: count for number, count in self._counts.items() if count + slack >= least}

    def _prune(self, bucket: int) -> None:
        self._counts = {
            number: count
            for number, count in self._counts.items()
            if count + self._floors.get(number, 0) > bucket
        }
        self._floors = {
            number: floor for number, floor in self._floors.items() if number in self._counts
        }


def post_keys(units: Sequence[Unit], matcher: Matcher) -> Iterator[Key]:
    """Yield the keys of the last units of a post that built-in rules do not know already.

    Two long paragraphs are content, and with them what stands above.
    """
    below_links = False
    paragraphs = 0
    for unit in units:
        paragraphs += len(unit.source) > _PARAGRAPH
        if paragraphs > 1:
            break
        if unit.core and matcher.strong(unit.view, unit.source):
            below_links = False
            continue
        yield from keys_of(unit)
        for part in unit.parts:
            if part.core and not matcher.strong(part.view, part.source):
                yield from keys_of(part)
        if below_links and not unit.is_links and not unit.is_image:
            yield from head_keys(unit)
        below_links = unit.is_links or unit.is_image


def head_keys(unit: Unit) -> Iterator[Key]:
    """Yield the key of a heading or lead-in above a list of links or an image."""
    if len(unit.core) <= 100:
        for key in keys_of(unit):
            if key.level == "exact":
                yield Key("head", key.text)
