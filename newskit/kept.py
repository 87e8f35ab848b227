"""What is worked out once for each version of Python, kept beside the package's bytecode.

It follows the rules of bytecode: a file in ``__pycache__``, written beside itself and renamed; not
written where Python is asked to write no bytecode or the folder cannot be written to; as much to be
trusted as the bytecode beside it. Nothing depends on it.
"""

from __future__ import annotations

import atexit
import marshal
import os
import re
import sys
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, AnyStr, Final, TypeAlias
from zlib import crc32

_MOST: Final = 4000
"""Values of a file, several times what the package has: those of other versions go then."""


class Kept:
    """Values by their keys, read from a file at the first question.

    Args:
        name: the file's ending.
        version: what the values hold for, besides the version of Python.
    """

    def __init__(self, name: str, version: str = "") -> None:
        self._name = name
        self._version = version
        self._known: dict[Hashable, tuple[Any, Any]] | None = None
        self._new: dict[Hashable, tuple[Any, Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Any], state: Any = None) -> Any:
        """Return the value of a key, which `make` works out where it is not known for this state.

        All are of None, truth values, numbers, texts, bytes, tuples, lists, dictionaries, sets and
        code.
        """
        if self._known is None:
            self._known = self._load()
        known = self._known.get(key)
        if known is not None and known[0] == state:
            return known[1]
        value = make()
        self._known[key] = state, value
        if not self._new and not sys.dont_write_bytecode:
            if not _changed:
                atexit.register(keep)
            _changed.append(self)
        self._new[key] = state, value
        return value

    def _path(self) -> str | None:
        """Return the file beside this module's bytecode; None where there is none (a zip file)."""
        cached = __spec__.cached
        return f"{cached.removesuffix('.pyc')}.{self._name}" if cached else None

    def _head(self) -> bytes:
        return f"{sys.version}\n{self._version}\0".encode()

    def _load(self) -> dict[Hashable, tuple[Any, Any]]:
        path = self._path()
        if path is None:
            return {}
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - pathlib is another import
                data = file.read()
        except OSError:
            return {}
        head = self._head()
        rest = data[len(head) + 4 :]
        if not data.startswith(head + crc32(rest).to_bytes(4, "big")):
            return {}
        found: dict[Hashable, tuple[Any, Any]] = marshal.loads(rest)  # noqa: S302
        return found

    def save(self) -> None:
        """Write what is new beside what others have written meanwhile."""
        path = self._path()
        if path is None:
            return
        kept = {**self._load(), **self._new}
        rest = marshal.dumps(kept if len(kept) <= _MOST else self._new)
        partial = f"{path}.{os.getpid()}"
        try:
            with open(partial, "wb") as file:  # noqa: PTH123
                file.write(self._head() + crc32(rest).to_bytes(4, "big") + rest)
            os.replace(partial, path)  # noqa: PTH105
        except OSError:
            try:
                os.unlink(partial)  # noqa: PTH108
            except OSError:
                return


_changed: list[Kept] = []


def keep() -> None:
    """Write what this process has worked out; at its end, as worker processes have no other."""
    for one in _changed:
        one.save()


# Regular expressions as Python compiles them. Compiling is done in Python: 40 µs for a small
# pattern, milliseconds for a class of foreign letters, and a tenth to a fifth of a command on one
# post. What the compiler makes is a list of numbers, which the engine in C checks and takes in
# microseconds.

_Compiled: TypeAlias = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags with those in the source, code, number of groups, names of groups, names by number."""

_ENGINE: Final[Any] = sys.modules.get("_sre")
_PATTERNS: Final = Kept(
    "patterns",
    f"{getattr(_ENGINE, 'MAGIC', 0)} {getattr(_ENGINE, 'CODESIZE', 0)} {sys.byteorder}",
)


def compiled(source: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    """Return what `re.compile` does.

    Raises:
        re.error: when the source is no expression.
    """
    try:
        # Bytes and texts are not compared, which `python -bb` takes for an error.
        key = isinstance(source, bytes), source, flags
        kept = _PATTERNS.get(key, partial(_made, source, flags))
        found, code, groups, names, positions = kept
        numbers = memoryview(code).cast("I").tolist()
        pattern: re.Pattern[AnyStr] = _ENGINE.compile(
            source, found, numbers, groups, names, positions
        )
    except (KeyError, AttributeError, TypeError, ValueError, RuntimeError):
        # Another Python, whose engine takes something else: the public way always works.
        return re.compile(source, flags)
    return pattern


def _made(source: str | bytes, flags: int) -> _Compiled:
    """Compile a pattern by the steps of `re.compile` (Python 3.11 to 3.14, `re._compiler`)."""
    from array import array

    parser: Any = sys.modules["re._parser"]
    compiler: Any = sys.modules["re._compiler"]
    parsed = parser.parse(source, flags)
    code = array("I", compiler._code(parsed, flags))  # noqa: SLF001
    state = parsed.state
    names: dict[str, int] = dict(state.groupdict)
    positions: list[str | None] = [None] * state.groups
    for name, number in names.items():
        positions[number] = name
    return flags | state.flags, code.tobytes(), state.groups - 1, names, tuple(positions)
