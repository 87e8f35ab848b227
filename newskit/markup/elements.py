"""HTML elements by what they mean for Markdown (HTML Living Standard, section 4)."""

from __future__ import annotations

import re

from newskit.lazy import lazy


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


VOID = names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
"""Elements without an end tag in serialised HTML."""

RAW_TEXT = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"})
"""Elements whose content is not parsed."""

STRONG, EMPHASIS, STRIKE = 1, 2, 4
SOFT_MARKS = {
    "b": STRONG,
    "strong": STRONG,
    "i": EMPHASIS,
    "em": EMPHASIS,
    "s": STRIKE,
    "del": STRIKE,
    "strike": STRIKE,
}
"""Elements whose nesting order does not matter, as bits."""

SEMANTIC_INLINE = names(
    "sub sup u ins mark kbd samp var cite dfn q abbr acronym small big ruby rb rbc rt rtc rp "
    "bdo bdi time data"
)
"""Inline elements that mean something and have no Markdown."""

SEMANTIC_BLOCKS = names("figure dl details address")
"""Block elements that mean something and have no Markdown."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""The headings of sections."""

TABLE_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
TABLE_PARTS = TABLE_SECTIONS | {"tr", "td", "th"}
"""The elements inside a table that say what is a cell of which row."""

TABLE = TABLE_PARTS | {"table", "caption"}
"""All elements of a table but those that style its columns."""

OPTIONAL_END = names("p li dt dd tr td th thead tbody tfoot option optgroup rt rp")
"""Elements with text whose end tag may be left out (HTML Living Standard, section 13.1.2.4)."""

MEDIA = names("iframe video audio embed object svg math applet canvas map")
"""Embedded content with no Markdown: it stays HTML."""

TRANSPARENT_BLOCKS = names(
    "address article aside body center dialog dd div dt fieldset figcaption footer form "
    "header hgroup html legend main nav search section summary optgroup option noscript "
    "marquee textarea caption figure dl details p frameset noframes select button datalist"
) - {"select", "button", "datalist"}
"""Boxes: they separate paragraphs and say nothing else Markdown could show."""

CONTAINER_BLOCKS = names(
    "blockquote ul ol menu dir li pre listing xmp plaintext table hr h1 h2 h3 h4 h5 h6"
)
"""Blocks Markdown has syntax for."""

ANY_BLOCK = TRANSPARENT_BLOCKS | CONTAINER_BLOCKS | TABLE_PARTS

COMMONMARK_BLOCKS = names(
    "address article aside base basefont blockquote body caption center col colgroup dd "
    "details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 "
    "h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol "
    "optgroup option p param search section summary table tbody td tfoot th thead title tr "
    "track ul"
)
"""Elements whose tags begin a block of HTML in Markdown (CommonMark 0.31, 4.6, the sixth kind).

Lists of fewer names elsewhere say what they leave out in `tests/unit/test_block_names.py`."""

BOXES = names("div section article main header footer center")
"""Boxes that a body may stand in whole."""

DISCARDED = names(
    "head script style template title meta link base area param track colgroup col source "
    "frame noembed noframes progress meter basefont bgsound"
)
"""Elements that show nothing in the text of a document."""

WITHIN_LINE = names(
    "b strong i em s del strike code tt kbd samp var sub sup u ins mark small big cite dfn q "
    "abbr br wbr span font nobr time bdi bdo"
)
"""Elements that keep a piece of HTML a plain line of text."""

MARKED_SPAN = frozenset({"th", "dt", "caption", "summary"})
"""Elements in which kramdown reads only spans unless `markdown="block"` asks for blocks."""

SEMANTIC_PARTS = frozenset({"figcaption", "dt", "dd", "summary"})
"""The parts of semantic blocks."""

CODE = frozenset({"code", "tt"})
"""Inline elements that become code spans."""

PLAIN_IN_CODE = frozenset({"span", "font", "nobr", "wbr", ""})
"""What may stand in code without meaning anything; empty for a comment."""

HTML = names(
    """html head title base link meta style body article section nav aside h1 h2 h3 h4 h5 h6 hgroup
    header footer address p hr pre blockquote ol ul menu li dl dt dd figure figcaption main
    search div a em strong small s cite q dfn abbr ruby rt rp data time code var samp kbd sub
    sup i b u mark bdi bdo span br wbr ins del picture source img iframe embed object video
    audio track map area math svg table caption colgroup col tbody thead tfoot tr td th form
    label input button select datalist optgroup option textarea output progress meter fieldset
    legend selectedcontent details summary dialog script noscript template slot canvas param
    acronym applet basefont bgsound big blink center dir font frame frameset image isindex
    keygen listing marquee menuitem multicol nextid nobr noembed noframes plaintext rb rbc rtc
    spacer strike tt xmp command content element shadow layer ilayer nolayer"""
)
"""The elements of HTML, those of the past too."""

EXCERPT = lazy(
    r"!--\s*(?:more|nextpage|truncate|read[-_ ]?more|excerpt|end[-_ ]?(?:excerpt|teaser|summary)"
    r"|(?:teaser|excerpt|summary)[-_ ]?end|pelican_(?:begin|end)_summary|break\s*--)(?![a-z])",
    re.IGNORECASE,
)
"""A comment that ends an excerpt.

WordPress and Hexo (``more``), Docusaurus (``truncate``), Nikola (``TEASER_END``), Pelican's plug-in
``summary``, Drupal (``break``), gray-matter's and Jekyll's separators as their manuals show them.
"""

WHOLE_PAGE = lazy(
    r"\s*+(?:(?:<!--(?:(?!-->).)*+-->|<\?[^>]*>|<!(?!doctype\b)[a-z][^>]*>)\s*+)*+"
    r"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
"""The start of a whole page: its doctype or ``<html>``, behind comments and declarations."""
