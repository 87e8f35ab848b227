"""Reading HTML as text, in time linear in its length, whatever it holds.

The tokens are those of HTML Living Standard 13.2.5, but for one thing: a tag, comment or attribute
that the end of the text cuts off is read too, since what it holds is part of the source. No tree is
made: a parser's tree is what the writer and the proof work on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from itertools import pairwise
from urllib.parse import unquote, urljoin
from zlib import crc32

from newskit.lazy import lazy

# Addresses: finding them in attributes, and telling whether two are the same.

_ABSOLUTE = lazy(r"""(?:https?:)?\\?/\\?/[^\s"'<>\\`|^{}]+(?:\\/[^\s"'<>\\`|^{}]*)*""")
_WHOLE = lazy(
    r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|\.{0,2}/|[^\s/\"'{}<>]+/)[^\s\"{}<>]+"
    r"|[^\s\"'{}<>]+\.[a-zA-Z0-9]{2,5}"
)
_PICTURE = lazy(
    r"(?:https?:)?//\S+|[^?#]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#].*)?", re.IGNORECASE
)
_PROGRAM = lazy(r"\.(?:m?js|css|json|woff2?|ttf|map|wasm)(?:[?#]|\s*\Z)", re.IGNORECASE)
_STYLE = lazy(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|((?=[^)])[^()\s"']*+(?:\([^()\s"']*+\)[^()\s"']*+)*+))\s*\)""",
    re.IGNORECASE,
)
# The whole name of a file: `gray-whale.jpg` and `loading_dock.jpg` are pictures.
_PLACEHOLDER = lazy(
    r"(?:\A|/)(?:blank|spacer|placeholder|transparent|pixel|loading|loader|lazy|lazyload|grey|gray|"
    r"dummy|empty|clear|trans|1x1)(?:[_.-]?\d+(?:x\d+)?|[_.-](?:pixel|image|img|gif|1x1))?\."
    r"(?:gif|png|svg|jpe?g|webp)(?:\Z|\?)",
    re.IGNORECASE,
)
_LONGEST_PLACEHOLDER = 400
"""Characters of a picture written into its address that shows nothing, or a blur."""
_NO_PATH = lazy(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]+/\Z")
_UNSEEN = dict.fromkeys(map(ord, "\t\n\r\f"))


def address_key(address: str, base: str = "") -> str:
    """Return what two spellings of one address have in common.

    Tabs and line ends in an address are not read (URL Standard 4.4), and percent-encoding may be
    added or taken away by a renderer.

    Args:
        address: as an attribute has it, references resolved.
        base: the address it is relative to; empty where it stays as it is.
    """
    key = address.strip()
    if not key.isprintable():
        key = key.translate(_UNSEEN)
    if base:
        with suppress(ValueError):
            key = urljoin(base, key)
    if "%" in key:
        key = unquote(key, errors="surrogateescape")
    if "\\" in key:
        key = key.replace("\\", "/")
    return key[:-1] if key.endswith("/") and _NO_PATH.match(key) else key


def addresses_in(value: str) -> Iterator[str]:
    """Yield the absolute addresses in any attribute's value: of a script, JSON, one alone."""
    if "//" not in value and "/\\/" not in value:
        return
    for found in _ABSOLUTE.findall(value):
        address = found.replace("\\/", "/").rstrip(".,;:)]}")
        if len(address) > 4 and "." in address:
            yield address


def is_address(value: str) -> bool:
    """Tell whether a whole value is an address, absolute or relative."""
    return _WHOLE.fullmatch(value) is not None


def is_picture(value: str) -> bool:
    """Tell whether a whole value may be the address of a picture."""
    return is_address(value) and _PICTURE.fullmatch(value) is not None


def is_program(address: str) -> bool:
    """Tell whether an address is of what a browser runs or reads, and no reader."""
    return _PROGRAM.search(address) is not None


def of_srcset(value: str) -> list[str]:
    """Return the addresses in a ``srcset`` (HTML Living Standard 4.8.4.2.1)."""
    found: list[str] = []
    expected = True
    for word in value.split():
        # A comma behind an address ends the candidate; within its descriptors the first does.
        rest = word if expected else word.partition(",")[2]
        expected = expected or "," in word
        rest = rest.lstrip(",")
        if rest and expected:
            found.append(rest.rstrip(","))
            expected = rest.endswith(",")
    return found


def of_style(value: str) -> list[str]:
    """Return the addresses in a ``style`` attribute."""
    return [double or single or bare for double, single, bare in _STYLE.findall(value)]


def is_placeholder(address: str) -> bool:
    """Tell whether an address is of a picture that stands for one that is loaded later.

    A longer picture written into its address is one that readers see. The converter has a wider
    list of its own: what it takes for a placeholder by mistake is missed here.
    """
    if address[:11].lower() == "data:image/":
        return len(address) <= _LONGEST_PLACEHOLDER
    return not address or _PLACEHOLDER.search(address[-200:]) is not None


# Every part takes what it has matched for good, so that nothing is tried twice.
_ATTRIBUTES = (
    r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+|["'])*+"""
)
_COMMENT = r"!--(?:-?>|.*?(?:--!?>|\Z))"
_COMMENT_READ = r"!--(?:-?>|(.*?)(?:--!?>|\Z))"
_RAW = r"(?i:(script|style|title|iframe|noembed|noframes|annotation))(?=[\s/>])"
_RAW_READ = r"(?i:(script|style|textarea|title|xmp|iframe|noembed|noframes|annotation))(?=[\s/>])"
_RAW_END = r"(?:</(?i:\1)(?=[\s/>])[^>]*+(?:>|\Z)|\Z)"
_RAW_READ_END = _RAW_END.replace("1", "2")
_BOGUS = r"[!?/][^>]*+(?:>|\Z)"

MARKED = lazy(
    rf"""<(?:
      {_COMMENT_READ}
      |{_RAW_READ}({_ATTRIBUTES})(?:>|\Z)(.*?){_RAW_READ_END}
      |([a-zA-Z][^\s/>]*+)(?=[\s/])({_ATTRIBUTES})(?:>|\Z)
      |((?i:pre|listing|math|template|dialog|desc|metadata|noscript|picture|/picture|mjx-container))>
    )""",
    re.DOTALL | re.VERBOSE,
)
"""A comment (1), an element of text (2, 3, 4), a tag with attributes (5, 6), another (7)."""

TOKEN = lazy(
    rf"""<(?:
      {_COMMENT}
      |{_RAW}{_ATTRIBUTES}(?:>|\Z).*?{_RAW_END}
      |(/?)([a-zA-Z][^\s/>]*+)({_ATTRIBUTES})(?:>|\Z)
      |{_BOGUS}
    )""",
    re.DOTALL | re.VERBOSE,
)
"""Markup: with a slash if it ends (2), a name (3) and attributes (4) where it is a tag."""

_SILENT = lazy(
    rf"""<(?:
      {_COMMENT}
      |{_RAW}{_ATTRIBUTES}(?:>|\Z).*?{_RAW_END}
      |/?[a-zA-Z]{_ATTRIBUTES}(?:>|\Z)
      |{_BOGUS}
    )""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = lazy(
    r"""([^\s"'>/=][^\s>/=]*+)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s>]*+)))?+"""
)
_REFERENCE = lazy(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*(?:;|(?![=a-zA-Z0-9])))")


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


VOID = names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
"""Elements without an end tag."""


def attributes_of(raw: str) -> list[tuple[str, str]]:
    """Return names, in small letters, and values of the attributes of a tag, in order."""
    return [
        (name.lower(), decode(double or single or bare))
        for name, double, single, bare in _ATTRIBUTE.findall(raw)
    ]


def decode(value: str) -> str:
    """Return an attribute's value with its references resolved, as HTML reads attributes.

    Without its semicolon a reference before a letter, digit or ``=`` is text, so that the
    parameters of an address stay (13.2.5.73).
    """
    if "&" not in value:
        return value
    return _REFERENCE.sub(lambda match: unescape(match[0]), value)


def quick_text(html: str) -> bytes:
    """Return the text of HTML without scripts, without tags and most white space.

    It is right for most documents. Where it is not, as with a ``>`` in an attribute, it differs
    from the text of any other document, and a slower look decides.
    """
    text = unescape(_QUICK.sub("", html))
    return text.encode("utf-8", "surrogatepass").translate(None, b" \n\r\t")


_QUICK = lazy(r"</?[a-zA-Z][^<>]*+>|<!--.*?(?:-->|\Z)", re.DOTALL)


def without_tags(html: str) -> str:
    """Return the text of HTML without its tags, comments and scripts, references resolved."""
    return unescape(_SILENT.sub("", html))


def pieces(html: str, start: int, end: int) -> Iterator[tuple[str, int, str]]:
    """Yield the text between the tags of a part of HTML, each with its offset.

    The third of each is the name of the tag behind it, with a slash where that ends an element;
    empty for a comment, an element that shows no text, and at the end.
    """
    place = start
    while place < end and (found := TOKEN.search(html, place, end)) is not None:
        name = found[3]
        yield html[place : found.start()], place, (found[2] + name.lower()) if name else ""
        place = found.end()
    if place < end:
        yield html[place:end], place, ""


# Template code as words: its program alone knows what it says, so it must come out as it is.

# The numbers of lines that highlighters set beside code: no words of a document.

SEEN = "\u200b"
"""What a digit of a line's number is replaced by: as long, and no word."""

_HINTS = (
    "gutter", "lineno", "linenum", "line-num", "line_num", "hljs-ln", "blob-num", "pre-numbering",
    "=ln", '"ln', "'ln", "crayon-num", "LineNr",
)  # fmt: skip
_CLASSES = lazy(r"=(?<=\s[cC][lL][aA][sS][sS]=)(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+)")
_START = lazy(
    r"<(span|td|th|pre|div|a|ul|ol|i|b|em)\b[^<>]*?\sclass=(?:[\"'](?:[^\"'<>]*\s)?)?"
    r"(?:(?:rouge-)?gutter(?:-\w+)?|lineno\w*|linenos\w*|line[-_]?num\w*(?:-\w+)*|lnt?|lnos?"
    r"|blob-num|hljs-ln-n\w*|crayon-nums?(?:-content)?|pre-numbering|LineNr"
    r"|react-syntax-highlighter-line-number|code-?line-?num\w*)(?=[\s\"'>])[^<>]*>",
    re.IGNORECASE,
)
_NUMBERS = lazy(r"(?:[\s\d.:]|&nbsp;|<[^<>]*>)*+")
_PRE = lazy(r"<pre\b[^<]*+(?:<(?!/pre|pre\b)[^<]*+)*+", re.IGNORECASE)
_LINE_END = lazy(r"\n|<br\b[^<>]*>|</(?:tr|div|li)>")
_COUNT = lazy(
    r"(?:\s|<[^<>]*>)*?<(span|i|em|b|a|font|td)\b[^<>]*>"
    r"((?:<[^<>]*>)*\s*\d{1,5}\s*(?:</[^<>]*>)*</\1> ?)"
)
_COUNTED = lazy(r"<(?:span|i|em|b|a|font|td)\b")
_COPY = lazy(
    r"(<(button|span|a|div|i)\b[^<>]*(?:(?<=button)|class=\"[^\"]*(?:(?:copy-?(?:code-?)?|btn-)(?:btn|button|copy)|viewcode-back)\b[^\"]*\")[^<>]*>)([^<]*)",
    re.IGNORECASE,
)
_NUMBER = lazy(r"[\d\s](?=[^<>]*(?:<|\Z))")
_SIGN = lazy(r"\S")
_DIGIT = lazy(r"\d(?=[^<>]*(?:<|\Z))")


def without_line_numbers(html: str) -> str:
    """Return HTML, as long as it is, without the numbers of lines of code and its buttons."""
    if "<pre" in html or "<PRE" in html:
        html = _PRE.sub(_without_counts, html)
    return _without_gutters(html)


def _without_counts(pre: re.Match[str]) -> str:
    """Return preformatted text whose every line begins with its number without the numbers."""
    html = pre[0]
    if any(hint in html for hint in ("opy", "<button", "viewcode-back")):
        html = _COPY.sub(lambda found: found[1] + _SIGN.sub(SEEN, found[3]), html)
    if not _COUNTED.search(html):
        return html
    counts: list[re.Match[str]] = []
    for start, end in _lines(html):
        count = _COUNT.match(html, start, end)
        if count is not None:
            counts.append(count)
        elif without_tags(html[start:end]).strip():
            return html
    numbers = [int(without_tags(count[2])) for count in counts]
    if len(numbers) < 2 or any(two != one + 1 for one, two in pairwise(numbers)):
        return html
    for count in counts:
        html = f"{html[: count.start(2)]}{_NUMBER.sub(SEEN, count[2])}{html[count.end(2) :]}"
    return html


def _lines(html: str) -> Iterator[tuple[int, int]]:
    """Yield where each line of preformatted text begins and ends."""
    start = 0
    for found in _LINE_END.finditer(html):
        yield start, found.end()
        start = found.end()
    yield start, len(html)


def _without_gutters(html: str) -> str:
    """Return HTML without the numbers in elements that are named as their place."""
    classes = "\n".join(set(_CLASSES.findall(html)))
    if not any(map(classes.__contains__, _HINTS)):
        return html
    parts: list[str] = []
    ends: dict[str, int] = {}
    kept = place = 0
    while (found := _START.search(html, place)) is not None:
        start, stop = found.end(), _end_tag(html, found[1], found.end(), ends)
        numbers = _NUMBERS.match(html, start, stop)
        place = numbers.end() if numbers is not None else start
        if place == stop < len(html):
            parts += [html[kept:start], _DIGIT.sub(SEEN, html[start:stop])]
            kept = stop
    return "".join([*parts, html[kept:]]) if parts else html


def _end_tag(html: str, name: str, start: int, ends: dict[str, int]) -> int:
    """Return where the next end tag of a name begins; the end of the HTML where there is none.

    What was found is kept in `ends`: many elements may have one end tag behind them all.
    """
    if ends.get(name, -1) < start:
        place = html.find(f"</{name}", start)
        ends[name] = place if place >= 0 else len(html)
    return ends[name]


# A template ends on its line, or a few lines further on: one that does not is text.
_TEMPLATE = lazy(
    r"(?:\{|&#123;)\{(?:[^{}\n&]|&(?!#123;\{)|\n(?!\s*\n)|\{(?!\{)|\}(?!\}))*+\}\}"
    r"|(?:\{|&#123;)%[^%{&]*+(?:(?:%(?!\})|\{(?!%)|&(?!#123;%))[^%{&]*+)*+%\}"
)
_HIGHLIGHTED = lazy(r"\{[{%]-?\s*(?:</[a-z]|<span\b[^<>]*+>[^<>]*+</span>)")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_WORD = lazy(r"tq[a-p]{2,8}x*")


def set_aside(text: str) -> str:
    """Return `text` with template code as words of the same length, the same for the same code."""
    if "{{" not in text and "{%" not in text and "&#123;" not in text:
        return text
    return _TEMPLATE.sub(_word, text)


def _code(match: re.Match[str]) -> str:
    """Return template code; without its tags where it is shown, highlighted or escaped."""
    code = match[0]
    marked = code[0] == "&" or ("</" in code and _HIGHLIGHTED.match(code))
    return without_tags(code) if marked else code


def _word(match: re.Match[str]) -> str:
    code = _code(match)
    name = f"tq{crc32(code.encode('utf-8', 'surrogatepass')):08x}".translate(_LETTERS)
    return name[: len(code)].ljust(len(code), "x").rjust(len(match[0]), SEEN)


def restore(value: str, text: str) -> str:
    """Return a value with template code in the place of its words."""
    if "tq" not in value or _WORD.search(value) is None:
        return value
    words = {_word(match).lstrip(SEEN): _code(match) for match in _TEMPLATE.finditer(text)}
    return _WORD.sub(lambda match: words.get(match[0], match[0]), value)
