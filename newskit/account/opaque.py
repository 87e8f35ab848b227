"""Template code as words: its program alone knows what it says, so it must come out as it is."""

from __future__ import annotations

import re
from zlib import crc32

from newskit.account.gutters import SEEN
from newskit.account.tokens import without_tags
from newskit.lazy import lazy

__all__ = ["restore", "set_aside"]

# A template ends on its line, or a few lines further on: one that does not is text.
_TEMPLATE = lazy(
    r"(?:\{|&#123;)\{(?:[^{}\n]|\n(?!\s*\n)|\{(?!\{)|\}(?!\}))*+\}\}|(?:\{|&#123;)%[^%{]*+(?:(?:%(?!\})|\{(?!%))[^%{]*+)*+%\}"
)
_HIGHLIGHTED = lazy(r"\{[{%]-?\s*(?:</[a-z]|<span\b[^<>]*+>[^<>]*+</span>)")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_WORD = lazy(r"tq[a-p]{2,8}x*")


def set_aside(text: str) -> str:
    """Return `text` with template code as words of the same length, the same for the same code."""
    if not any(sign in text for sign in ("{{", "{%", "&#123;")):
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
    """Return a value with template code in the place of its words.

    Args:
        value: what was found in a text that `set_aside` returned.
        text: that text as it was before.
    """
    if "tq" not in value or _WORD.search(value) is None:
        return value
    words = {_word(match).lstrip(SEEN): _code(match) for match in _TEMPLATE.finditer(text)}
    return _WORD.sub(lambda match: words.get(match[0], match[0]), value)
