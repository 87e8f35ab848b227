"""The proof of a long body: a run of its parts at a time.

A run ends where a new block begins in both documents, outside of everything: a paragraph put there
must be the last thing that either of them shows, with nothing open around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from newskit.convert.body.whole import definitions_for, definitions_in, proves_whole
from newskit.convert.fragment import Shown, text_of
from newskit.markup import cuts
from newskit.markup.cuts import probe_for

__all__ = ["Seam", "begins_anew", "proves_body"]

_BEGINNING = re.compile(r"[^\s\-*+\d]")
"""What begins no list item and no code, which could go on with what is before it."""


class Seam(NamedTuple):
    """A place between two parts: how many texts were written before it, and from how many."""

    written: int
    sources: int


def begins_anew(text: str) -> bool:
    """Tell whether Markdown behind a blank line surely begins a block outside of any other."""
    return _BEGINNING.match(text) is not None


def proves_body(
    written: Sequence[str],
    sources: Sequence[tuple[bool, Shown]],
    seams: Sequence[Seam],
    *,
    semantics: bool,
    kramdown: bool,
) -> bool:
    """Tell whether the new body shows what the parts it was made from did.

    Args:
        written: the new body, in texts that follow each other.
        sources: what each part was, and whether it was HTML.
        seams: places where the new body begins a block that goes on with nothing before it.
        semantics: whether elements Markdown has no syntax for count.
        kramdown: whether it is kramdown's reading that counts.
    """
    before = definitions_in(text_of(text) for html, text in sources if not html)
    ends = list(_ends(written, seams))
    if not ends:
        markdown = "".join(written)
        parts = _texts(sources)
        return proves_whole(markdown, parts, before, semantics=semantics, kramdown=kramdown)
    after = definitions_in(written)
    word = probe_for([*written, *[text for _, text in sources]])
    probe = f"<p>{word}</p>"
    start = Seam(0, 0)
    least = 0
    for end, length in ends:
        if length < least:
            continue
        markdown = "".join(written[start.written : end.written])
        if proves_whole(
            f"{_with_definitions(markdown, after)}\n\n{word}\n",
            [*_texts(sources[start.sources : end.sources]), (True, probe)],
            before,
            semantics=semantics,
            kramdown=kramdown,
            ends_with=probe,
        ):
            start = end
        else:
            # Twice as far: all attempts together take no more than the whole does.
            least = length + len(markdown)
    markdown = _with_definitions("".join(written[start.written :]), after)
    rest = _texts(sources[start.sources :])
    return proves_whole(markdown, rest, before, semantics=semantics, kramdown=kramdown)


def _texts(sources: Sequence[tuple[bool, Shown]]) -> list[tuple[bool, str]]:
    return [(html, text_of(text)) for html, text in sources]


def _ends(written: Sequence[str], seams: Sequence[Seam]) -> Iterator[tuple[Seam, int]]:
    """Yield where runs may end, each with the length of what was written before it."""
    length = last = place = 0
    for seam in seams:
        length += sum(map(len, written[place : seam.written]))
        place = seam.written
        if length - last >= cuts.PIECE:
            yield seam, length
            last = length


def _with_definitions(markdown: str, definitions: Mapping[str, str]) -> str:
    needed = definitions_for(markdown, definitions)
    return f"{needed}\n\n{markdown}" if needed else markdown
