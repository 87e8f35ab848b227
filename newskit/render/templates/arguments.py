"""Arguments of template tags and shortcodes: values in order, and values by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy

_ARGUMENT: Final = lazy(
    r"(?:(?P<name>[A-Za-z_][\w.-]*)\s*[=:](?![=/])\s*)?"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'|`(?P<raw>[^`]*)`"
    r"|\[(?P<items>[^\]]*)\]|(?P<bare>[^\s,\"'`]+))",
    re.DOTALL,
)
_FIRST_ITEM: Final = lazy(r"\"([^\"]*)\"|'([^']*)'")
_ESCAPED: Final = lazy(r"\\([\"'\\])")


class Arguments(NamedTuple):
    """The arguments of a tag.

    Attributes:
        values: those without a name, in order.
        named: those with one; names in lower case.
        quoted: whether each of `values` stands in quotes.
    """

    values: tuple[str, ...]
    named: Mapping[str, str]
    quoted: tuple[bool, ...] = ()

    def get(self, *names: str) -> str:
        """Return the first of the named values that is there and not empty."""
        for name in names:
            if value := self.named.get(name):
                return value
        return ""

    def at(self, place: int) -> str:
        """Return the value at a place, empty when there are not so many."""
        return self.values[place] if place < len(self.values) else ""


def parse_arguments(text: str) -> Arguments:
    """Read arguments as Liquid, Nunjucks, Hexo's tags and Hugo's shortcodes write them.

    Quotes of three kinds, ``name=value``, ``name: value``, commas or blanks between; of a list,
    the first text counts.
    """
    values: list[str] = []
    quoted: list[bool] = []
    named: dict[str, str] = {}
    for match in _ARGUMENT.finditer(text):
        value, marked = _value(match)
        if match["name"]:
            named.setdefault(match["name"].lower(), value)
        else:
            values.append(value)
            quoted.append(marked)
    return Arguments(tuple(values), named, tuple(quoted))


def _value(match: re.Match[str]) -> tuple[str, bool]:
    for group in ("double", "single"):
        if (text := match[group]) is not None:
            return _ESCAPED.sub(r"\1", text), True
    if (text := match["raw"]) is not None:
        return text, True
    if (items := match["items"]) is not None:
        first = _FIRST_ITEM.search(items)
        return (first[1] or first[2] or "") if first else "", True
    return match["bare"], False
