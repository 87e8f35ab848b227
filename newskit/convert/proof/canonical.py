"""The canonical form of a document, by which source and result are compared.

It shares no code with the writer: its own reading of Lexbor's serialisation, its own tables, its
own treatment of white space. Two HTML texts with the same form show the same document: the same
blocks in the same nesting, the same text with the same marks, links, images, code and tables.
Boxes (div, section …) separate paragraphs and are not compared; neither are comments, scripts,
attributes without Markdown, and whether a list is tight or loose. White space collapses as CSS
says; a no-break or ideographic space is text. Line breaks at the edges of a block do not count.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from newskit.convert.proof.reader import Form, Reader

__all__ = ["Form", "canonical", "canonical_of_tree"]

_SPLIT = re.compile(r"<((?:!--.*?--|[^>]*))>", re.DOTALL)
_RAW = re.compile(
    r"<(?:(script|style|iframe|noembed|noframes|xmp)(?=[ >])([^>]*)>(.*?)</\1>"
    r"|(plaintext)(?=[ >])([^>]*)>(.*)</plaintext>)",  # nothing written in it ends it
    re.DOTALL,
)
_LINE_END_AGAIN = re.compile(r"(<(?:pre|listing)(?: [^>]*)?>\n)\n")


def canonical(html: str, *, semantics: bool = True) -> Form:
    """Return the canonical form of HTML.

    Args:
        html: a fragment or a whole document.
        semantics: whether elements Markdown has no syntax for (sub, dl …) are compared too.
    """
    start = html[:300].lstrip().lower()
    if not start.startswith(("<!doctype", "<?xml")):
        html = "<!DOCTYPE html>" + html
    if not html.isascii():
        html = html.encode("utf-8", "replace").decode("utf-8")
    body = LexborHTMLParser(html).body
    return _read((body.html or "") if body is not None else "", semantics=semantics)


def canonical_of_tree(serialized: str, *, semantics: bool = True) -> Form:
    """Return the canonical form of a parsed body: not every tree can be written and read again.

    Args:
        serialized: the body element, its preformatted text written so that it can be read again.
        semantics: whether elements Markdown has no syntax for (sub, dl …) are compared too.
    """
    return _read(_LINE_END_AGAIN.sub(r"\1", serialized), semantics=semantics)


def _read(serialized: str, *, semantics: bool) -> Form:
    reader = Reader(semantics=semantics)
    if _RAW.search(serialized):
        serialized = _RAW.sub(_hide_raw, serialized)
    reader.read(_SPLIT.split(serialized))
    return reader.out


def _hide_raw(match: re.Match[str]) -> str:
    name, attributes, content = (part for part in match.groups() if part is not None)
    if name in {"xmp", "plaintext"}:
        content = content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"<pre>{content}</pre>"
    return f"<{name}{attributes}></{name}>"
