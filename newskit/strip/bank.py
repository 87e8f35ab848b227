"""Banks of expressions: an archive's rules and the built-in phrases, each tried in linear time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Final, Generic, TypeVar

from newskit.characters import Characters
from newskit.lazy import computed
from newskit.linear import compile_expression, full_set, quoted, search_set
from newskit.strip.literals import LONGEST_START, plain
from newskit.strip.phrases import Phrase

# Characters of scripts that phrases may ask for: all others stand in texts of every language.
# Compiling a class takes time for each character it names: the others are fewer.
_OTHER_SCRIPTS: Final = Characters(
    *("\u0370\u1fff", "\u2de0\u2dff", "\u2e80\ud7ff", "\uf900\U0010ffff")
)


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
        self._foreign = tuple(filter(None, self._scripts))
        self._read: dict[str, _Index] = {}

    def full_matches(self, text: str) -> Iterator[tuple[Phrase, Any]]:
        """Yield the phrases that match the whole text, each with its match."""
        if not self._phrases or not text:
            return
        words = plain(text)
        found: list[int] = []
        for index in self._indexes(text):
            found += index.candidates(words)
        for number in sorted(set(found)):
            if number not in self._compiled:
                self._compiled[number] = compile_expression(self._phrases[number].regex)
            match = _matched(self._compiled[number], text)
            if match:
                yield self._phrases[number], match

    def may_match_in(self, text: str) -> bool:
        """Whether `text` has the words that one of the phrases needs, in whatever place.

        Where it has not, no part of it matches any of them.
        """
        words = plain(text)
        return any(index.may_match_in(words) for index in self._indexes(text))

    def _indexes(self, text: str) -> Iterator[_Index]:
        for script in ("", *_scripts_in(text, self._foreign)):
            index = self._read.get(script)
            if index is None:
                index = _Index(self._phrases, self._scripts.get(script, ()))
                self._read[script] = index
            yield index


class _Index:
    """Which phrases a text may match, by how it begins and the words it has."""

    def __init__(self, phrases: Sequence[Phrase], numbers: Sequence[int]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._needs: dict[int, tuple[str, ...]] = {}
        self._anywhere: list[int] = []
        for number in numbers:
            literals = phrases[number].literals
            self._needs[number] = literals.needs
            if not literals.starts:
                self._anywhere.append(number)
            for start in literals.starts:
                self._starts.setdefault(start, []).append(number)

    def candidates(self, words: str) -> list[int]:
        """The numbers of phrases that may match all of a text; `words` is its plain form."""
        found: list[int] = []
        if self._anywhere and self._any_anywhere(words):
            found += self._anywhere
        for size in range(1, min(LONGEST_START, len(words)) + 1):
            found += self._starts.get(words[:size], ())
        return [number for number in found if _has(words, self._needs[number])]

    def may_match_in(self, words: str) -> bool:
        """Whether one of the phrases may match a part of a text."""
        return bool(self._needs) and bool(self._any(words))

    @computed
    def _any(self) -> Callable[[str], list[int]]:
        return _one_of(self._needs.values())

    @computed
    def _any_anywhere(self) -> Callable[[str], list[int]]:
        return _one_of(self._needs[number] for number in self._anywhere)


def _has(text: str, words: tuple[str, ...]) -> bool:
    return not words or any(map(text.__contains__, words))


def _one_of(sets: Iterable[tuple[str, ...]]) -> Callable[[str], list[int]]:
    """Return a test for a word of one of the sets in a text; every text passes an empty set."""
    words = dict.fromkeys(word for words in sets for word in words or ("",))
    return search_set(["|".join(map(quoted, words))])


@lru_cache(maxsize=8)
def _scripts_in(text: str, scripts: tuple[str, ...]) -> tuple[str, ...]:
    """The scripts, as RE2 classes, of which a text has a character."""
    if not _OTHER_SCRIPTS.found_in(text):
        return ()
    return tuple(scripts[number] for number in _script_set(scripts)(text))


@cache
def _script_set(scripts: tuple[str, ...]) -> Callable[[str], list[int]]:
    return search_set(scripts)


def _matched(compiled: Any, text: str) -> Any:
    """Match all of a text; one that would take too long without RE2 is content."""
    try:
        return compiled.fullmatch(text)
    except TimeoutError:
        return None
