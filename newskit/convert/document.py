"""The body as it is: Markdown that may hold HTML, converted where it is HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import zip_longest

from newskit.config.convert import ConvertConfig, Dialect, OnDifference, Profile, Shortcodes
from newskit.convert.body.loose_html import has_item, html_segments
from newskit.convert.body.segments import Segment, join_copied, segment
from newskit.convert.body.whole import convert_apart
from newskit.convert.body.writer import TORN, BodyWriter
from newskit.convert.result import Action, Conversion, Difference, DifferenceKind
from newskit.frozen import NamedTuple, replace
from newskit.lazy import lazy
from newskit.markup.cuts import (
    CLOSES_ITSELF,
    MAX_ATTRIBUTES,
    MAX_OPEN_COMMENTS,
    crowded_tag,
    deep_tag,
    open_comments,
    programs_in_code,
    unfinished_tag,
    without_doubled_boxes,
)
from newskit.markup.elements import WHOLE_PAGE
from newskit.markup.html_spans import parses_block_html
from newskit.markup.templates import Protected, protect
from newskit.markup.text import LineEnds, read_line_ends
from newskit.post import BodyFormat

# Which renderer a body was written for, when nobody says.


_HUGO = lazy(r"\{\{[<%]")
_JEKYLL = ("{%", "{::", "\n{:")
_JEKYLL_FOLDER = lazy(r"(?:^|/)(?:_posts|_drafts|_i18n)/")
_JEKYLL_NAME = lazy(r"\d{4}-\d\d-\d\d-[^/]*\.(?:md|markdown)$")
_HUGO_PATH = lazy(r"(?:^|/)content/")
# Pelican's header; it renders with Python-Markdown, where HTML ends with its tag, as in kramdown.
_PELICAN = lazy(r"(?:[A-Za-z][\w-]*:[^\n]*\n(?: {4,}+[^\n]+\n)*+)*?Title:[^\n]*\n", re.IGNORECASE)
# In Markdown an indented tag is code; what is piped in is likelier HTML cut out of a page.
_CUT_OUT = lazy(r"(?:[ \t]*\n)*(?: {4}|\t)\s*<[a-zA-Z]")


def guess_dialect(body: str, path: str, profile: Profile = Profile.PORTABLE) -> Dialect:
    """Guess the dialect from the file's ending, the body itself, the path and the profile.

    Where nothing else says whose Markdown a body is in, it is that which it is to be in. A whole
    page is HTML whatever its file is called, and so is a fragment on standard input that begins
    with an indented tag and ends with one.
    """
    if path.lower().endswith((".html", ".htm", ".xhtml")) or WHOLE_PAGE.match(body):
        return Dialect.HTML
    if path == "-" and _CUT_OUT.match(body) and body.rstrip().endswith(">"):
        return Dialect.HTML
    if _PELICAN.match(body):
        return Dialect.KRAMDOWN
    coded = "{" in body
    if coded and _HUGO.search(body):
        return Dialect.COMMONMARK
    if coded and (body.startswith("{:") or any(sign in body for sign in _JEKYLL)):
        return Dialect.KRAMDOWN
    if _JEKYLL_NAME.match(path, path.rfind("/") + 1) or _JEKYLL_FOLDER.search(path):
        return Dialect.KRAMDOWN
    if _HUGO_PATH.search(path) or profile in {Profile.GFM, Profile.COMMONMARK}:
        return Dialect.COMMONMARK
    return Dialect.KRAMDOWN


_HAS_TAG = lazy(r"</?[a-zA-Z]")
_WORDS = lazy(r"\w+")
_FEW_WORDS = 20
_INDENTED = frozenset({"ul", "ol", "dl", "blockquote"})
_MOST_INDENTED = 50
"""Lists and quotations inside each other that become Markdown: each line is indented by all."""
_MOST_QUOTED = 500
"""Quotations inside each other, in Markdown, that a renderer is given."""
_QUOTED_DEEP = lazy(rf"^(?:[ \t]*+>){{{_MOST_QUOTED + 1}}}", re.MULTILINE)


def convert_body(  # noqa: PLR0913 - what is known of a body, all but three named by the caller
    body: str,
    config: ConvertConfig,
    body_format: BodyFormat,
    *,
    path: str = "",
    line_end: str = "\n",
    in_post: bool = True,
    language: str = "",
    markdown_inside: bool = False,
) -> Conversion:
    """Convert what is HTML in a body to Markdown; Markdown stays byte for byte.

    Args:
        body: the text after the front matter.
        config: profile, dialect, choices and proof.
        body_format: what the reader took the body for.
        path: the post's path; its ending and folders are hints to the dialect.
        line_end: how new lines end where the body has no line end; else they take its commonest.
        in_post: whether there is front matter before it: without blocks, blank lines part the
            paragraphs of a post, as old blog software had it, but not those of a bare HTML file.
        language: the language that the post states (BCP 47); empty for none.
        markdown_inside: whether the site's Markdown is read within blocks of HTML, which stay then.
    """
    known = _Known(body_format, path, line_end, in_post, language, markdown_inside)
    made = _whole(body, config, known)
    programs = programs_in_code(body, markdown=True) if made.markdown != body else []
    stays = [one for place, _ in programs for one in _kept_code(body, place).differences]
    return replace(made, differences=(*stays, *made.differences)) if stays else made


def _whole(body: str, config: ConvertConfig, known: _Known) -> Conversion:
    """Convert a body; a tag at its end that nothing ends stays, with what follows."""
    convert = partial(_convert_body, config=config, known=known)
    made = convert(body)
    place = unfinished_tag(body) if made.markdown != body else -1
    if place < 0 or _holds_end(made.markdown, body[place:]):
        return made
    found = _kept(body, place, "a tag that nothing ends")
    if not body[:place].strip():
        return found
    before = convert(body[:place])
    gap = body[len(body[:place].rstrip()) : place]
    return Conversion(
        f"{before.markdown.rstrip()}{gap}{body[place:]}",
        (*before.differences, *found.differences),
        proved=before.proved,
    )


def _holds_end(markdown: str, end: str) -> bool:
    """Tell whether the last words of a text that begins with a tag are there, and its sign."""
    if "<" not in markdown and "&lt;" not in markdown:
        return False
    words = _WORDS.findall(end)[-_FEW_WORDS:]
    return bool(words) and " ".join(words) in " ".join(_WORDS.findall(markdown))


class _Known(NamedTuple):
    """What is known of a body, as `convert_body` takes it."""

    body_format: BodyFormat
    path: str
    line_end: str
    in_post: bool
    language: str
    markdown_inside: bool


def _convert_body(body: str, config: ConvertConfig, known: _Known) -> Conversion:
    dialect, language = config.dialect, known.language
    if dialect is Dialect.AUTO:
        dialect = guess_dialect(body, known.path, config.profile)
    if known.body_format is BodyFormat.EMPTY or not body.strip():
        return Conversion(body)
    if dialect is not Dialect.HTML and not _HAS_TAG.search(body):
        return Conversion(body)
    body, kept = _bounded(body, dialect, config)
    if kept is not None:
        return kept
    chosen = replace(config, dialect=dialect)
    if dialect is Dialect.HTML and "[" in body and config.shortcodes is Shortcodes.HTML:
        from newskit.convert.conventions.shortcodes import read_shortcodes

        written = read_shortcodes(body)
        if written.said:
            as_html = replace(config, shortcodes=Shortcodes.KEEP)
            whole = _whole(written.text, as_html, known._replace(markdown_inside=False))
            return written.place(whole, body)
    by_blank_lines = known.in_post and config.dialect is Dialect.AUTO
    convert = partial(
        _convert, config=chosen, language=language, markdown_inside=known.markdown_inside
    )
    found, plain = convert(read_line_ends(body, known.line_end), by_blank_lines=by_blank_lines)
    stays = found.markdown == body or config.on_difference is not OnDifference.KEEP_HTML
    if stays or (
        not any(map(_is_structure, found.differences)) if dialect is Dialect.HTML else plain
    ):
        return found
    if dialect is Dialect.HTML:
        # HTML that stays is read as the Markdown around it, which may find more in it.
        read = replace(config, dialect=guess_dialect("", "", config.profile))
        convert = partial(_convert, config=read, language=language)
    settled = _settle(body, found, lambda text: convert(read_line_ends(text, known.line_end))[0])
    return found if dialect is Dialect.HTML and settled.markdown == body else settled


def _bounded(body: str, dialect: Dialect, config: ConvertConfig) -> tuple[str, Conversion | None]:
    """Return a body that a parser may meet; with a conversion where none should meet it."""
    if (crowded := crowded_tag(body)) >= 0:
        return body, _kept(body, crowded, f"more than {MAX_ATTRIBUTES} attributes in one tag")
    if (opened := open_comments(body)) >= 0:
        return body, _kept(body, opened, f"more than {MAX_OPEN_COMMENTS} comments without an end")
    if dialect is Dialect.HTML and (programs := programs_in_code(body)):
        return body, _kept_code(body, programs[0][0])
    deep = deep_tag(body, config.max_depth, CLOSES_ITSELF)
    if deep >= 0 and dialect is Dialect.HTML:
        body = without_doubled_boxes(body)
        deep = deep_tag(body, config.max_depth, CLOSES_ITSELF)
    if deep >= 0:
        return body, _kept(body, deep, f"more than {config.max_depth} elements inside each other")
    if (deep := deep_tag(body, _MOST_INDENTED, only=_INDENTED)) >= 0:
        return body, _kept(body, deep, f"more than {_MOST_INDENTED} lists inside each other")
    may_quote = dialect is not Dialect.HTML and body.count(">") > _MOST_QUOTED
    if may_quote and (quoted := _QUOTED_DEEP.search(body)):
        why = f"more than {_MOST_QUOTED} quotations inside each other"
        return body, _kept(body, quoted.start(), why)
    return body, None


def _kept(
    body: str, place: int, why: str, kind: DifferenceKind = DifferenceKind.DEPTH
) -> Conversion:
    """Keep a body as it is that no parser should meet, and report it."""
    line = body.count("\n", 0, place) + 1
    column = place - body.rfind("\n", 0, place)
    found = Difference(kind, line, column, place, why, Action.KEPT_HTML)
    return Conversion(body, (found,), proved=False)


def _kept_code(body: str, place: int) -> Conversion:
    why = "code that is not escaped, of which parsers make comments and tags"
    return _kept(body, place, why, DifferenceKind.UNESCAPED)


def _is_structure(difference: Difference) -> bool:
    return difference.kind is DifferenceKind.STRUCTURE


_MOST_ROUNDS = 4


def _settle(body: str, found: Conversion, convert: Callable[[str], Conversion]) -> Conversion:
    """Convert again what came of a body with something that differed, until nothing changes."""
    markdown, proved = found.markdown, found.proved
    for _ in range(_MOST_ROUNDS):
        again = convert(markdown)
        if again.markdown == markdown:
            return replace(found, markdown=markdown, proved=proved)
        markdown, proved = again.markdown, proved and again.proved
    differences = [
        replace(one, action=Action.KEPT_HTML) for one in found.differences if _is_structure(one)
    ]
    return Conversion(body, tuple(differences))


def _convert(
    ends: LineEnds,
    config: ConvertConfig,
    *,
    by_blank_lines: bool = False,
    language: str = "",
    markdown_inside: bool = False,
) -> tuple[Conversion, bool]:
    """Convert a body of a known dialect; tell whether it went at the first attempt."""
    protected = protect(ends.text, html=config.dialect is Dialect.HTML)
    kramdown = config.dialect is Dialect.KRAMDOWN
    inside = kramdown and (markdown_inside or parses_block_html(ends.text))
    segments = _segments(protected, config.dialect, by_blank_lines=by_blank_lines, inside=inside)
    write = partial(_write, ends, protected, config, language=language)
    if config.verify:
        # One proof of the whole body is nearly always enough.
        first = has_item(protected.text)
        attempts = [(first, True), (first, False)] + ([(False, False)] if first else [])
        if not any(part.kind == "text" for part in segments):
            del attempts[0]
        for items, trusted in attempts:
            quick = write(segments, trust_parts=True, trust_inline=trusted, items=items)
            if quick.proved:
                return quick, items is first
    whole = write(segments)
    torn = not whole.proved and any(one.text == TORN for one in whole.differences[:1])
    if not torn or config.on_difference is not OnDifference.KEEP_HTML:
        return whole, not config.verify
    found = replace(whole.differences[0], action=Action.KEPT_HTML)
    writer = BodyWriter(ends, protected, config, trust_parts=True, long=True, language=language)
    _add_parts(writer, protected, segments)
    one = partial(write, trust_parts=True)
    apart = convert_apart(segments, one, writer.touched, writer.torn())
    return replace(apart, differences=(found, *apart.differences)), False


def _segments(
    protected: Protected, dialect: Dialect, *, by_blank_lines: bool, inside: bool
) -> list[Segment]:
    """Return the parts of a body; `inside` says that kramdown reads Markdown within HTML."""
    if dialect is Dialect.HTML:
        return html_segments(
            protected.text,
            by_blank_lines=by_blank_lines,
            controls=by_blank_lines and protected.controls(protected.text),
        )
    liquid = dialect is Dialect.KRAMDOWN or protected.has_liquid
    segments = segment(protected.text, dialect, liquid=liquid)
    if inside:
        return [part._replace(kind="opaque") if part.kind == "html" else part for part in segments]
    spans = programs_in_code(protected.text, markdown=True)
    return list(_without(protected.text, segments, spans)) if spans else segments


def _without(text: str, segments: list[Segment], spans: list[tuple[int, int]]) -> Iterator[Segment]:
    """Cut the lines out of segments that stay as they are."""
    number = 0
    for part in segments:
        place = part.start
        while number < len(spans) and spans[number][1] <= place:
            number += 1
        for start, end in (spans[one] for one in range(number, len(spans))):
            if part.kind == "opaque" or start >= part.end:
                break
            if end <= place:
                continue
            line = part.start if part.breaks else text.rfind("\n", place, max(start, place)) + 1
            behind = text.find("\n", min(end, part.end), part.end) + 1
            if line > place:
                yield part._replace(start=place, end=line)
            line, place = max(line, place), part.end if part.breaks else behind or part.end
            yield Segment("opaque", line, place)
        if place < part.end:
            yield part if place == part.start else part._replace(start=place)


def _write(  # noqa: PLR0913 - the state of one conversion
    body: LineEnds,
    protected: Protected,
    config: ConvertConfig,
    segments: list[Segment],
    *,
    language: str,
    trust_parts: bool = False,
    trust_inline: bool = False,
    items: bool = False,
) -> Conversion:
    writer = BodyWriter(
        body, protected, config, trust_parts, trust_inline, items=items, language=language
    )
    _add_parts(writer, protected, segments)
    return writer.finish()


def _add_parts(writer: BodyWriter, protected: Protected, segments: list[Segment]) -> None:
    parts = join_copied(protected.text, segments)
    for part, following in zip_longest(parts, parts[1:]):
        writer.add(part, following)
