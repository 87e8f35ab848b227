"""Template code as words: its program alone knows what it says, so it must come out as it is."""

from __future__ import annotations

import re
from itertools import pairwise
from zlib import crc32

from newskit.account.tokens import without_tags
from newskit.lazy import lazy

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
_NUMBERS = re.compile(r"(?:[\s\d.:]|&nbsp;|<[^<>]*>)*+")
_PRE = lazy(r"<pre\b(?:(?!</pre|<pre\b).)*+", re.DOTALL | re.IGNORECASE)
_LINE_END = re.compile(r"\n|<br\b[^<>]*>|</(?:tr|div|li)>")
_COUNT = re.compile(
    r"(?:\s|<[^<>]*>)*?<(span|i|em|b|a|font|td)\b[^<>]*>"
    r"((?:<[^<>]*>)*\s*\d{1,5}\s*(?:</[^<>]*>)*</\1> ?)"
)
_COPY = lazy(
    r"(<(button|span|a|div|i)\b[^<>]*(?:(?<=button)|class=\"[^\"]*(?:(?:copy-?(?:code-?)?|btn-)(?:btn|button|copy)|viewcode-back)\b[^\"]*\")[^<>]*>)([^<]*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\d\s](?=[^<>]*(?:<|\Z))")
_SIGN = re.compile(r"\S")
_DIGIT = re.compile(r"\d(?=[^<>]*(?:<|\Z))")


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
    places = [0, *[found.end() for found in _LINE_END.finditer(html)]]
    counts: list[re.Match[str]] = []
    for start, end in zip(places, [*places[1:], len(html)], strict=True):
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
    r"(?:\{|&#123;)\{(?:[^{}\n]|\n(?!\s*\n)|\{(?!\{)|\}(?!\}))*+\}\}|(?:\{|&#123;)%[^%{]*+(?:(?:%(?!\})|\{(?!%))[^%{]*+)*+%\}"
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
