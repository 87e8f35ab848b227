"""The built-in rules: phrase files, one a language; the banks made of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from newskit.characters import Characters
from newskit.config.strip import Kind, Where
from newskit.frozen import NamedTuple, dataclass
from newskit.kept import Kept
from newskit.lazy import computed, lazy
from newskit.linear import compile_expression, full_set, quoted, search_set
from newskit.strip.pattern import (
    LONGEST_START,
    Literals,
    compile_label,
    compile_pattern,
    fold,
    one_of,
    plain,
)
from newskit.version import __version__

# List of whole patterns → where.
_LISTS: Final = {
    "sentences": Where.TAIL,
    "lines": Where.TAIL,
    "run": Where.RUN,
    "headings": Where.HEAD,
}
# List of texts of links → the fact the link's address is.
_LINK_LISTS: Final = {
    "links": "",
    "run_links": "",
    "source_url_links": "source_url",
    "discuss_url_links": "discuss_url",
    "licence_url_links": "licence_url",
}
# List of labels, by kind → (the slot behind them, where).
_LABEL_LISTS: Final = {
    (Kind.SOURCE, "labels"): ("source", Where.TAIL),
    (Kind.SOURCE, "url_labels"): ("original", Where.TAIL),
    (Kind.SOURCE, "title_labels"): ("title", Where.RUN),
    (Kind.CREDIT, "translator"): ("translator", Where.TAIL),
    (Kind.CREDIT, "group"): ("translator_group", Where.TAIL),
    (Kind.CREDIT, "proofreader"): ("proofreader", Where.TAIL),
    (Kind.CREDIT, "editor"): ("editor", Where.TAIL),
    (Kind.CREDIT, "author"): ("author", Where.RUN),
    (Kind.NAV, "labels"): ("refs", Where.TAIL),
    (Kind.NAV, "source_url_labels"): ("source_url", Where.TAIL),
    (Kind.SHARE, "labels"): ("links", Where.TAIL),
    (Kind.SHARE, "discuss_labels"): ("discuss_url", Where.TAIL),
    (Kind.SUBSCRIBE, "labels"): ("links", Where.RUN),
    (Kind.LEGAL, "labels"): ("licence", Where.TAIL),
    (Kind.TAGS, "labels"): ("tags", Where.TAIL),
    (Kind.RELATED, "labels"): ("refs", Where.TAIL),
    (Kind.STAMP, "labels"): ("date", Where.RUN),
}
_MARKS: Final = ("©", "(c)", "copyr")
_RESERVED: Final = "\0"
_KEPT: Final = Kept("phrases", __version__)
_BUILTIN: Final = Path(__file__).with_name("builtin")
_COPYRIGHT: Final = r"(?:©|\(c\)|copyright)(?:\s?(?:©|\(c\)|copyright))?"


class Phrase(NamedTuple):
    """One built-in pattern.

    Attributes:
        id: where it stands, such as ``en:source:sentences:3``.
        kind: what a matching block is.
        where: when a matching block goes.
        patterns: the pattern, or the labels of a line that goes on with `slot`.
        sentence: whether it may be cut off the end of a paragraph.
        link_fact: the fact that the address of a link with this text is, if any.
        script: RE2 class of which a text must hold a character; empty for any.
        language: the language whose posts it is asked of; empty for all.
        expression: RE2 source, with `_RESERVED` for any of the patterns.
        starts: what the texts that it matches begin with (`Literals`), a line each.
        needs: what they hold, a line each.
    """

    id: str
    kind: Kind
    where: Where
    patterns: tuple[str, ...] = ()
    slot: str = ""
    sentence: bool = False
    link_fact: str = ""
    script: str = ""
    language: str = ""
    expression: str = ""
    starts: str = ""
    needs: str = ""

    @property
    def literals(self) -> Literals:
        """What the texts that it matches have in common."""
        return Literals(*(tuple(one.split("\n")) if one else () for one in self[-2:]))

    @property
    def regex(self) -> str:
        """RE2 source, to be matched in full."""
        if self.slot:
            return compile_label(self.patterns, self.slot)
        if self.expression:
            return self.expression.replace(_RESERVED, _any_of(self.patterns))
        return compile_pattern(self.patterns[0])


@dataclass(frozen=True, slots=True)
class Phrases:
    """All built-in patterns: of lines, of the texts of links, of source."""

    lines: tuple[Phrase, ...] = ()
    links: tuple[Phrase, ...] = ()
    sources: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The words that tell a kind or content, in folded case, and the commonest of each language."""

    cues: tuple[tuple[Kind, tuple[str, ...]], ...] = ()
    keep: tuple[str, ...] = ()
    copulas: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    common: tuple[tuple[str, frozenset[str]], ...] = ()


@cache
def load_phrases() -> Phrases:
    """Return the patterns of the phrase files of the package."""
    lines, links, sources = (tuple(map(_phrase, rows)) for rows in _kept("phrases", _read_phrases))
    return Phrases(lines, links, sources)


def _kept(name: str, read: Callable[[], Any]) -> Any:
    """Return what is read from the phrase files, as it was kept if they are the same."""
    return _KEPT.get(name, read, _state())


@cache
def _state() -> tuple[tuple[str, int, int], ...]:
    """Return size and time of the phrase files and of the code that reads them."""
    entries = (entry for folder in (_BUILTIN, _BUILTIN.parent) for entry in os.scandir(folder))
    states = ((entry.name, entry.stat()) for entry in entries if entry.is_file())
    return tuple(sorted((name, one.st_size, one.st_mtime_ns) for name, one in states))


def _row(phrase: Phrase) -> tuple[Any, ...]:
    """Return a phrase as it is kept: texts and tuples."""
    return (phrase.id, phrase.kind.value, phrase.where.value, *phrase[3:])


def _phrase(row: tuple[Any, ...]) -> Phrase:
    name, kind, where, *rest = row
    return Phrase._make((name, _KINDS[kind], _WHERES[where], *rest))


def _with(phrase: Phrase, literals: Literals) -> Phrase:
    return phrase._replace(starts="\n".join(literals.starts), needs="\n".join(literals.needs))


_KINDS: Final = {kind.value: kind for kind in Kind}
_WHERES: Final = {where.value: where for where in Where}


def _read_phrases() -> tuple[tuple[tuple[Any, ...], ...], ...]:
    """Read the phrase files; return the rows of the phrases of lines, of links and of source."""
    lines: list[Phrase] = []
    links: list[Phrase] = []
    sources: list[Phrase] = []
    rights: list[str] = []
    for language, tables in _files():
        rights += tables.get("legal", {}).get("rights", ())
        for kind in Kind:
            table = tables.get(kind.value, {})
            for phrase in _phrases(language, str(tables.get("script", "")), kind, table):
                if ":sources:" in phrase.id:
                    sources.append(phrase)
                else:
                    (links if "links:" in phrase.id else lines).append(phrase)
    return tuple(tuple(map(_row, one)) for one in ((*lines, *_copyright(rights)), links, sources))


@cache
def load_words() -> Words:
    """Return the words of the phrase files of the package."""
    cues, words, common = _kept("words", _read_words)
    return Words(tuple((_KINDS[kind], listed) for kind, listed in cues), common=common, **words)


def _read_words() -> tuple[Any, ...]:
    """Read the cues of each kind, the other words by name, and the commonest by language."""
    names = ("copulas", "notes", "own", "thanks")
    words: dict[str, list[str]] = {name: [] for name in ("keep", *names)}
    cues: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    common: list[tuple[str, frozenset[str]]] = []
    for language, tables in _files():
        common.append((language, frozenset(tables.get("words", ()))))
        content = tables.get("content", {})
        words["keep"] += _folded(content.get("cues", ()))
        for name in names:
            words[name] += _folded(content.get(name, ()))
        for kind in Kind:
            cues[kind] += _folded(tables.get(kind.value, {}).get("cues", ()))
    found = tuple((kind.value, tuple(sorted(set(listed)))) for kind, listed in cues.items())
    rest = {name: tuple(sorted(set(listed))) for name, listed in words.items()}
    return found, rest, tuple(common)


@cache
def _files() -> tuple[tuple[str, dict[str, Any]], ...]:
    import tomli

    paths = sorted(_BUILTIN.glob("*.toml"))
    return tuple((path.stem, tomli.loads(path.read_text(encoding="utf-8"))) for path in paths)


def _folded(words: Iterable[str]) -> list[str]:
    return [fold(word).casefold() for word in words]


def _phrases(language: str, script: str, kind: Kind, table: dict[str, Any]) -> Iterator[Phrase]:
    """Yield the phrases of one kind of a file."""
    opening = str(table.get("opening", ""))
    for listed, patterns in table.items():
        if listed == "opening":
            continue
        where = f"{language}:{kind}:{listed}"
        if (kind, listed) in _LABEL_LISTS:
            slot, place = _LABEL_LISTS[kind, listed]
            # One word means different things in different languages.
            own = "" if script or language == "any" else language
            name, labels = f"{where}:1", tuple(patterns)
            phrase = Phrase(name, kind, place, labels, slot, script=script, language=own)
            yield _with(phrase, one_of(labels))
            if kind is Kind.NAV and slot == "refs":
                yield _label_in_link(phrase)
            continue
        for number, pattern in enumerate(patterns, 1):
            name = f"{where}:{number}"
            if listed in _LISTS:
                begun = [f"{opening}[ ]{pattern}"] if opening and listed == "lines" else []
                for one in (pattern, *begun):
                    is_sentence = listed == "sentences"
                    phrase = Phrase(
                        name, kind, _LISTS[listed], (one,), "", is_sentence, script=script
                    )
                    yield _with(phrase, one_of((one,)))
            elif listed in _LINK_LISTS:
                place = Where.RUN if listed == "run_links" else Where.TAIL
                fact = _LINK_LISTS[listed]
                phrase = Phrase(name, kind, place, (pattern,), link_fact=fact, script=script)
                yield _with(phrase, one_of((pattern,)))
            elif listed == "sources":
                yield Phrase(name, kind, Where.TAIL, expression=f"(?i){pattern}")


def _label_in_link(phrase: Phrase) -> Phrase:
    """The text of a link that says itself what it leads to: `[Next: The mill](…)`."""
    pattern = f"({'|'.join(phrase.patterns)}): {{tail}}"
    name = phrase.id.replace(":labels:", ":label_links:")
    inside = phrase._replace(id=name, patterns=(pattern,), slot="")
    return _with(inside, one_of((pattern,)))


def _copyright(rights: list[str]) -> Iterator[Phrase]:
    """The copyright line, with the reserve of rights in any language or none."""
    patterns, reserved = tuple(rights), _RESERVED
    holder = r"(?P<copyright__1>[^\[\]<>|\n]{2,80}?|\[[^\[\]]*\]\([^()]*\))"
    years = r"(?:[0-9]{4}(?:\s?[-,/]\s?(?:[0-9]{2,4}|present|now))*)"
    shapes = (
        rf"(?i){_COPYRIGHT}\s?{years}(?:\s?(?:by|,|-|\|)?\s?{holder})?(?:\s?[.,;|-]?\s?(?:{reserved}))?",
        rf"(?i)(?:©|\(c\))\s?(?:copyright\s)?{holder}(?:,?\s{years})?(?:\s?[.,;|-]?\s?(?:{reserved}))?",
        rf"(?i){_COPYRIGHT}\s?(?:by\s)?{holder},?\s{years}(?:\s?[.,;|-]?\s?(?:{reserved}))?",
        rf"(?i)(?:{reserved})",
        rf"(?i)(?:{_COPYRIGHT}\s)?{holder}\s?[.,;|-]\s?(?:{reserved})",
        r"(?i)copyright\s(?:by\s)?(?P<name__1>[^\[\]<>|\n]{2,60}?|\[[^\[\]]*\]\([^()]*\))",
        rf"(?i)(?:{reserved})\s?[.,;|-]?\s?{_COPYRIGHT}\s?{years}?\s?{holder}?",
    )
    marks, reserve = Literals(_MARKS), one_of(patterns)
    given = (
        marks,
        Literals(_MARKS[:2]),
        marks,
        reserve,
        Literals(needs=reserve.needs),
        marks,
        reserve,
    )
    for number, (regex, literals) in enumerate(zip(shapes, given, strict=True), 1):
        name = f"any:{Kind.LEGAL}:lines:copyright-{number}"
        phrase = Phrase(name, Kind.LEGAL, Where.TAIL, patterns, expression=regex)
        yield _with(phrase, literals)


@cache
def _any_of(patterns: tuple[str, ...]) -> str:
    return "|".join(compile_pattern(one).removeprefix("(?i)") for one in patterns)


# Banks of expressions: an archive's rules and the built-in phrases, each tried in linear time.

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
        self._phrases = phrases
        self._numbers = numbers
        for number in numbers:
            starts = phrases[number].starts
            if not starts:
                self._anywhere.append(number)
                continue
            for start in starts.split("\n"):
                self._starts.setdefault(start, []).append(number)

    def candidates(self, words: str) -> list[int]:
        """The numbers of phrases that may match all of a text; `words` is its plain form."""
        found: list[int] = []
        if self._anywhere and self._any_anywhere(words):
            found += self._anywhere
        for size in range(1, min(LONGEST_START, len(words)) + 1):
            found += self._starts.get(words[:size], ())
        return [number for number in found if _has(words, self._needed(number))]

    def may_match_in(self, words: str) -> bool:
        """Whether one of the phrases may match a part of a text."""
        return bool(self._numbers) and bool(self._any(words))

    def _needed(self, number: int) -> tuple[str, ...]:
        known = self._needs.get(number)
        if known is None:
            known = self._needs[number] = self._phrases[number].literals.needs
        return known

    @computed
    def _any(self) -> Callable[[str], list[int]]:
        return _one_of(map(self._needed, self._numbers))

    @computed
    def _any_anywhere(self) -> Callable[[str], list[int]]:
        return _one_of(map(self._needed, self._anywhere))


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


# The language a body is written in, by its commonest words: enough to choose phrases by.

_REACH: Final = 6000
_WORD: Final = lazy(r"[^\W\d_]+")
_HIDDEN: Final = lazy(r"<[^<>]*>|\]\([^()\s]*\)|https?://\S+|`[^`\n]*`")
_FEW: Final = 4
# A language is ruled out when another is supported by so many times as many words.
_CLEAR: Final = 3


def speaks(body: str, language: str) -> bool:
    """Whether `body` may be written in `language`: its words do not clearly show another.

    English is read everywhere: feeds, licences and tools leave it in posts of all languages.
    """
    if language == "en":
        return True
    counts = _counts(body[-_REACH:])
    best = max(counts.values(), default=0)
    return best < _FEW or counts[language] * _CLEAR >= best


@lru_cache(maxsize=8)
def _counts(text: str) -> Counter[str]:
    spoken = _spoken()
    counts: Counter[str] = Counter()
    for word in _WORD.findall(_HIDDEN.sub(" ", text).casefold()):
        for language in spoken.get(word, ()):
            counts[language] += 1
    return counts


@cache
def _spoken() -> dict[str, list[str]]:
    """The languages that each common word is of."""
    spoken: dict[str, list[str]] = {}
    for language, common in load_words().common:
        for word in common:
            spoken.setdefault(word, []).append(language)
    return spoken
