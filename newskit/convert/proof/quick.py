"""A quick proof: two documents whose tags say the same in the same order are the same.

Every tag is replaced by what it means to the canonical form (boxes by a paragraph border, marks by
their kind, links and images by their address), white space is collapsed, and the two texts are
compared. All of it runs inside the interpreter's C code. Equal texts have equal canonical forms;
different texts prove nothing, and the canonical forms decide.
"""

from __future__ import annotations

import re
from typing import cast

from newskit.convert.proof.marks import marked_runs
from newskit.convert.proof.text import address, attributes_of, plain, words

__all__ = ["alike", "quick_form"]

_SPLIT = re.compile(r"<([^>]*)>")
_MORE = re.compile(r"<!--\s*(?:more|nextpage|truncate)\b[^>]*-->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RAW = re.compile(r"<(script|style|noembed|noframes|svg)\b[^>]*>.*?</\1>", re.DOTALL)
_HAS_RAW = re.compile(r"<(?:s[ctv]|no)")
_MEDIA = re.compile(r"<(iframe|video|audio|object)\b([^>]*)>.*?</\1>", re.DOTALL)
_HAS_MEDIA = re.compile(r"<(?:if|vi|au|ob)")
_BEYOND = re.compile(
    r"</?(?:pre|svg|template|iframe|video|audio|object|embed|canvas|applet|map|xmp|plaintext|listing"
    r"|title|textarea|progress|meter|frame|area|menu|dir)"
)
_PRE = re.compile(r"<pre\b([^>]*)>(.*?)</pre>", re.DOTALL)
_LANGUAGE = re.compile(r'class="(?:[^"]*\s)?(?:language|lang)-([^\s"]+)')
_IN_PRE = re.compile(r"</?(?:code|span|font)\b[^>]*>")
_OUT = re.compile(" (\x05[^\x04]*\x04(?:\x05[^\x04]*\x04)*)")
_INTO = re.compile("(\x02[^\x04]*\x04(?:\x02[^\x04]*\x04)*) ")
_EMPTY_MARK = re.compile("\x02([bis])\x04\x05/\\1\x04")
_LINK_IN_MARK = re.compile("(\x02[bis]\x04(?:\x02[bis]\x04)*)(\x02a[^\x04]*\x04)")
_MARK_AFTER_LINK = re.compile("(\x05/a\x04)(\x05/[bis]\x04(?:\x05/[bis]\x04)*)")
_NO_HEADER = re.compile("<tr>[\x01 ]*(?:<th>[\x01 ]*</th>[\x01 ]*)+</tr>")
_BLANK = "\u200b\u200c\u200d\u2060\ufeff\u00ad "

_SIGNS = "\x01\x02\x03\x04\x05\x06\x07"
"""What tags are replaced by; a text that holds one itself is left to the canonical forms."""

_BORDER = "\x01"
_BOXES = [
    "address",
    "article",
    "aside",
    "body",
    "center",
    "dialog",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "nav",
    "search",
    "section",
    "summary",
    "optgroup",
    "option",
    "noscript",
    "marquee",
    "details",
    "p",
]
_SEMANTIC_BOXES = ["figure", "figcaption", "dl", "dd", "dt", "details", "summary"]
_SEMANTIC = [
    "sub",
    "sup",
    "u",
    "ins",
    "mark",
    "kbd",
    "samp",
    "var",
    "cite",
    "dfn",
    "q",
    "abbr",
    "acronym",
    "small",
    "big",
    "ruby",
    "rt",
    "rp",
    "bdo",
]
_BLOCKS = [
    "blockquote",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "caption",
    "tr",
    "td",
    "th",
    "tfoot",
]
_SOFT = {"b": "b", "strong": "b", "i": "i", "em": "i", "del": "s", "s": "s", "strike": "s"}
_IGNORED = ("meta", "link", "base", "area", "param", "source", "track", "col", "colgroup")


def _meanings(*, semantics: bool) -> dict[str, str]:
    known: dict[str, str] = {"br": "\x03", "hr": "\x01<hr>\x01", "wbr": ""}
    for name in _IGNORED:
        known[name] = known["/" + name] = ""
    for name in (*_BOXES, "thead", "tbody"):
        known[name] = known["/" + name] = _BORDER
    for name in _BLOCKS:
        known[name], known["/" + name] = f"\x01<{name}>\x01", f"\x01</{name}>\x01"
    if semantics:
        for name in _SEMANTIC_BOXES:
            known[name], known["/" + name] = f"\x01<{name}>\x01", f"\x01</{name}>\x01"
        for name in _SEMANTIC:
            known[name], known["/" + name] = f"\x02{name}\x04", f"\x05/{name}\x04"
    for name, mark in _SOFT.items():
        known[name], known["/" + name] = f"\x02{mark}\x04", f"\x05/{mark}\x04"
    for name in ("code", "tt"):
        known[name], known["/" + name] = "\x02code\x04", "\x05/code\x04"
    known["/a"] = "\x05/a\x04"
    return known


_KNOWN = {True: _meanings(semantics=True), False: _meanings(semantics=False)}
_WITH_ATTRIBUTES = frozenset({"a", "img", "ol", "td", "th", "input", "li"})


def quick_form(serialized: str, *, semantics: bool) -> list[str] | None:
    """Return texts that are equal only for documents with equal canonical forms.

    Args:
        serialized: a body element, as the parser serialises it.
        semantics: whether elements Markdown has no syntax for count.

    Returns:
        The texts of the document's blocks; None when it holds something this does not cover.
    """
    if any(sign in serialized for sign in _SIGNS):
        return None
    serialized = _fold_elements(serialized)
    if _BEYOND.search(serialized) or "</tbody><thead" in serialized:
        return None
    pieces = _SPLIT.split(serialized)
    known = _KNOWN[semantics]
    tags = pieces[1::2]
    meanings = list(map(known.get, tags))
    if None in meanings:
        meanings = [
            _meaning(tag, known) if meaning is None else meaning
            for tag, meaning in zip(tags, meanings, strict=True)
        ]
    pieces[1::2] = cast("list[str]", meanings)
    text = _fold_text("".join(pieces))
    blocks = [block.strip(" \x03") for block in text.split(_BORDER)]
    return [block for block in blocks if block and not _is_blank(block)]


def alike(source: list[str], result: list[str]) -> bool:
    """Tell whether two quick forms show the same, whichever way their marks nest."""
    if source == result:
        return True
    if len(source) != len(result):
        return False
    for one, other in zip(source, result, strict=True):
        if one == other:
            continue
        if "\x04" not in one and "\x03" not in one:
            return False
        runs = marked_runs(one)
        if runs is None or runs != marked_runs(other):
            return False
    return True


def _fold_elements(serialized: str) -> str:
    """Fold what is more than its tags: comments, scripts, embedded content, code blocks."""
    if "<!" in serialized:
        serialized = _COMMENT.sub("", _MORE.sub("<p>", serialized))
    if _HAS_RAW.search(serialized):
        serialized = _RAW.sub("", serialized)
    if _HAS_MEDIA.search(serialized):
        serialized = _MEDIA.sub(_media, serialized)
    if "<pre" in serialized:
        serialized = _PRE.sub(_fold_pre, serialized)
    return serialized


def _fold_text(text: str) -> str:
    """Collapse white space and put marks into one order."""
    for sign in "\n\t\r\f":
        if sign in text:
            text = text.replace(sign, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    if "\u00a0" in text:
        text = text.replace("\u00a0", "&nbsp;")
    if "&quot;" in text:
        text = text.replace("&quot;", '"')
    if "\x04" in text:
        text = _fold_marks(text)
    return _NO_HEADER.sub("", text) if "<th>" in text else text


def _is_blank(block: str) -> bool:
    """Tell whether nothing in the block shows."""
    first = block[0]
    if first not in "&\u200b\u200c\u200d\u2060\ufeff\u00ad":
        return False
    return not block.replace("&nbsp;", "").replace("\x03", "").strip(_BLANK)


def _fold_marks(text: str) -> str:
    """Put spaces outside of marks, and marks inside of links."""
    if "\x02b" in text or "\x02i" in text or "\x02s" in text:
        text = _EMPTY_MARK.sub("", text)
        text = _MARK_AFTER_LINK.sub(r"\2\1", _LINK_IN_MARK.sub(r"\2\1", text))
    text = _INTO.sub(r" \1", _OUT.sub(r"\1 ", text)).replace("  ", " ")
    if "\x03" in text:
        text = text.replace(" \x03", "\x03").replace("\x03 ", "\x03")
    return text


def _meaning(tag: str, known: dict[str, str]) -> str:
    """Return what a tag with attributes, or an unknown one, means."""
    name = tag.partition(" ")[0]
    if name not in _WITH_ATTRIBUTES:
        return known.get(name, "")
    if name == "a" and tag.startswith('a href="') and tag.count('="') == 1:
        url = plain(tag[8:-1])
        return f"\x02a {address(url)} \x04".replace(" ", "\x06")
    found = attributes_of(tag)
    if name == "a":
        if "href" not in found:
            return "\x02-\x04"
        return f"\x02a {address(found['href'])} {words(found.get('title'))}\x04".replace(
            " ", "\x06"
        )
    if name == "img":
        parts = (address(found.get("src")), words(found.get("alt")), words(found.get("title")))
        return f"<img {parts!r}>".replace(" ", "\x06")
    if name == "input":
        return f"<box {'checked' in found}>" if found.get("type", "").lower() == "checkbox" else ""
    counted = [(key, found[key]) for key in _COUNTED if key in found]
    return f"\x01<{name} {counted}>\x01".replace(" ", "\x06") if counted else known[name]


_COUNTED = ("start", "value", "type", "reversed", "colspan", "rowspan", "align", "style")


def _fold_pre(match: re.Match[str]) -> str:
    """Keep the white space of preformatted text from collapsing, and its tags from meaning."""
    attributes, content = match.groups()
    language = _LANGUAGE.search(attributes + content[: content.find(">") + 1])
    content = _IN_PRE.sub("", content.removeprefix("\n"))
    if "<" in content:
        content = content.replace("<br>", "\n")
    content = content.rstrip("\n").replace("\r\n", "\n").replace("\r", "\n")
    if not content.strip():
        return _BORDER
    text = f"{language[1] if language else ''}{content!r}"
    return f"\x01pre {text}\x01".replace("<", "\x07").replace(" ", "\x06")


def _media(match: re.Match[str]) -> str:
    found = attributes_of(match[2])
    source = address(found.get("src") or found.get("data"))
    return "\x07media" + source.replace("<", "").replace(" ", "\x06")
