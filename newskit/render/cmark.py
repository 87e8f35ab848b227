"""Markdown to HTML, by cmark-gfm: the renderer every conversion is proved with."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from newskit.frozen import NamedTuple

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
    """What is found once a process: the extensions, and how to free a tree and a text."""

    extensions: tuple[Any, ...]
    free_tree: Callable[[int], None]
    free_text: Callable[[int], None]


_REMEMBERED = 100_000


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
    if _inner is None:
        from newskit.render.substitute import render

        return render(data.decode(), footnotes=bool(options & _FOOTNOTES))
    engine, lib, ffi = _engine(), _inner.lib, _inner.ffi
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
def _engine() -> _Engine:
    lib = _inner.lib
    lib.cmark_gfm_core_extensions_ensure_registered()
    found = tuple(lib.cmark_find_syntax_extension(name.encode()) for name in _EXTENSIONS)
    library = ctypes.CDLL(_inner.__file__)
    try:
        free_tree, allocator = library.cmark_node_free, library.cmark_get_default_mem_allocator
    except AttributeError:  # a build that hides these functions (Windows) has to leak
        return _Engine(found, _leak, _leak)
    free_tree.argtypes, free_tree.restype = (ctypes.c_void_p,), None
    allocator.restype = ctypes.POINTER(_Allocator)
    return _Engine(found, free_tree, allocator().contents.free)


def _leak(_: int) -> None:
    """Do nothing where freeing is out of reach."""
