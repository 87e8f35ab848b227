"""The quick way for tidy bodies: those an XML parser and an HTML parser read alike.

Markdown renders to such HTML. The body is parsed as XML and judged by a small document type;
whatever an HTML parser might read differently is left to the walk.
"""

from __future__ import annotations

import re
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, cast

from newskit.epub.content.attributes import set_attributes

if TYPE_CHECKING:
    from lxml.etree import DTD, XMLParser, XPath

    from newskit.epub.content.notes import Notes
    from newskit.epub.content.types import Element

__all__ = ["quick_body"]

# No element of this document type closes another one when HTML is parsed.
_DOCUMENT_TYPE = """
<!ENTITY % inline "#PCDATA|a|abbr|b|br|cite|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong
  |sub|sup|u|var">
<!ENTITY % flow "%inline;|blockquote|div|dl|h1|h2|h3|h4|h5|h6|hr|ol|p|pre|table|ul">
"""
_FLOW = "blockquote dd div li td th"
_INLINE = """
a abbr b cite code del dt em h1 h2 h3 h4 h5 h6 i ins kbd mark p pre q s samp small span strong sub
sup u var
"""
_MODELS = {
    **dict.fromkeys(_FLOW.split(), "(%flow;)*"),
    **dict.fromkeys(_INLINE.split(), "(%inline;)*"),
    **dict.fromkeys(("br", "hr"), "EMPTY"),
    **dict.fromkeys(("ol", "ul"), "(li)*"),
    **dict.fromkeys(("tbody", "thead"), "(tr)*"),
    "dl": "(dt|dd)*",
    "table": "(thead|tbody)*",
    "tr": "(td|th)*",
}

# Declarations, references by number and end tags of void elements: the languages differ on these.
_DIFFERENT = ("<!", "<?", "&#", "</br", "</hr")
# A line break that HTML drops after `pre`, and one that XML turns into a space in an attribute.
_LOST_BREAK = re.compile(r"<pre[^>]*>[\r\n]")
_CHANGED_BREAK = re.compile(r"""=\s*["'][^"'<>]*[\t\r\n]""")
# What calls for a pass over the body: the start of a tag, and a name `_shape` knows.
_SHAPED = (("<li", "li"), ("<d", "dl"), ("<table", "table"), ("<h", "h1"))


def quick_body(html: str, notes: Notes) -> Element | None:
    """Return the body in a ``div`` as the walk would write it, or None when that takes the walk.

    Args:
        html: the body, without forbidden characters.
        notes: filled only when a body is returned.
    """
    from lxml import etree

    if any(mark in html for mark in _DIFFERENT) or _CHANGED_BREAK.search(html):
        return None
    if "<pre" in html and _LOST_BREAK.search(html):
        return None
    try:
        root = etree.fromstring(b"<div>%b</div>" % html.encode(), _parser())
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        return None
    marked = _find_all("//*[@*]", root) if "=" in html else []
    given = [{str(key): str(value) for key, value in item.attrib.items()} for item in marked]
    for element in marked:
        element.attrib.clear()
    if not all(name.islower() and name.isascii() for names in given for name in names):
        return None
    # HTML takes `<p/>` for an open tag, and splits links in links.
    closed = html.count("/>")
    if closed and closed != len(_find_all("//br|//hr", root)):
        return None
    if not _document_type().validate(root) or ("<a" in html and _find_all("//a//a", root)):
        return None
    for element, attributes in zip(marked, given, strict=True):
        set_attributes(notes, attributes, element, "")
    notes.seen.update(name for start, name in _SHAPED if start in html)
    return root


@cache
def _parser() -> XMLParser:
    from lxml.etree import XMLParser

    return XMLParser(resolve_entities=False, no_network=True)


@cache
def _document_type() -> DTD:
    from lxml.etree import DTD

    declared = "\n".join(f"<!ELEMENT {name} {model}>" for name, model in _MODELS.items())
    return DTD(StringIO(_DOCUMENT_TYPE + declared))


def _find_all(expression: str, root: Element) -> list[Element]:
    return cast("list[Element]", _compiled(expression)(root))


@cache
def _compiled(expression: str) -> XPath:
    from lxml.etree import XPath

    return XPath(expression)
