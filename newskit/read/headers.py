"""Front matter that only some generators read; where one is known, its posts are read so.

Pelican: lines ``Key: value`` from the first line on, or between fences of three dashes. Nikola:
lines ``.. key: value`` at the start, in Markdown and HTML within a comment. Hexo
(hexo-front-matter 4 and 5): fences of three or more dashes or semicolons, the closing as long as
the opening; without an opening one, YAML that only dashes end, JSON that semicolons do; each tab
that indents a line of YAML is two spaces. Without
the generator's name such lines may as well be text, so they are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, KeySpan, Span
from newskit.read.formats.registry import meta_lines, parse_front_matter
from newskit.read.front_matter import Fences, Parsed

_END: Final = r"(?:\r\n?|\n|\Z)"
_LONGER: Final = lazy(r"(?<=[\r\n])---(?=-+[ \t]*(?:[\r\n]|\Z))")
_BLANK: Final = lazy(rf"[ \t]*{_END}")
_DASHES: Final = lazy(rf"-{{3}}(?:[ \t][^\r\n]*)?{_END}")
_CLOSING: Final = lazy(rf"(?:-{{3}}|\.{{3}})(?:[ \t][^\r\n]*)?{_END}")
_HEXO_OPENING: Final = lazy(rf"(?P<fence>-{{3,}}|;{{3,}})[ \t]*{_END}")
_HEXO: Final = lazy(rf"(?:\A|(?<=[\r\n]))(?P<fence>-{{3,}}|;{{3,}})[ \t]*{_END}")
_INDENT: Final = lazy(r"(?<=\n)\t+")
_COMMENT: Final = lazy(r"\s*<!--[ \t]*(?:\r\n?|\n)")
_COMMENT_END: Final = lazy(rf"[ \t\r\n]*-->[ \t]*{_END}")


def header_fences(text: str, generator: str) -> Fences | None:
    """Return the front matter that `generator` alone finds in a text; None where it has none.

    Args:
        text: the text of the file.
        generator: ``pelican``, ``nikola`` or ``hexo``; others find what `find_fences` does.
    """
    if generator == "pelican":
        return _pelican(text)
    if generator == "nikola":
        return _nikola(text)
    return _hexo(text) if generator == "hexo" else None


def longer_closing(text: str, fences: Fences) -> Fences:
    """Return front matter that Hugo closes at a line of more than three hyphens.

    It looks for a line that starts with the fence (0.111 and 0.168 were run): what goes on behind
    the three hyphens is the start of the body.
    """
    if fences.format is not FrontMatterFormat.YAML:
        return fences
    match = _LONGER.search(text, fences.content[0])
    if match is None:
        return fences
    start = match.start()
    content = (fences.content[0], start)
    return Fences(fences.format, fences.opening, content, (start, start + 3), start + 3)


def without_tabs(content: str) -> Parsed | None:
    """Return YAML as Hexo reads it, which takes a tab at the start of a line for two spaces.

    Offsets count in the text as it is written. None where that leaves it as broken as it was: in
    the first line Hexo leaves the tabs, too.
    """
    if "\n\t" not in content:
        return None
    parsed = parse_front_matter(
        FrontMatterFormat.YAML, _INDENT.sub(lambda match: match[0].replace("\t", "  "), content)
    )
    if not parsed.valid:
        return None
    tabs = [at for match in _INDENT.finditer(content) for at in range(*match.span())]
    seconds = [at + number + 1 for number, at in enumerate(tabs)]

    def back(offset: int) -> int:
        return offset - bisect_right(seconds, offset)

    def placed(span: Span) -> Span:
        return back(span[0]), back(span[1])

    spans = {
        pointer: KeySpan(placed(span.key) if span.key else None, placed(span.value))
        for pointer, span in parsed.spans.items()
    }
    notes = (replace(one, start=back(one.start), end=back(one.end)) for one in parsed.notes)
    return Parsed(parsed.values, spans, tuple(notes), parsed.valid)


def _pelican(text: str) -> Fences | None:
    opening = _DASHES.match(text)
    start = opening.end() if opening else 0
    lines = meta_lines(text, start)
    if not lines.values:
        return None
    titled = "title" in {key.lower() for key in lines.values}
    if opening is None and not titled:
        return None  # Pelican takes no post without a title
    place = (0, len(opening[0].rstrip())) if opening else (0, 0)
    content = (start, lines.end)
    closing = _CLOSING.match(text, lines.end)
    if closing is not None:
        span = (lines.end, lines.end + len(closing[0].rstrip()))
        return Fences(FrontMatterFormat.META, place, content, span, closing.end())
    blank = _BLANK.match(text, lines.end)
    if opening is not None and blank is None:
        return None  # YAML between the fences, which a plug-in reads
    end = blank.end() if blank else lines.end
    return Fences(FrontMatterFormat.META, place, content, (lines.end, lines.end), end)


def _nikola(text: str) -> Fences | None:
    comment = _COMMENT.match(text)
    start = comment.end() if comment else len(text) - len(text.lstrip())
    if not text.startswith(".. ", start):
        return None
    lines = meta_lines(text, start)
    if "title" not in lines.values:
        return None
    opening = (comment.start(), len(comment[0].rstrip())) if comment else (0, 0)
    closing = (_COMMENT_END if comment else _BLANK).match(text, lines.end)
    if comment and closing is None:
        return None
    end = closing.end() if closing else lines.end
    span = (lines.end, lines.end + len(closing[0].rstrip())) if closing else (end, end)
    return Fences(FrontMatterFormat.META, opening, (start, lines.end), span, end)


def _hexo(text: str) -> Fences | None:
    start = len(text) - len(text.lstrip("\ufeff"))
    opening = _HEXO_OPENING.match(text, start)
    if opening is None:
        return _unopened(text)
    fence = opening["fence"]
    if len(fence) == 3:
        return None  # as every other generator reads it
    closing = re.compile(rf"(?:(?<=[\r\n])){re.escape(fence)}[ \t]*{_END}").search(
        text, opening.end()
    )
    if closing is None:
        return None
    return Fences(
        _kind(fence),
        opening.span("fence"),
        (opening.end(), closing.start()),
        (closing.start(), closing.start() + len(fence)),
        closing.end(),
    )


def _unopened(text: str) -> Fences | None:
    match = _HEXO.search(text)
    # A heading, a list, a quotation or markup is not a key.
    if match is None or not match.start() or text[0] in "#<>*- \t\r\n":
        return None
    kind = _kind(match["fence"])
    parsed = parse_front_matter(kind, text[: match.start()])
    if not parsed.valid or "title" not in parsed.values:
        return None
    return Fences(kind, (0, 0), (0, match.start()), match.span("fence"), match.end())


def _kind(fence: str) -> FrontMatterFormat:
    return FrontMatterFormat.YAML if fence[0] == "-" else FrontMatterFormat.JSON
