"""Text folded for comparison, and the patterns of markup that stripping needs.

All are linear: no nested quantifiers, and what may be left open runs to the end of the text.
"""

from __future__ import annotations

import re
from typing import Final

from newskit.lazy import lazy

# Text folded for comparison: one case, one kind of quote, dash, bracket and bar.

# One character for one, so that offsets in the folded text are offsets in the view.
_FOLD: Final = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "\u00a0": " ",
    "\u3000": " ",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "【": "[",
    "】": "]",
    "｜": "|",
    "│": "|",
    "丨": "|",
    "·": "|",
    "•": "|",
}
# `translate` raises and catches an error for each character that is not in its table.
_FOLDED: Final = lazy(f"[{''.join(map(re.escape, _FOLD))}]")


def fold(text: str) -> str:
    """Map typographic variants to plain characters, one for one."""
    return text if text.isascii() else _FOLDED.sub(_plain_form, text)


def _plain_form(match: re.Match[str]) -> str:
    return _FOLD[match[0]]


BLOCK_NAMES: Final = (
    "address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h[1-6]|header|hr|html|iframe|li|main|nav|noscript|ol|p|section|summary|"
    "table|tbody|td|tfoot|th|thead|tr|ul"
)
_TAG_REST: Final = r"(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>"

# The end of a line and of an empty one below it; the two halves of a CRLF are one end.
BLANK_LINE: Final = lazy(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r\n?|\n)")
BLOCK_TAG: Final = lazy(rf"<(?P<close>/)?(?P<name>{BLOCK_NAMES}){_TAG_REST}", re.IGNORECASE)
TAG: Final = lazy(rf"<(?P<close>/)?(?P<name>[a-zA-Z][a-zA-Z0-9:-]*){_TAG_REST}")
ATTRIBUTE: Final = lazy(
    r"(?P<name>[a-zA-Z][\w:.-]*)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)
# What is never looked into: code, scripts, styles, comments, template code, signed text.
# Every branch starts with a literal, which is quick; whether a fence starts its line is asked then.
_OPAQUE_TAGS: Final = (
    r"<(?:(?P<comment>!--)"
    r"|(?P<raw>(?<!`<)(?P<element>pre|script|style|textarea|svg|math|object|video|audio)\b)"
)
_OPAQUE_MARKUP: Final = (
    rf"{_OPAQUE_TAGS})|\{{(?P<liquid>%-?\s*(?P<block>highlight|raw|comment|capture)\b)"
)
OPAQUE: Final = lazy(
    rf"{_OPAQUE_MARKUP}|(?P<fence>(?P<mark>```+|~~~+))"
    r"|-(?<![^\n]-)(?P<pgp>----BEGIN PGP [A-Z ]+-----)",
    re.IGNORECASE,
)
# The same without fences and signatures, and without template code: where all branches begin alike,
# the search skips from one such sign to the next. The groups are asked for all the same.
OPAQUE_MARKUP: Final = lazy(rf"{_OPAQUE_MARKUP}|<(?!)(?P<fence>)(?P<mark>)(?P<pgp>)", re.IGNORECASE)
OPAQUE_TAGS: Final = lazy(
    rf"{_OPAQUE_TAGS}|(?!)(?P<liquid>)(?P<block>)(?P<fence>)(?P<mark>)(?P<pgp>))", re.IGNORECASE
)
HEADING_LINE: Final = lazy(r"[ \t]{0,3}#{1,6}(?:[ \t]|$)")
ITEM_MARKER: Final = lazy(r"[ \t]*(?:[-+*•·‧]|\d{1,9}[.)])[ \t]+")
# A rule, or what people type for one: five or more of one mark, spaced or not.
RULE_LINE: Final = lazy(
    r"(?:[ \t]*[-*_=~—–－＊·•]){3,}[ \t]*$"
    r"|(?:\s|&nbsp;|&#160;|\u00a0|\u3000|\\)+$"
    r"|<>$"
    # End marks of writers and agencies.
    r"|[(（\[【]?(?:完|全文完|本文完|正文完|終わり|おわり|了|끝|(?:the )?end|fin|ende|eof|конец"
    r"|النهاية)"
    r"[)）\]】]?[.。]?\s*$"
    r"|-\s?30\s?-\s*$|-{1,4}\s?(?:eof|end|完|おわり|끝)\s?-{1,4}\s*$",
    re.IGNORECASE,
)
# Template code, marks of a container (three colons: Pandoc, MyST, VitePress, Docusaurus), and what
# reStructuredText says of itself: targets of links, comments.
TEMPLATE_LINE: Final = lazy(
    r"(?:\.\. [^\n]*|:{3,}[^\n]*|\{%[^\n]*%\}|\{\{[^\n]*\}\}|\{:[^\n{}]*\})\s*$"
)
SENTENCE_END: Final = lazy(r"[.!?…。！？؟।۔．｡‥][\"'”’»」』）)\]*_]*$")


def attribute(tag: str, name: str) -> str:
    """Return the value of the attribute `name` of the start tag `tag`, or an empty string."""
    for match in ATTRIBUTE.finditer(tag):
        if match["name"].lower() == name:
            return match["double"] or match["single"] or match["bare"] or ""
    return ""
