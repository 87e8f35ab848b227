"""Expressions of rules and phrases, tried together.

They run in RE2 (google-re2), which has no backtracking: a rule cannot hang a run.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from newskit.config.strip import StripRule
from newskit.strip.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Bank"]

# Lone bytes of damaged text, which RE2 cannot take; one character for one.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LONE: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class Bank:
    """Expressions tried together: one pass tells which match, only those run for their groups."""

    def __init__(self, items: Sequence[Any]) -> None:
        self._items = items
        self._compiled: dict[int, Any] = {}
        self._set: Any = None
        self._filter: Any = None

    def full_matches(self, text: str) -> Iterable[tuple[Any, Any]]:
        """Yield the items whose expression matches the whole text, each with its match."""
        if not self._items or not text:
            return
        if self._set is None:
            self._set = _compile_set([_expression(item) for item in self._items])
        text = _sayable(text)
        for index in sorted(self._set.Match(text) or ()):
            item = self._items[index]
            if isinstance(item, Phrase) and item.script and not _script(item.script).search(text):
                continue
            match = self._single(index).fullmatch(text)
            if match:
                yield item, match

    def may_match_in(self, text: str) -> bool:
        """Whether `text` has the words that one of the expressions needs, in whatever place.

        Where it has not, no part of it matches any of them.
        """
        if not self._items:
            return False
        if self._filter is None:
            self._filter = _compile_filter([_expression(item) for item in self._items])
        return bool(self._filter.Match(_sayable(text), potential=True))

    def _single(self, index: int) -> Any:
        if index not in self._compiled:
            import re2

            self._compiled[index] = re2.compile(_expression(self._items[index]), _options())
        return self._compiled[index]


def _sayable(text: str) -> str:
    return text if text.isascii() or not _SURROGATE.search(text) else text.translate(_LONE)


@cache
def _script(characters: str) -> Any:
    import re2

    return re2.compile(characters)


def _expression(item: StripRule | Phrase) -> str:
    return item.match if isinstance(item, StripRule) else item.regex


def _options() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = 256 << 20
    options.log_errors = False
    return options


def _compile_set(expressions: Sequence[str]) -> Any:
    import re2

    bank = re2.Set.FullMatchSet(_options())
    for expression in expressions:
        bank.Add(expression)
    bank.Compile()
    return bank


def _compile_filter(expressions: Sequence[str]) -> Any:
    import re2

    needed = re2.Filter()
    for expression in expressions:
        needed.Add(expression, _options())
    needed.Compile()
    return needed
