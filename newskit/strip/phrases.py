"""The built-in rules: phrase files, one a language, compiled when they are first needed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from newskit.config.strip import Kind, Where
from newskit.strip.folding import fold
from newskit.strip.pattern import compile_pattern

__all__ = ["Phrase", "Phrases", "load_phrases"]

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
