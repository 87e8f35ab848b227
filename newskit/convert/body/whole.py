"""The proof of a whole body: its parts as they were, and what was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from newskit.convert.body.segments import Segment
from newskit.convert.pieces import Shown, text_of
from newskit.convert.proof.meant import has_conventions, render_part
from newskit.convert.proof.verify import proves
from newskit.convert.result import Conversion
from newskit.convert.tree import body_html
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.markup import cuts
from newskit.markup.cuts import probe_for
from newskit.markup.definitions import link_definitions
from newskit.markup.html_spans import SPAN_TAGS
from newskit.render.cmark import render_markdown

_LONE_TAG = lazy(
    rf"^( {{0,3}})(?=</?(?:{'|'.join(sorted(SPAN_TAGS))})\b[^<>\n]*>[ \t]*$)", re.MULTILINE
)
_LABEL = lazy(r"\[([^\[\]]+)\]")


def proves_whole(
    markdown: str,
    sources: Sequence[tuple[bool, str]],
    definitions: Mapping[str, str],
    *,
    semantics: bool,
    kramdown: bool = False,
    ends_with: str = "",
) -> bool:
    """Render the parts as they were and the body as it is now, and compare.

    Args:
        markdown: the new body.
        sources: what each part was, and whether it was HTML.
        definitions: the link reference definitions of the body as it was, by label.
        semantics: whether elements Markdown has no syntax for count.
        kramdown: whether it is kramdown's reading that counts: there, an inline tag alone on its
            line begins a paragraph, in CommonMark (4.6) a block of HTML.
        ends_with: HTML that the parser must read last, with nothing open around it.
    """
    if _proves(markdown, sources, definitions, semantics=semantics, ends_with=ends_with):
        return True
    if not kramdown or not any(not html and _LONE_TAG.search(text) for html, text in sources):
        return False
    texts = [(html, text if html else _in_paragraphs(text)) for html, text in sources]
    markdown = _in_paragraphs(markdown)
    return _proves(markdown, texts, definitions, semantics=semantics, ends_with=ends_with)


def definitions_in(texts: Iterable[str]) -> dict[str, str]:
    """Return the link reference definitions in parts of a body, the first of each label."""
    found: dict[str, str] = {}
    for text in texts:
        for match in link_definitions(text):
            found.setdefault(_label(match[0]), match[0])
    return found


def definitions_for(text: str, definitions: Mapping[str, str]) -> str:
    """Return the definitions that a text uses: all of them every time would be quadratic."""
    if not definitions:
        return ""
    used = dict.fromkeys(_normal(label) for label in _LABEL.findall(text))
    return "\n".join([definitions[label] for label in used if label in definitions])


def _in_paragraphs(text: str) -> str:
    return _LONE_TAG.sub(r"\1<span></span>", text)


def _proves(
    markdown: str,
    sources: Sequence[tuple[bool, str]],
    definitions: Mapping[str, str],
    *,
    semantics: bool,
    ends_with: str,
) -> bool:
    source: list[str] = []
    meant = any(html and has_conventions(text) for html, text in sources)
    for html, group in groupby(sources, key=lambda one: one[0]):
        texts = [text for _, text in group]
        if html:
            source += [f"<div>{text}</div>" for text in texts]
            continue
        text = "".join(texts)
        text = f"{text}\n\n{definitions_for(text, definitions)}"
        source.append(render_part(text, footnotes=False) if meant else render_markdown(text))
    serialized = body_html("\n".join(source))
    if ends_with and not serialized.endswith(f"<div>{ends_with}</div></body>"):
        return False
    return proves(markdown, serialized, semantics=semantics)


def _label(definition: str) -> str:
    found = _LABEL.search(definition)
    return _normal(found[1]) if found else ""


def _normal(label: str) -> str:
    """Return a label as CommonMark (4.7) compares it."""
    return " ".join(label.split()).casefold()


# The proof of a long body: a run of its parts at a time.


_BEGINNING = lazy(r"[^\s\-*+\d]")
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
    shows = partial(proves_whole, semantics=semantics, kramdown=kramdown)
    ends = list(_ends(written, seams, cuts.PIECE))
    if not ends:
        return shows("".join(written), _texts(sources), before)
    after = definitions_in(written)
    word = probe_for([*written, *[text for _, text in sources]])
    probe = f"<p>{word}</p>"
    start = Seam(0, 0)
    least = 0
    for end, length in ends:
        if length < least:
            continue
        markdown = "".join(written[start.written : end.written])
        probed = f"{_with_definitions(markdown, after)}\n\n{word}\n"
        parts = [*_texts(sources[start.sources : end.sources]), (True, probe)]
        if shows(probed, parts, before, ends_with=probe):
            start = end
        else:
            # Twice as far: all attempts together take no more than the whole does.
            least = length + len(markdown)
    markdown = _with_definitions("".join(written[start.written :]), after)
    return shows(markdown, _texts(sources[start.sources :]), before)


def _texts(sources: Sequence[tuple[bool, Shown]]) -> list[tuple[bool, str]]:
    return [(html, text_of(text)) for html, text in sources]


def _ends(written: Sequence[str], seams: Sequence[Seam], piece: int) -> Iterator[tuple[Seam, int]]:
    """Yield where runs may end, each with the length of what was written before it."""
    length = last = place = 0
    for seam in seams:
        length += sum(map(len, written[place : seam.written]))
        place = seam.written
        if length - last >= piece:
            yield seam, length
            last = length


def _with_definitions(markdown: str, definitions: Mapping[str, str]) -> str:
    needed = definitions_for(markdown, definitions)
    return f"{needed}\n\n{markdown}" if needed else markdown


# Bodies whose parts are proved one by one, but not together: as many of them as can be.


_MOST_ATTEMPTS = 40
_RUN = 1_000
"""Length of the runs among which a tear is looked for, in code points: some paragraphs."""

_FARTHEST = 3
"""How many runs on a tear may show, before it counts as one of the first of them."""


def torn_runs(
    written: Sequence[str],
    sources: Sequence[tuple[bool, Shown]],
    seams: Sequence[Seam],
    *,
    semantics: bool,
    kramdown: bool,
) -> Iterator[tuple[int, int]]:
    """Yield the runs of sources that, by themselves, do not show what was written for them.

    A hint where to look, not a proof: what a run means may depend on what stands before it.

    Args:
        written: the new body, in texts that follow each other.
        sources: what each part was, and whether it was HTML.
        seams: places where the new body begins a block.
        semantics: whether elements Markdown has no syntax for count.
        kramdown: whether it is kramdown's reading that counts.
    """
    before = definitions_in(text_of(text) for html, text in sources if not html)
    after = definitions_in(written)
    end = Seam(len(written), len(sources))
    ends = [seam for seam, _ in _ends(written, seams, _RUN) if seam.written < end.written]
    ends.append(end)
    start, place = Seam(0, 0), 0
    while place < len(ends):
        for far in range(place, min(place + _FARTHEST, len(ends))):
            markdown = "".join(written[start.written : ends[far].written])
            if proves_whole(
                _with_definitions(markdown, after),
                _texts(sources[start.sources : ends[far].sources]),
                before,
                semantics=semantics,
                kramdown=kramdown,
            ):
                place = far
                break
        else:
            yield start.sources, ends[place].sources
        start, place = ends[place], place + 1


def convert_apart(
    segments: list[Segment],
    write: Callable[[list[Segment]], Conversion],
    touched: Sequence[Segment],
    torn: Sequence[Segment],
) -> Conversion:
    """Convert the parts that leave the rest as it was; the others stay.

    Halves of what cannot be converted together are tried by themselves.

    Args:
        segments: the parts of the body.
        write: converts and proves a body cut into parts.
        touched: the parts that become something else.
        torn: those of them in which the fault may lie; empty where that is not known.
    """
    parts = _places(segments, touched)
    kept = _places(segments, torn)
    best = write(_without(segments, kept)) if kept else None
    if best is None or not best.proved:
        kept = parts
        best = write(_without(segments, kept))
    # All of them together are what could not be proved.
    pending = _halves(sorted(kept))
    for _ in range(_MOST_ATTEMPTS):
        if not pending:
            break
        group = pending.pop(0)
        tried = write(_without(segments, kept.difference(group)))
        if tried.proved:
            kept.difference_update(group)
            best = tried
        else:
            pending += _halves(group)
    return best


def _places(segments: list[Segment], parts: Sequence[Segment]) -> set[int]:
    starts = {part.start for part in parts}
    return {place for place, part in enumerate(segments) if part.start in starts}


def _halves(group: list[int]) -> list[list[int]]:
    middle = len(group) // 2
    return [group[:middle], group[middle:]] if middle else []


def _without(segments: list[Segment], kept: set[int]) -> list[Segment]:
    return [
        part._replace(kind="opaque") if place in kept else part
        for place, part in enumerate(segments)
    ]
