"""Regular expressions that people write into rules, schemas and settings: RE2's, in bounded time.

Lone surrogates, which damaged bytes are in Python and no UTF-8 library takes, are read as U+FFFD.

RE2 matches in linear time. Where it is not installed (google-re2 has no wheels for musl, as of
1.1.20251105), the same expressions run by `regex`, which goes back and forth: each match then has a
limit of time. What RE2 has not (look-around, back-references) is refused by both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

from newskit.lazy import lazy

_MEMORY: Final = 256 << 20
_SECONDS: Final = 0.5
"""Longest time of one match without RE2."""


class ExpressionError(ValueError):
    """An expression that RE2 does not take."""


def compile_expression(source: str, memory: int = _MEMORY) -> Any:
    """Return a pattern with `search`, `match`, `fullmatch` and `groupindex`, as of `re`.

    Args:
        source: the expression, as RE2 writes it (github.com/google/re2, "Syntax").
        memory: bytes that RE2 may take for it.

    Raises:
        ExpressionError: when RE2 does not take it.
        TimeoutError: by the methods of the pattern, where RE2 is not installed.
    """
    engine = _re2()
    if engine is None:
        return _Timed(source)
    options = engine.Options()
    options.max_mem = memory
    options.log_errors = False
    try:
        return _Linear(engine.compile(source, options))
    except engine.error as error:
        reason = error.args[0] if error.args else "not a regular expression"
        text = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise ExpressionError(text) from None


def search_set(expressions: Iterable[str]) -> Callable[[str], list[int]]:
    """Return a function that tells which of the expressions occur in a text, by number."""
    return _set(expressions, "SearchSet", "search")


def full_set(expressions: Iterable[str]) -> Callable[[str], list[int]]:
    """Return a function that tells which of the expressions match all of a text, by number."""
    return _set(expressions, "FullMatchSet", "fullmatch")


def _set(expressions: Iterable[str], kind: str, method: str) -> Callable[[str], list[int]]:
    engine = _re2()
    if engine is None:
        tests = [getattr(_Timed(one), method) for one in expressions]
        return lambda text: [number for number, test in enumerate(tests) if test(text)]
    options = engine.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    bank = getattr(engine.Set, kind)(options)
    for one in expressions:
        bank.Add(one)
    bank.Compile()
    return lambda text: sorted(bank.Match(_sayable(text)) or ())


def quoted(text: str) -> str:
    """Return the expression that matches a text itself."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\0", r"\x00")


_SPECIAL: Final = lazy(r"[\\.+*?()|\[\]{}^$#&~-]")


@cache
def _re2() -> Any:
    """Return RE2's module; None where it is not installed."""
    try:
        import re2
    except ImportError:
        return None
    return re2


_LONE: Final = lazy(r"[\ud800-\udfff]")


def _sayable(text: str) -> str:
    """Return a text of the same length that UTF-8 can hold."""
    return text if text.isascii() or not _LONE.search(text) else _LONE.sub("\ufffd", text)


class _Linear:
    """An expression that runs by RE2."""

    __slots__ = ("_compiled", "groupindex")

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled
        self.groupindex: dict[str, int] = dict(compiled.groupindex)

    def search(self, text: str) -> Any:
        return self._compiled.search(_sayable(text))

    def match(self, text: str) -> Any:
        return self._compiled.match(_sayable(text))

    def fullmatch(self, text: str) -> Any:
        return self._compiled.fullmatch(_sayable(text))


class _Timed:
    """An expression that runs by `regex`, under a limit of time."""

    def __init__(self, source: str) -> None:
        import regex

        try:
            self._compiled: Any = regex.compile(_respelled(source), regex.V0)
        except regex.error as error:
            raise ExpressionError(str(error)) from None
        self.groupindex: dict[str, int] = dict(self._compiled.groupindex)

    def search(self, text: str) -> Any:
        return self._compiled.search(_sayable(text), timeout=_SECONDS)

    def match(self, text: str) -> Any:
        return self._compiled.match(_sayable(text), timeout=_SECONDS)

    def fullmatch(self, text: str) -> Any:
        return self._compiled.fullmatch(_sayable(text), timeout=_SECONDS)


_TOKEN: Final = lazy(
    r"\\Q(?P<quote>.*?)(?:\\E|\Z)|\\x\{(?P<code>[0-9A-Fa-f]{1,6})\}"
    r"|\[(?P<no>\^?)(?P<set>\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*)\]"
    r"|(?P<escape>\\(?:[pP]\{[^}]*\}|.))|(?P<end>\$)"
    r"|(?P<foreign>\(\?(?:[=!>|&#(R]|[-+]?[0-9]|<[=!]|P[=>])|[*+?}]\+)|\{(?P<times>[0-9]{4,})|.",
    re.DOTALL,
)
_IN_SET: Final = lazy(r"\\x\{(?P<code>[0-9A-Fa-f]{1,6})\}|\\(?P<char>.)|\[(?!:)", re.DOTALL)
_MULTILINE: Final = lazy(r"\(\?[a-zA-Z]*m[a-zA-Z]*[-:)]")
_ESCAPES: Final = frozenset("dDsSwWbBAzpPaftnrvx")
# RE2's classes are those of ASCII, whatever the flags.
_CLASSES: Final = {
    "d": "0-9",
    "D": r"\x00-/:-\U0010ffff",
    "w": "0-9A-Za-z_",
    "W": r"\x00-/:-@\[-\^`\{-\U0010ffff",
    "s": r"\t\n\f\r ",
    "S": r"\x00-\x08\x0b\x0e-\x1f!-\U0010ffff",
}
_WORD: Final = "[0-9A-Za-z_]"
_BORDERS: Final = {
    "b": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
    "B": f"(?:(?<={_WORD})(?={_WORD})|(?<!{_WORD})(?!{_WORD}))",
    "z": r"\Z",
}


def _respelled(source: str) -> str:
    """Write what RE2 means as `regex` writes it.

    Raises:
        ExpressionError: for what `regex` has and RE2 has not.
    """
    lines = _MULTILINE.search(source) is not None
    pieces: list[str] = []
    for match in _TOKEN.finditer(source):
        if match["foreign"] or match["times"]:
            raise ExpressionError(f"invalid perl operator: {match[0]}")
        if match["quote"] is not None:
            pieces.append(quoted(match["quote"]))
        elif match["code"]:
            pieces.append(_char(match["code"]))
        elif match["set"] is not None:
            pieces.append(f"[{match['no']}{_IN_SET.sub(_member, match['set'])}]")
        elif match["escape"]:
            pieces.append(_escape(match["escape"]))
        else:
            pieces.append(r"\Z" if match["end"] and not lines else match[0])
    return "".join(pieces)


def _escape(escape: str) -> str:
    char = escape[1]
    if char.isascii() and char.isalnum() and char not in _ESCAPES:
        raise ExpressionError(f"invalid escape sequence: {escape}")
    if char in _CLASSES:
        return f"[{_CLASSES[char]}]"
    return _BORDERS.get(char, escape)


def _member(match: re.Match[str]) -> str:
    """Respell a part of a class of characters."""
    if match["code"]:
        return _char(match["code"])
    if match["char"] is None:
        return r"\["
    return _CLASSES.get(match["char"], match[0])


def _char(code: str) -> str:
    number = int(code, 16)
    if number > 0x10FFFF:
        raise ExpressionError(f"invalid escape sequence: \\x{{{code}}}")
    return f"\\U{number:08x}"
