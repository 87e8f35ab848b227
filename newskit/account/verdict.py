"""What becomes of the values that a conversion did not write: reported with why, or lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape, unescape

from newskit.account.kinds import ValueKind
from newskit.account.missing import Missing, missing_values
from newskit.account.reading import Haystack, Reading, flat
from newskit.account.tokens import restore
from newskit.frozen import NamedTuple

_HEAD = "the head of a page says it, not its text"
_ATTRIBUTE = "an attribute that Markdown does not have"
_WHY: dict[ValueKind, str] = {
    ValueKind.HIDDEN: "readers do not see it",
    ValueKind.COMMENT: "a comment",
    ValueKind.META: _HEAD,
    ValueKind.ADDRESS: _ATTRIBUTE,
    ValueKind.LANGUAGE: "Markdown does not say languages",
    ValueKind.DIRECTION: "Markdown does not say directions",
    ValueKind.TITLE: _ATTRIBUTE,
    ValueKind.ALTERNATIVE: _ATTRIBUTE,
    ValueKind.DATE: _ATTRIBUTE,
    ValueKind.CONTROL: "what a form holds",
}
"""Why a value may be left out; one of another kind must be in the Markdown."""

_NEEDED = frozenset({"img alt", "area alt", "amp-img alt"})
"""Attributes of those kinds that Markdown does have."""


class AccountEntry(NamedTuple):
    """A value that is not in the Markdown.

    Attributes:
        kind: what it is.
        text: the value.
        place: its offset in the body, in code points.
        why: why it may be left out; empty for one that is lost.
    """

    kind: ValueKind
    text: str
    place: int
    why: str

    @property
    def lost(self) -> bool:
        """Whether it should be in the Markdown."""
        return not self.why


def entries(
    before: Reading, after: Reading, body: str, noted: Iterable[str], *, excuse: str = ""
) -> list[AccountEntry]:
    """Return the values of a body that are neither in its Markdown nor in what was noted.

    Args:
        before: the body, read.
        after: the Markdown, read, with the front matter before it.
        body: the body as it is written.
        noted: the texts of what the conversion says it left out.
        excuse: why values may be lacking that else would be lost: a choice of the user.
    """
    missing = missing_values(before, after)
    if not missing:
        return []
    said = Said(noted)
    find = place_in(body, exact=not before.markdown)
    found: list[AccountEntry] = []
    gone = {one.place for one in missing if one.kind is ValueKind.IMAGE and one.text in said}
    for one in missing:
        if one.text in said:
            continue
        text, place = find(one)
        why = why_missing(one) or excuse
        if not why and before.hides(one.place):
            why = "what holds it is hidden"
        if not why and one.kind is ValueKind.ALTERNATIVE and one.place in gone:
            why = "its picture is left out"
        found.append(AccountEntry(one.kind, text, place, why))
    return found


def why_missing(one: Missing) -> str:
    """Return why a conversion may leave a value out; empty for one that it must keep."""
    if one.spare:
        return "another address of a picture that is there"
    if one.kind is ValueKind.EMBED and one.within == "script":
        return "a script, which shows nothing by itself"
    if one.within in _NEEDED:
        return ""
    return _WHY.get(one.kind, "")


class Said:
    """What a conversion says it left out, to look values up in.

    Args:
        noted: the texts of its differences.
    """

    def __init__(self, noted: Iterable[str]) -> None:
        joined = "\n".join(noted)
        self.texts = Haystack(joined)
        self.plain = Haystack(unescape(joined))
        self.flat: Haystack | None = None

    def __contains__(self, value: str) -> bool:
        if not self.texts.text:
            return False
        if value in self.plain or value in self.texts or escape(value) in self.texts:
            return True
        if self.flat is None:
            self.flat = Haystack(flat(self.plain.text))
        return flat(value) in self.flat


_SHORT = 12
"""Length in code points below which a value may stand in a word; in quotes it is an attribute's."""


def place_in(body: str, *, exact: bool) -> Callable[[Missing], tuple[str, int]]:
    """Return what gives values as they are written, with their offsets, in their order.

    Args:
        body: the text that holds them.
        exact: whether their places are offsets in it; else they are looked for.
    """
    cursor = 0

    def find(one: Missing) -> tuple[str, int]:
        nonlocal cursor
        text = restore(one.text, body)
        if exact:
            return text, min(max(one.place, 0), len(body))
        quoted = [f'"{text}"', f"'{text}'"] if len(text) < _SHORT else []
        for probe in (*quoted, text, escape(text), *text.split()[:1]):
            place = body.find(probe, cursor)
            if place >= 0:
                cursor = place
                break
        return text, cursor

    return find
