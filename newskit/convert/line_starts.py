"""Escaping at the start of a line, where a sign may begin a block.

CommonMark 0.31 section 4 (what begins a block); kramdown's syntax page for what its reader sees and
CommonMark's does not (`:`, `|`, `^`, `{:`, `$$`, `#` without space).
"""

from __future__ import annotations

import re

from newskit.convert.profiles import Rules

__all__ = ["STARTERS", "escape_line_starts"]

STARTERS = frozenset("#>-+*=~:|^0123456789{$")
"""What a line may begin with that begins a block."""

_START = re.compile(
    r"""(?P<mark>[#>]|[-+*](?=[ \t]|$)|-+(?=\s*$)|=+(?=\s*$)|~~~|\#)
    |(?P<number>\d{1,9})(?P<point>[.)](?=[ \t]|$))
    |(?P<colon>:(?=[-\s:|]|$))|(?P<pipe>\|)|(?P<dashes>-(?=[-\s:|]*$))
    |(?P<math>\$\$)|(?P<caret>\^(?=\s*$))|(?P<rule>(?:-[ \t]*){3,}$|(?:=[ \t]*)+$)
    |(?P<setext>\{::?|\{:)""",
    re.VERBOSE,
)
_START_GFM = re.compile(r"#{1,6}(?=[ \t]|$)")


def escape_line_starts(text: str, rules: Rules) -> str:
    """Escape what would begin a block at the start of a line of a finished paragraph."""
    if "\n" not in text:
        return _escape_start(text, rules)
    return "\n".join([_escape_start(line, rules) for line in text.split("\n")])


def _escape_start(line: str, rules: Rules) -> str:
    first = line[:1]
    if first not in STARTERS:
        return line
    match = _START.match(line)
    if match is None:
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.end('number') :]}"
    if first == "#" and not rules.kramdown and not _START_GFM.match(line):
        return line
    if first == "^":
        return "&#94;" + line[1:] if rules.kramdown else line
    if first == "~" and rules.kramdown:
        return "&#126;" + line[1:]
    if first == "|" and not (rules.kramdown or re.fullmatch(r"[\s|:-]+", line)):
        return line
    return "\\" + line
