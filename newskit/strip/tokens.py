"""The tokens of inline HTML and Markdown, as one expression."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["TOKEN"]

_LABEL: Final = r"(?:[^\[\]\\\n]|\\.|\[(?:[^\[\]\\\n]|\\.)*\])*"
# Link text may hold images and single line endings, and brackets one deep.
_TEXT: Final = (
    rf"(?>!\[{_LABEL}\]\([^()\s]*\)|[^\[\]\\\n]|\\.|\n(?!\s*\n)|\[(?:[^\[\]\\\n]|\\.)*\])*"
)
# An address may hold brackets one deep, and template code.
_ADDRESS: Final = r"(?>\{\{[^}\n]*\}\}|\{%[^}\n]*%\}|[^\s()<>]|\([^\s()]*\))*"
_TITLE: Final = r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?"
_STOPS: Final = r"\s<>\"'（）()\[\]，。；、！「」【】"


def _target(name: str) -> str:
    """The part of a link behind its text; groups are told apart by `name`."""
    return rf"\(\s*(?:<(?P<{name}angle>[^<>\n]*)>|(?P<{name}bare>{_ADDRESS})){_TITLE}\s*\)"


# Most characters start no token, which this tells before the kinds are tried.
_START: Final = r"(?=[<!\[{\\*~`_&\s]|https?:|ftp:|www\.)(?! \S)"
TOKEN: Final = re.compile(
    rf"{_START}(?:(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<auto><(?P<address>[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@/\"']+@[^\s<>@/\"']+)>)"
    r"|(?P<tag></?(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>)"
    rf"|(?P<image>!\[(?P<alt>{_LABEL})\]{_target('i')})"
    rf"|(?P<link>\[(?P<text>{_TEXT})\]{_target('l')})"
    r"|(?P<ref>\[(?P<rtext>[^\[\]]+)\](?:[ ]?\[(?P<rlabel>[^\[\]]*)\])?)"
    r"|(?P<attr>\{:?[ ]?[.#][^{}\n]*\}|\{:[^{}\n]*\})"
    rf"|(?P<url>(?:https?|ftp)://[^{_STOPS}]+|www\.[^{_STOPS}]+\.[^{_STOPS}]+)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<mark>\*+|~~|`+|(?<![^\W_])_+|_+(?![^\W_]))"
    r"|(?P<space>\s{2,}|[^\S ])"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});))",
    re.DOTALL,
)
"""One match is one token: the named group that took part tells which. A lone space is none."""
