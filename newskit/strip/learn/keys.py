"""What two pieces of boilerplate have in common: keys at three levels, and rules made of them.

``exact``: the words are the same; digits, and addresses behind their host, vary. ``frame``: the
words around links are the same; link texts and hosts vary. ``label``: a short label is the same,
what follows it varies. ``stem``: the words up to and with the first link are the same, a short
rest varies. ``address``: a line that is nothing but an address of one site. ``image``: the same
image. ``source``: the same code, digits aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy
from newskit.strip.facts import site_of
from newskit.strip.folding import fold
from newskit.strip.match import width
from newskit.strip.view import shown_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.strip.learn.units import Unit
    from newskit.strip.view import Link

__all__ = ["Key", "code_key", "expression", "keys_of"]

LINK: Final = r"\[[^\[\]]*\]\([^()]*\)"
ADDRESS: Final = r"<[^<>]*>"
# A value ends where a sentence does, and where the next label begins.
_VALUE: Final = rf"(?:{LINK}|{ADDRESS}|[^\[\]<>.:!?。！？]|\.[^\s\[\]<>])+"
_DIGITS: Final = lazy(r"\d+")
_LABEL: Final = lazy(r"(?P<label>[^\[\]<>:。.!?]{2,48}?)\s?:\s?(?=\S)")
_LETTERS: Final = lazy(r"[^\W\d_]")
_END_MARKS: Final = "!.?…。！？؟।۔ "
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


def _fixed_link(link: Link, shown: str) -> str:
    if link.image:
        return rf"\s*!\[[^\[\]]*\]\({re.escape(_shown(link.url))}\)\s*"
    if not link.text:
        return rf"\s*<{re.escape(_shown(link.url))}>\s*"
    text = shown[1 : shown.rfind("](")].rstrip(_END_MARKS)
    return rf"\s*\[{_literal(text)}[{_END_MARKS}]*\]\({re.escape(_shown(link.url))}\)\s*"


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
