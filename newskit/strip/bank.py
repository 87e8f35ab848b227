"""Banks of expressions: an archive's rules and the built-in phrases, each tried in linear time."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from newskit.lazy import lazy
from newskit.linear import compile_expression, full_set
from newskit.strip.literals import LONGEST_START, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newskit.strip.phrases import Phrase

__all__ = ["PhraseBank", "SetBank"]

# Lone bytes of damaged text, which RE2 cannot take; one character for one.
_SURROGATE: Final = lazy("[\ud800-\udfff]")
_LONE: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
# Characters by which words are looked up.
_HEAD: Final = 4


Item = TypeVar("Item")


class SetBank(Generic[Item]):
    """Expressions tried together: one pass tells which match, only those run for their groups."""

    def __init__(self, items: Sequence[Item], expressions: Sequence[str]) -> None:
        self._items = items
        self._expressions = expressions
        self._set: Callable[[str], list[int]] | None = None
        self._compiled: dict[int, Any] = {}

    def full_matches(self, text: str) -> Iterator[tuple[Item, Any]]:
        """Yield the items whose expression matches the whole text, each with its match."""
        if not self._items or not text:
            return
        text = _sayable(text)
        if self._set is None:
            self._set = full_set(self._expressions)
        for number in self._set(text):
            if number not in self._compiled:
                self._compiled[number] = compile_expression(self._expressions[number])
            match = _matched(self._compiled[number], text)
            if match:
                yield self._items[number], match


class PhraseBank:
    """Phrases; one is compiled when a text comes that begins as it does and has its words."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = phrases
        self._compiled: dict[int, Any] = {}
        # Phrases of a script are read when a text of that script comes, and asked of no other.
        self._scripts: dict[str, list[int]] = {}
        for number, phrase in enumerate(phrases):
            self._scripts.setdefault(phrase.script, []).append(number)
        self._read: dict[str, _Index] = {}

    def full_matches(self, text: str) -> Iterator[tuple[Phrase, Any]]:
        """Yield the phrases that match the whole text, each with its match."""
        if not self._phrases or not text:
            return
        text = _sayable(text)
        words = plain(text)
        found: set[int] = set()
        for index in self._indexes(text):
            found |= index.candidates(words)
        for number in sorted(found):
            if number not in self._compiled:
                self._compiled[number] = compile_expression(self._phrases[number].regex)
            match = _matched(self._compiled[number], text)
            if match:
                yield self._phrases[number], match

    def may_match_in(self, text: str) -> bool:
        """Whether `text` has the words that one of the phrases needs, in whatever place.

        Where it has not, no part of it matches any of them.
        """
        text = _sayable(text)
        words = plain(text)
        return any(index.may_match_in(words) for index in self._indexes(text))

    def _indexes(self, text: str) -> Iterable[_Index]:
        for script, numbers in self._scripts.items():
            if script and (text.isascii() or not _script(script).search(text)):
                continue
            index = self._read.get(script)
            if index is None:
                index = self._read[script] = _Index(self._phrases, numbers)
            yield index


class _Index:
    """Which phrases a text may match, by how it begins and the words it has."""

    def __init__(self, phrases: Sequence[Phrase], numbers: Sequence[int]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._needs: dict[int, tuple[str, ...]] = {}
        # Phrases that may begin with anything, and all of them.
        self._anywhere, self._all = _Words(), _Words()
        for number in numbers:
            literals = phrases[number].literals
            self._needs[number] = literals.needs
            if not literals.starts:
                self._anywhere.add(number, literals.needs)
            for start in literals.starts:
                self._starts.setdefault(start, []).append(number)
            self._all.add(number, literals.needs)

    def candidates(self, words: str) -> set[int]:
        """The numbers of phrases that may match all of a text; `words` is its plain form."""
        found = set(self._anywhere.having(words))
        for size in range(1, min(LONGEST_START, len(words)) + 1):
            for number in self._starts.get(words[:size], ()):
                if self._needs[number] and not any(map(words.__contains__, self._needs[number])):
                    continue
                found.add(number)
        return found

    def may_match_in(self, words: str) -> bool:
        """Whether one of the phrases may match a part of a text."""
        return next(iter(self._all.having(words)), None) is not None


class _Words:
    """Words of phrases, found in a text by their first characters."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[str, int]]] = {}
        self._short: list[tuple[str, int]] = []

    def add(self, number: int, words: Iterable[str]) -> None:
        """Take the words of a phrase; one without any may stand in every text."""
        for word in words or ("",):
            if len(word) < _HEAD:
                self._short.append((word, number))
            else:
                self._known.setdefault(word[:_HEAD], []).append((word, number))

    def having(self, text: str) -> Iterator[int]:
        """Yield the numbers of phrases of which a text has a word."""
        for word, number in self._short:
            if word in text:
                yield number
        heads = {text[place : place + _HEAD] for place in range(len(text) - _HEAD + 1)}
        for head in self._known.keys() & heads:
            for word, number in self._known[head]:
                if word in text:
                    yield number


def _sayable(text: str) -> str:
    return text if text.isascii() or not _SURROGATE.search(text) else text.translate(_LONE)


@cache
def _script(characters: str) -> Any:
    return compile_expression(characters)


def _matched(compiled: Any, text: str) -> Any:
    """Match all of a text; one that would take too long without RE2 is content."""
    try:
        return compiled.fullmatch(text)
    except TimeoutError:
        return None
