"""The built-in rules: phrase files, one a language, compiled when they are first needed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from newskit.config.strip import Kind, Where
from newskit.strip.folding import fold

__all__ = [
    "ADDRESS",
    "LINK",
    "SLOTS",
    "PatternError",
    "Phrase",
    "Phrases",
    "compile_pattern",
    "group_fact",
    "load_phrases",
]


# The small pattern language of the built-in phrase files, compiled to RE2 (linear time).


LINK: Final = r"\[[^\[\]]*\]\([^()]*\)"
ADDRESS: Final = r"<[^<>]*>"
_IMAGE: Final = r"!\[[^\[\]]*\]\([^()]*\)"
_REF: Final = rf"(?:{LINK}|{ADDRESS})"
_MIXED: Final = rf"(?:[^\[\]<>|\n]|{LINK}|{ADDRESS})"
_GLUE: Final = r"(?:[\s,/|&;>*+=~\-、،]|and|or|und|oder|et|ou|y|o|e|и|و|和|与|或|と|や|및)*"

# Slots that hold nothing worth keeping.
_PLAIN_SLOTS: Final = {
    "link": LINK,
    "url": _REF,
    "links": rf"(?:{_GLUE}(?:[^\[\]<>()|\n:]{{0,24}}[: ]\s*)?{_REF})+{_GLUE}",
    "image": _IMAGE,
    "name": rf"{_MIXED}+?",
    "word": r"[^\s\[\]<>|,;:()]+",
    "text": rf"(?:{_MIXED}|[\[\]|])*?",
    "date": r"[^\[\]<>()|\n]{4,40}?",
    "number": r"[0-9]+",
    "handle": r"@[\w.@-]+",
    "mail": r"(?:<[^<>\s]+@[^<>\s]+>|[\w.+-]+@[\w.-]+\.\w+)",
}
# A name, or a link with what follows it; before the link only a few CJK or other non-Latin words.
_ORIGIN: Final = rf"(?:[^\[\]<>|\na-zA-Z]{{0,14}}{_REF}{_MIXED}*?|[^\[\]<>|\n]+?)"
# Slots whose text becomes a fact.
_FACTS: Final = (
    "source",
    "author",
    "translator",
    "proofreader",
    "editor",
    "licence",
    "site",
)
_URL_FACTS: Final = ("source_url", "discuss_url", "licence_url", "contact_url", "author_url")
SLOTS: Final = (*_PLAIN_SLOTS, *_FACTS, *_URL_FACTS, "origin", "published")
_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_TOKEN: Final = re.compile(
    r"\{(?P<slot>\w+)\}|(?P<close>[)\]])(?P<times>[?*]?)|(?P<open>[(\[|])|(?P<space>\s+)"
    r"|\\(?P<escaped>.)|(?P<maybe>\?)|(?P<char>.)"
)
_QUOTED: Final = "\\.+*?^$-#&~()[]{}|"


class PatternError(ValueError):
    """A phrase that is not written as the pattern language asks."""


def compile_pattern(source: str) -> str:
    """Return the RE2 source of a phrase, to be matched in full.

    Raises:
        PatternError: when brackets do not match or a slot is unknown.
    """
    source = fold(source)
    pieces: list[str] = []
    closers: list[str] = []
    slots = 0
    for match in _TOKEN.finditer(source):
        if match["slot"]:
            slots += 1
            gap = " ?" if match.start() and _is_cjk(source[match.start() - 1]) else ""
            pieces.append(gap + _slot(match["slot"], slots))
        elif match["space"]:
            if source.startswith(":", match.start() - 1):
                continue  # a colon takes the space after it, or none
            pieces.append(" ?" if _beside_cjk(source, match.start(), match.end()) else " ")
        elif match["maybe"] and pieces:
            pieces[-1] = f"(?:{pieces[-1]})?"
        elif match["open"]:
            pieces.append("|" if match["open"] == "|" else "(?:")
            closers += {"(": ")", "[": "]"}.get(match["open"], "")
        elif match["close"]:
            if not closers or closers.pop() != match["close"]:
                raise PatternError(f"bracket {match['close']!r} does not match in {source!r}")
            times = match["times"] or ("" if match["close"] == ")" else "?")
            pieces.append(f"){times}")
        else:
            gap = " ?" if _cjk_border(source, match.start()) else ""
            pieces.append(gap + _literal(match["escaped"] or match["char"]))
    if closers:
        raise PatternError(f"bracket not closed in {source!r}")
    return f"(?i){''.join(pieces)}"


def group_fact(group: str) -> str:
    """The slot a group of a compiled pattern stands for."""
    return group.rsplit("__", 1)[0]


def _slot(name: str, number: int) -> str:
    if name in _PLAIN_SLOTS:
        return _PLAIN_SLOTS[name]
    if name in _FACTS:
        return rf"(?P<{name}__{number}>{_MIXED}+?)"
    if name in _URL_FACTS:
        return rf"(?P<{name}__{number}>{_REF})"
    if name == "origin":
        return rf"(?P<origin__{number}>{_ORIGIN})"
    if name == "published":
        return rf"(?P<published__{number}>{_PLAIN_SLOTS['date']})"
    raise PatternError(f"unknown slot {{{name}}}")


def _literal(char: str) -> str:
    if char == ":":
        return r"\s?[:|]\s?"
    return f"\\{char}" if char in _QUOTED else char


def _is_cjk(char: str) -> bool:
    return re.match(f"[{_CJK}]", char) is not None


def _beside_cjk(source: str, start: int, end: int) -> bool:
    return (start > 0 and _is_cjk(source[start - 1])) or (
        end < len(source) and _is_cjk(source[end])
    )


def _cjk_border(source: str, place: int) -> bool:
    """Whether people may put a space before the character at `place`: CJK beside something else."""
    if place == 0 or source[place - 1].isspace():
        return False
    before, here = source[place - 1], source[place]
    if before == "}":
        return _is_cjk(here)
    return before.isalnum() and here.isalnum() and _is_cjk(before) != _is_cjk(here)


# List name → (where, matched on the text of a link, the fact the link's address is).
_LISTS: Final = {
    "sentences": Where.TAIL,
    "lines": Where.TAIL,
    "run": Where.RUN,
    "headings": Where.HEAD,
}
_LINK_LISTS: Final = {
    "links": "",
    "run_links": "",
    "source_url_links": "source_url",
    "discuss_url_links": "discuss_url",
    "licence_url_links": "licence_url",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One built-in pattern.

    Attributes:
        id: where it stands, such as ``en:source:sentences:3``.
        kind: what a matching block is.
        where: when a matching block goes.
        regex: RE2 source, to be matched in full.
        sentence: whether it may be cut off the end of a paragraph.
        link_fact: the fact that the address of a link with this text is, if any.
        script: RE2 class of which a text must hold a character; empty for any.
    """

    id: str
    kind: Kind
    where: Where
    regex: str
    sentence: bool = False
    link_fact: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """All built-in patterns, and the words that tell a kind or content."""

    lines: tuple[Phrase, ...] = ()
    links: tuple[Phrase, ...] = ()
    sources: tuple[Phrase, ...] = ()
    cues: tuple[tuple[Kind, tuple[str, ...]], ...] = field(default=())
    keep: tuple[str, ...] = ()
    copulas: tuple[str, ...] = ()


@cache
def load_phrases() -> Phrases:
    """Read and compile the phrase files of the package."""
    lines: list[Phrase] = []
    links: list[Phrase] = []
    sources: list[Phrase] = []
    keep: list[str] = []
    copulas: list[str] = []
    cues: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    folder = files("newskit.strip").joinpath("builtin")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        language = entry.name.removesuffix(".toml")
        tables = tomllib.loads(entry.read_text(encoding="utf-8"))
        script = str(tables.get("script", ""))
        kept = tables.get("keep", {})
        keep += [fold(cue).casefold() for cue in kept.get("cues", ())]
        copulas += [fold(cue).casefold() for cue in kept.get("copulas", ())]
        for name in Kind:
            table = tables.get(name.value, {})
            cues[name] += [fold(cue).casefold() for cue in table.get("cues", ())]
            for listed, patterns in table.items():
                for number, pattern in enumerate(patterns, 1):
                    phrase_id = f"{language}:{name}:{listed}:{number}"
                    if listed in _LISTS:
                        where = _LISTS[listed]
                        regex = compile_pattern(pattern)
                        sentence = listed == "sentences"
                        lines.append(Phrase(phrase_id, name, where, regex, sentence, script=script))
                    elif listed in _LINK_LISTS:
                        regex = compile_pattern(pattern)
                        fact = _LINK_LISTS[listed]
                        where = Where.RUN if listed == "run_links" else Where.TAIL
                        links.append(
                            Phrase(phrase_id, name, where, regex, link_fact=fact, script=script)
                        )
                    elif listed == "sources":
                        sources.append(Phrase(phrase_id, name, Where.TAIL, f"(?i){pattern}"))
    found = tuple((kind, tuple(sorted(set(words)))) for kind, words in cues.items())
    return Phrases(
        tuple(lines),
        tuple(links),
        tuple(sources),
        found,
        tuple(sorted(set(keep))),
        tuple(sorted(set(copulas))),
    )
