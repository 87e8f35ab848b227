"""Regular expressions of schemas, matched in linear time by RE2.

JSON Schema asks for ECMA-262 expressions (Core, section 6.4); RE2 says all of them but look-around
and back-references, which cannot be matched in linear time and are refused with a reason.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any at jsonschema's border, and so is what is inside them.

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from newskit.errors import SchemaError
from newskit.lazy import lazy

__all__ = ["searcher"]

# Without quantifiers there is nothing to backtrack over: re is as quick as RE2 and needs no import.
_PLAIN = lazy(r"\^?(?:[A-Za-z0-9 _,:;/@#%&=!~<>'\"-]|\\[.SsdDwW/-])*\$?\Z")
_CONTROL = lazy(r"\\c([A-Za-z])")
_UNICODE = lazy(r"\\u\{?([0-9A-Fa-f]{4,6})\}?")
_PROPERTY = lazy(r"\\([pP])\{(?:Script=|General_Category=|sc=|gc=)?([A-Za-z_]+)\}")
_CATEGORIES = {
    "Letter": "L",
    "Lowercase_Letter": "Ll",
    "Uppercase_Letter": "Lu",
    "Number": "N",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Mark": "M",
    "Separator": "Z",
}


@lru_cache(maxsize=512)
def searcher(pattern: str) -> Callable[[str], bool]:
    """Return a function that tells whether `pattern` occurs in a text.

    Raises:
        SchemaError: when the pattern is no regular expression or cannot be matched in linear time.
    """
    if _PLAIN.match(pattern):
        plain = re.compile(_end(pattern))
        return lambda text: plain.search(text) is not None
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 16 << 20
    try:
        compiled = re2.compile(_to_re2(pattern), options=options)
    except re2.error as error:
        reason = error.args[0] if error.args else "not a regular expression"
        text = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise SchemaError(
            f"pattern {pattern!r} cannot be used: {text}",
            hint="Patterns are matched in linear time, so look-around and back-references are out.",
        ) from None

    def search(text: str) -> bool:
        return compiled.search(text.encode("utf-8", "replace").decode()) is not None

    return search


def _end(pattern: str) -> str:
    """Python's ``$`` also matches before a final newline; ECMA-262's does not."""
    return f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern


def _to_re2(pattern: str) -> str:
    """Respell what ECMA-262 writes and RE2 writes differently."""
    pattern = _CONTROL.sub(lambda match: f"\\x{ord(match[1]) % 32:02x}", pattern)
    pattern = _UNICODE.sub(lambda match: f"\\x{{{match[1]}}}", pattern)
    return _PROPERTY.sub(
        lambda match: f"\\{match[1]}{{{_CATEGORIES.get(match[2], match[2])}}}", pattern
    )
