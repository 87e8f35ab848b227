"""The proof: render the Markdown, and compare what it shows with what the source shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from newskit.convert.proof.meant import (
    has_conventions,
    has_footnotes,
    meant_result,
    meant_source,
    render_part,
)
from newskit.convert.proof.reader import BOXES, SEMANTIC_BOXES, Form, Reader
from newskit.convert.tree import LexborHTMLParser, body_html
from newskit.lazy import lazy
from newskit.render.cmark import render_markdown

# The canonical form of a document, by which source and result are compared.


_RAW = lazy(
    r"<(?:!--.*?--"  # what a comment holds begins nothing
    r"|(script|style|iframe|noembed|noframes|xmp)(?=[ >])([^>]*)>(.*?)</\1"
    r"|(plaintext)(?=[ >])([^>]*)>(.*)</plaintext)>",  # nothing written in it ends it
    re.DOTALL,
)
_LINE_END_AGAIN = lazy(r"(<(?:pre|listing)(?: [^>]*)?>\n)\n")


def canonical(html: str, *, semantics: bool = True, known: dict[str, Form] | None = None) -> Form:
    """Return the canonical form of HTML.

    Args:
        html: a fragment or a whole document.
        semantics: whether elements Markdown has no syntax for (sub, dl …) are compared too.
        known: what paragraphs of the document it is compared with came to; grows.
    """
    start = html[:300].lstrip().lower()
    if not start.startswith(("<!doctype", "<?xml")):
        html = "<!DOCTYPE html>" + html
    if not html.isascii():
        html = html.encode("utf-8", "replace").decode("utf-8")
    body = LexborHTMLParser(html).body
    return _read((body.html or "") if body is not None else "", known, semantics=semantics)


def canonical_of_tree(
    serialized: str, *, semantics: bool = True, known: dict[str, Form] | None = None
) -> Form:
    """Return the canonical form of a parsed body: not every tree can be written and read again.

    Args:
        serialized: the body element, its preformatted text written so that it can be read again.
        semantics: whether elements Markdown has no syntax for (sub, dl …) are compared too.
        known: what paragraphs of the document it is compared with came to; grows.
    """
    if "<pre" in serialized or "<listing" in serialized:
        serialized = _LINE_END_AGAIN.sub(r"\1", serialized)
    return _read(serialized, known, semantics=semantics)


_SAME_MARKS = (("b", "strong"), ("i", "em"))


def _read(serialized: str, known: dict[str, Form] | None, *, semantics: bool) -> Form:
    reader = Reader(semantics=semantics, known={} if known is None else known)
    if _RAW.search(serialized):
        serialized = _RAW.sub(_hide_raw, serialized)
    for name, other in _SAME_MARKS:
        if f"<{name}>" in serialized:
            serialized = serialized.replace(f"<{name}>", f"<{other}>")
            serialized = serialized.replace(f"</{name}>", f"</{other}>")
    reader.read(serialized)
    return reader.out


def _hide_raw(match: re.Match[str]) -> str:
    if match[0].startswith("<!--"):
        return match[0]
    name, attributes, content = (part for part in match.groups() if part is not None)
    if name in {"xmp", "plaintext"}:
        content = content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"<pre>{content}</pre>"
    return f"<{name}{attributes}></{name}>"


_RAW_HTML = lazy(r"<(?!br>|https?://|!-- -->\n)[a-zA-Z/!?]")
_BREAK_FIRST = lazy(r"\n[-+*>.)\d \t]*<br>")


def proves(markdown: str, serialized: str, *, semantics: bool) -> bool:
    """Tell whether the Markdown renders to the document of the source.

    Args:
        markdown: the result.
        serialized: the source's body, as the parser serialises it.
        semantics: whether elements Markdown has no syntax for count.
    """
    if has_conventions(serialized):
        return _proves_meant(
            render_part(markdown, footnotes=has_footnotes(serialized)),
            serialized,
            semantics=semantics,
        )
    rendered = render_markdown(markdown)
    # Well formed output needs no parsing to be read.
    parsed = not _renders_well_formed(markdown)
    if parsed:
        rendered = body_html(rendered)
    if _is_dense(serialized):
        one = _flat(serialized, rendered=False)
        if one is not None and one == _flat(rendered, rendered=not parsed):
            return True
    known: dict[str, Form] = {}
    source = canonical_of_tree(serialized, semantics=semantics, known=known)
    read = canonical_of_tree if parsed else canonical
    return same(source, read(rendered, semantics=semantics, known=known))


# Of many short elements nearly all are written as they were: where both documents are the same but
# for white space and boxes, the tags need not be read one by one.

_DENSE = 20
"""Characters for each tag, at most, of a document that is compared as it is written first."""
_LEAST = 20_000
_PLAIN = "|".join(sorted([*BOXES - SEMANTIC_BOXES, "body"], reverse=True))
_REACH = 80
"""Blanks before a tag that are left out; a document with more in a row is read by its tags."""
_BOX_RUN = lazy(rf"[ \n]{{0,{_REACH}}}(?:</?(?:{_PLAIN})(?: [^>]*)?>[ \n]*)+")
_BLOCK_TAG = lazy(
    rf"[ \n\x01]{{0,{_REACH}}}"
    r"(</?(?:h[1-6]|blockquote|li|[uod]l|menu|dir|hr|table|thead|tbody|tfoot|tr|td|th"
    rf"|caption|{'|'.join(sorted(SEMANTIC_BOXES, reverse=True))})(?=[ >])[^>]*>)[ \n\x01]*"
)
_AROUND_BREAK = lazy(rf"[ \n]{{0,{_REACH}}}<br>[ \n]*")
_EDGE_BREAK = lazy(r"\x01(?:<br>)+|(?:<br>)+\x01")
_SAYS_NOTHING = lazy(r"</?(?:span|font)(?: [^>]*)?>")
_TAG_WITH = lazy(r"<[^<>]*(?:[<\n]|&quot;)")
_READ_APART = ("\x01", "\t", "\r", "\f", "<pre", "<listing", "<!--", "<table")


def _is_dense(html: str) -> bool:
    return len(html) > _LEAST and html.count("<") * _DENSE > len(html)


def _flat(html: str, *, rendered: bool) -> str | None:
    """Return a document so that what its form leaves out is left out; None where it is not told.

    Args:
        html: well formed: as the parser or the renderer wrote it.
        rendered: whether the renderer did, in whose spelling text may be.
    """
    html = html.replace("<!-- -->", "")
    if any(sign in html for sign in _READ_APART) or _TAG_WITH.search(html):
        return None
    html = html.replace("&nbsp;", "\u00a0")
    if rendered:
        html = html.replace(" />", ">").replace("&quot;", '"')
    for name, other in _SAME_MARKS:
        if f"<{name}>" in html:
            html = html.replace(f"<{name}>", f"<{other}>").replace(f"</{name}>", f"</{other}>")
    if "<span" in html or "<font" in html:
        html = _SAYS_NOTHING.sub("", html)
    # Split and joined, it loses what stands around the tags without a call for each of them.
    html = "".join(_BLOCK_TAG.split(_BOX_RUN.sub("\x01", html)))
    if "<br>" in html:
        html = _EDGE_BREAK.sub("\x01", f"\x01{_AROUND_BREAK.sub('<br>', html)}\x01")
    html = html.replace("\n", " ").strip(" \x01")
    return None if "  " in html else html


def _proves_meant(rendered: str, serialized: str, *, semantics: bool) -> bool:
    """Tell whether a rendered document is the source, which has conventions."""
    source = meant_source(serialized)
    result = meant_result(rendered, source.addresses)
    if source.kept - result.kept:
        return False
    known: dict[str, Form] = {}
    one = canonical_of_tree(source.html, semantics=semantics, known=known)
    return same(one, canonical_of_tree(result.html, semantics=semantics, known=known))


def _renders_well_formed(markdown: str) -> bool:
    """Tell whether the renderer's output is surely well formed.

    It is without raw HTML, and with no other than a comment alone on the rest of its line or a
    line break after something on its line: one that comes first may begin a block of HTML.
    """
    if _RAW_HTML.search(markdown):
        return False
    return "<br>" not in markdown or not _BREAK_FIRST.search(f"\n{markdown}")


def same(source: Form, result: Form) -> bool:
    """Tell whether two forms show the same document.

    The language of a code block and the alignment of a column count only where the source has
    one.

    Args:
        source: the form of the source.
        result: the form of what was made of it.
    """
    if _equal(source, result):
        return True
    pending: list[tuple[Any, Any]] = [(source, result)]
    while pending:
        one, other = pending.pop()
        if _equal(one, other):
            continue
        parts = _pairs(one, other)
        if parts is None:
            return False
        pending.extend(parts)
    return True


def _equal(one: Any, other: Any) -> bool:
    """Tell whether two forms are equal; too deep to compare counts as unequal."""
    try:
        return bool(one == other)
    except RecursionError:
        return False


def _pairs(one: Any, other: Any) -> list[tuple[Any, Any]] | None:
    """Return what must be the same in two forms for them to be; None when they differ."""
    if not isinstance(one, (tuple, list)) or not isinstance(other, (tuple, list)):
        return None
    source = cast("Sequence[Any]", one)
    result = cast("Sequence[Any]", other)
    if len(source) != len(result) or not source:
        return None
    if source[0] == "pre" == result[0]:
        known = not source[2] or source[2] == result[2]
        return [(source[1], result[1])] if known else None
    if source[0] == "table" == result[0]:
        sides = zip(source[2], result[2], strict=False)
        if any(side and side != there for side, there in sides):
            return None
        return [(source[1], result[1]), (source[3], result[3])]
    return list(zip(source, result, strict=True))
