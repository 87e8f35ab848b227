"""Markdown to HTML, by cmark-gfm: the renderer every conversion is proved with."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from newskit.frozen import NamedTuple
from newskit.lazy import lazy, wordlist
from newskit.markup import cuts
from newskit.markup.definitions import WHOLE_LABEL

try:
    from cmarkgfm import cmark as _module
except ImportError:
    _module = None

# The package has no types of its own, and does not free what it makes (the tree and the HTML of
# each document): its C library is called here, by the same steps, and freed.
_inner: Any = getattr(_module, "_cmark", None)
_UNSAFE = 1 << 17  # CMARK_OPT_UNSAFE and CMARK_OPT_FOOTNOTES, cmark-gfm.h
_FOOTNOTES = 1 << 13
_EXTENSIONS = ("table", "strikethrough", "tasklist")


class _Allocator(ctypes.Structure):
    """cmark's ``cmark_mem``: its three functions."""

    _fields_ = (
        ("calloc", ctypes.c_void_p),
        ("realloc", ctypes.c_void_p),
        ("free", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
    )


class _Engine(NamedTuple):
    """What is found once a process: the library, extensions, how to free a tree and a text."""

    lib: Any
    ffi: Any
    extensions: tuple[Any, ...]
    free_tree: Callable[[int], None]
    free_text: Callable[[int], None]


_REMEMBERED = 100_000
_CALLED = wordlist(
    """
    find_syntax_extension gfm_core_extensions_ensure_registered parser_attach_syntax_extension
    parser_feed parser_finish parser_free parser_get_syntax_extensions parser_new render_html
    """
)


def render_markdown(markdown: str, *, footnotes: bool = False) -> str:
    """Render Markdown to an HTML fragment.

    CommonMark with GFM's tables, strikethrough and task lists; raw HTML passes through; bare
    URLs stay text.

    Args:
        markdown: the text; lone surrogates become ``?``.
        footnotes: whether `[^1]` and `[^1]:` are footnotes.

    Returns:
        HTML that a parser reads as the content of a body element.
    """
    # What proves a conversion is often asked for once more, to make text of.
    if footnotes:
        return _render(markdown, _UNSAFE | _FOOTNOTES)
    return _render_again(markdown) if len(markdown) <= _REMEMBERED else _render(markdown)


def inline_html(markdown: str) -> str:
    """Render Markdown that is one paragraph, without the paragraph's tags."""
    html = render_markdown(markdown).strip()
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if len(inner) == len(html) - 7 and "<p>" not in inner else html


def _render(markdown: str, options: int = _UNSAFE) -> str:
    data = markdown.encode("utf-8", "replace")
    engine = _engine() if _inner is not None else None
    if engine is None:
        from newskit.render.substitute import render

        return render(data.decode(), footnotes=bool(options & _FOOTNOTES))
    lib, ffi = engine.lib, engine.ffi
    parser = lib.cmark_parser_new(options)
    try:
        for extension in engine.extensions:
            lib.cmark_parser_attach_syntax_extension(parser, extension)
        lib.cmark_parser_feed(parser, data, len(data))
        root = lib.cmark_parser_finish(parser)
        text = lib.cmark_render_html(root, options, lib.cmark_parser_get_syntax_extensions(parser))
        html: bytes = ffi.string(text)
        engine.free_text(int(ffi.cast("uintptr_t", text)))
        engine.free_tree(int(ffi.cast("uintptr_t", root)))
    finally:
        lib.cmark_parser_free(parser)
    return html.decode("utf-8")


_render_again = lru_cache(maxsize=4)(_render)


@cache
def _engine() -> _Engine | None:
    """Return None where cmarkgfm is missing, or has other names for what is private to it."""
    lib: Any = getattr(_inner, "lib", None)
    if not all(hasattr(lib, f"cmark_{name}") for name in _CALLED):
        return None
    lib.cmark_gfm_core_extensions_ensure_registered()
    found = tuple(lib.cmark_find_syntax_extension(name.encode()) for name in _EXTENSIONS)
    library = ctypes.CDLL(_inner.__file__)
    try:
        free_tree, allocator = library.cmark_node_free, library.cmark_get_default_mem_allocator
    except AttributeError:  # a build that hides these functions (Windows) has to leak
        return _Engine(lib, _inner.ffi, found, _leak, _leak)
    free_tree.argtypes, free_tree.restype = (ctypes.c_void_p,), None
    allocator.restype = ctypes.POINTER(_Allocator)
    return _Engine(lib, _inner.ffi, found, free_tree, allocator().contents.free)


def _leak(_: int) -> None:
    """Do nothing where freeing is out of reach."""


# Long Markdown rendered a piece at a time: the renderer's tree takes many times its text.
#
# A piece ends where a new block begins outside of everything, or, in a paragraph without an end, at
# a line where nothing is open. The renderer itself is the judge: a word put there must come out as
# a paragraph of its own, or as the next line of the paragraph.

_BLOCK = lazy(r"\n[ \t\r]*\n(?=[^\s\-*+\d\ufeff])")
"""Before what begins no list item and no code, which could go on with what is before it."""

_LINE = lazy(r"[^ \\\r\n]\r?\n(?=[^\W\d_])")
"""Between two lines of text, without a hard line break (CommonMark 6.7)."""

_BLANK_LINE = lazy(r"\n[ \t\r]*(?:\n|\Z)")
_UNDERLINE = lazy(r"^[ \t\r>|:=-]+$", re.MULTILINE)
_LONE_RETURN = lazy(r"\r(?!\n)")
_CODE = lazy(r"<code>[^<]*</code>")
_TAG = lazy(r"<[^<>]*>")
_OPENER = lazy(r"[*~](?=\S)|(?<!\w)_(?=\S)|`|&lt;(?=[a-zA-Z/!?])|\]\(")
_SIGNS = ("*", "~", "_", "`", "&lt;", "](")
_SHOWN_END = lazy(r"\\\]|&(?:#|rsqb|rbrack)")
"""What is shown as a bracket and ends nothing."""

_BRACKETS = lazy(r"[\[\]]")
_ENDS_PLAIN = lazy(r"(?:[^>]|</(?:a|em|strong|del|code)>)\Z")
_LABEL = lazy(r"\[([^\[\]]+)\]")
_LINK = lazy(r'<p><a href="([^"]*)"(?: title="([^"]*)")?>')
_P_END = "</p>\n"


class Rendered(NamedTuple):
    """The HTML of a piece, and whether its last paragraph goes on with the first of the next."""

    html: str
    goes_on: bool


class _Piece(NamedTuple):
    start: int
    end: int
    goes_on: bool


def render_long(markdown: str) -> str:
    """Render Markdown as `render_markdown` does, without a tree of all of it."""
    if not cuts.is_long(markdown):
        return render_markdown(markdown)
    return join_rendered(render_pieces(markdown))


def join_rendered(pieces: Iterable[Rendered]) -> str:
    """Return the HTML that pieces are of."""
    parts: list[str] = []
    goes_on = False
    for html, more in pieces:
        begun = "\n" + html.removeprefix("<p>") if goes_on else html
        parts.append(begun.removesuffix(_P_END) if more else begun)
        goes_on = more
    return "".join([*parts, _P_END]) if goes_on else "".join(parts)


def render_pieces(markdown: str) -> Iterator[Rendered]:
    """Render Markdown, and yield the HTML of a piece at a time."""
    word = cuts.probe_for([markdown])
    if "]:" not in markdown:
        for piece, html in _cut(markdown, word):
            yield Rendered(html, piece.goes_on)
        return
    # Definitions count wherever they stand, so all must be known before the first is used.
    pieces = [piece for piece, _ in _cut(markdown, word)]
    definitions: dict[str, str] = {}
    for piece in pieces:
        _define(markdown[piece.start : piece.end], word, definitions)
    odd = [label for label in definitions if "[" in label or "]" in label]
    start = 0
    for _, end, goes_on in pieces:
        text = markdown[start:end]
        used = dict.fromkeys([*map(_normal, _LABEL.findall(text)), *odd])
        needed = "\n".join([definitions[label] for label in used if label in definitions])
        html = render_markdown(_behind(needed, text) if needed else text)
        if goes_on and not _is_closed(text, html):
            continue  # with its links, something is open at its end
        yield Rendered(html, goes_on)
        start = end


def _cut(markdown: str, word: str) -> Iterator[tuple[_Piece, str]]:
    """Yield the pieces of Markdown with their HTML, not knowing the definitions of others."""
    ends = _Ends(markdown)
    start = 0
    least = cuts.PIECE
    while len(markdown) - start > least:
        end, goes_on = ends.find(start, start + least)
        if end == len(markdown):
            break
        html = _judge(markdown[start:end], word, goes_on=goes_on)
        if html is None:
            # Twice as far: all attempts together take no more than the whole does.
            least = 2 * (end - start)
            continue
        yield _Piece(start, end, goes_on), html
        start = end
        least = cuts.PIECE
    yield _Piece(start, len(markdown), goes_on=False), render_markdown(markdown[start:])


class _Ends:
    """Where pieces of Markdown may end; what was found out is kept, so that all takes one pass."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._block = 0
        self._paragraph = 0
        self._underlined = False
        self._none = _LONE_RETURN.search(markdown) is not None

    def find(self, start: int, place: int) -> tuple[int, bool]:
        """Return where the piece from `start` may end behind `place`, and if in a paragraph."""
        if self._none:
            return len(self._markdown), False
        if self._block < place:
            block = _BLOCK.search(self._markdown, place)
            self._block = block.end() if block else len(self._markdown)
        if self._block <= place + cuts.PIECE:
            return self._block, False
        line = _LINE.search(self._markdown, place, self._block)
        if line and line.end() < self._block and not self._is_underlined(start, line.end()):
            return line.end(), True
        return self._block, False

    def _is_underlined(self, start: int, place: int) -> bool:
        """Tell whether the paragraph at a place may turn out to be a heading or a table."""
        if self._paragraph < place:
            blank = _BLANK_LINE.search(self._markdown, place)
            self._paragraph = blank.end() if blank else len(self._markdown)
            self._underlined = bool(_UNDERLINE.search(self._markdown, start, self._paragraph))
        return self._underlined


def _judge(text: str, word: str, *, goes_on: bool) -> str | None:
    """Return the HTML of a piece; None when what follows could belong to something in it."""
    html = render_markdown(f"{text}{word}\n")
    if not goes_on:
        end = f"<p>{word}</p>\n"
        return html.removesuffix(end) if html.endswith(end) else None
    end = f"\n{word}{_P_END}"
    if not html.endswith(end) or "]:" in text:
        return None  # the title of a definition may go on over lines
    html = html.removesuffix(end) + _P_END
    return html if _is_closed(text, html) else None


def _is_closed(source: str, html: str) -> bool:
    """Tell whether nothing in the last paragraph could go on behind its last line."""
    # A tag of the same name within the paragraph would stand elsewhere.
    paragraph = html[html.rfind(">\n<p>") + 1 :].removesuffix(_P_END)
    if not _ENDS_PLAIN.search(paragraph[-9:]) or _SHOWN_END.search(
        source, source.rfind("\n\n") + 1
    ):
        return False
    text = _TAG.sub("", _CODE.sub(_without_ends, paragraph))
    if not text.strip():
        return False
    if any(sign in text for sign in _SIGNS) and _OPENER.search(text):
        return False
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
    return not depth


def _without_ends(code: re.Match[str]) -> str:
    """Leave out brackets that end nothing, should this be a code span and not HTML."""
    return code[0].replace("]", "")


def _define(text: str, word: str, definitions: dict[str, str]) -> None:
    """Add the link reference definitions of a piece, each written so that it stands anywhere.

    Whether something is one is asked of the renderer: each label is used before the piece.
    """
    asked: dict[str, str] = {}
    for label in WHOLE_LABEL.findall(text):
        if (name := _normal(label)) not in definitions:
            asked.setdefault(name, " ".join(label.split()))
    if not asked:
        return
    uses = "".join([f"[{label}]\n\n" for label in asked.values()])
    shown = render_markdown(_behind(f"{uses}{word}", text)).partition(f"<p>{word}{_P_END}")[0]
    for (name, label), paragraph in zip(asked.items(), shown.split(_P_END), strict=False):
        link = _LINK.match(paragraph)
        if link:
            title = f' "{link[2]}"'.replace("\\", "&#92;") if link[2] else ""
            definitions[name] = f"[{label}]: <{link[1]}>{title}"


def _behind(before: str, text: str) -> str:
    """Put something before a piece, which may start with the byte order mark of a file."""
    mark = "\ufeff"
    return f"{before}\n\n{text.removeprefix(mark)}"


def _normal(label: str) -> str:
    """Return a label as CommonMark (4.7) compares it."""
    return " ".join(label.split()).casefold()
