"""The built-in rules: phrase files, one a language, compiled when they are first needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import tomli

from newskit.config.strip import Kind, Where
from newskit.frozen import dataclass
from newskit.strip.folding import fold
from newskit.strip.literals import Literals, one_of
from newskit.strip.pattern import compile_label, compile_pattern

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
_COPYRIGHT: Final = r"(?:©|\(c\)|copyright)(?:\s?(?:©|\(c\)|copyright))?"


@dataclass(frozen=True, slots=True)
class Phrase:
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
        expression: RE2 source, with `_RESERVED` for any of the patterns; `told` are its literals.
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
    told: Literals = Literals()

    @property
    def regex(self) -> str:
        """RE2 source, to be matched in full."""
        if self.slot:
            return compile_label(self.patterns, self.slot)
        if self.expression:
            return self.expression.replace(_RESERVED, _any_of(self.patterns))
        return compile_pattern(self.patterns[0])

    @property
    def literals(self) -> Literals:
        """What the texts that it matches have in common."""
        return self.told if self.expression else one_of(self.patterns)


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
    common: tuple[tuple[str, frozenset[str]], ...] = ()


@cache
def load_phrases() -> Phrases:
    """Read the patterns of the phrase files of the package."""
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
    return Phrases((*lines, *_copyright(rights)), tuple(links), tuple(sources))


@cache
def load_words() -> Words:
    """Read the words of the phrase files of the package."""
    words: dict[str, list[str]] = {name: [] for name in ("keep", "copulas", "notes", "own")}
    cues: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    common: list[tuple[str, frozenset[str]]] = []
    for language, tables in _files():
        common.append((language, frozenset(tables.get("words", ()))))
        content = tables.get("content", {})
        words["keep"] += _folded(content.get("cues", ()))
        for name in ("copulas", "notes", "own"):
            words[name] += _folded(content.get(name, ()))
        for kind in Kind:
            cues[kind] += _folded(tables.get(kind.value, {}).get("cues", ()))
    found = tuple((kind, tuple(sorted(set(listed)))) for kind, listed in cues.items())
    rest = {name: tuple(sorted(set(listed))) for name, listed in words.items()}
    return Words(found, common=tuple(common), **rest)


@cache
def _files() -> tuple[tuple[str, dict[str, Any]], ...]:
    paths = sorted(Path(__file__).with_name("builtin").glob("*.toml"))
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
            yield Phrase(name, kind, place, labels, slot, script=script, language=own)
            continue
        for number, pattern in enumerate(patterns, 1):
            name = f"{where}:{number}"
            if listed in _LISTS:
                begun = [f"{opening}[ ]{pattern}"] if opening and listed == "lines" else []
                for one in (pattern, *begun):
                    sentence = listed == "sentences"
                    yield Phrase(name, kind, _LISTS[listed], (one,), "", sentence, script=script)
            elif listed in _LINK_LISTS:
                place = Where.RUN if listed == "run_links" else Where.TAIL
                fact = _LINK_LISTS[listed]
                yield Phrase(name, kind, place, (pattern,), link_fact=fact, script=script)
            elif listed == "sources":
                yield Phrase(name, kind, Where.TAIL, expression=f"(?i){pattern}")


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
    )
    marks, reserve = Literals(_MARKS), one_of(patterns)
    told = (marks, Literals(_MARKS[:2]), marks, reserve, Literals(needs=reserve.needs), marks)
    for number, (regex, literals) in enumerate(zip(shapes, told, strict=True), 1):
        name = f"any:{Kind.LEGAL}:lines:copyright-{number}"
        yield Phrase(name, Kind.LEGAL, Where.TAIL, patterns, expression=regex, told=literals)


@cache
def _any_of(patterns: tuple[str, ...]) -> str:
    return "|".join(compile_pattern(one).removeprefix("(?i)") for one in patterns)
