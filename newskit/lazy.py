"""What is made when it is first used: regular expressions, and what follows from an object.

Most posts need few of the rules' patterns, and compiling them all takes longer than checking a
hundred posts.
"""

from __future__ import annotations

import re
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, AnyStr

from newskit.kept import compiled

__all__ = ["computed", "lazy"]


# Lists of words, written as text.


def wordlist(text: str) -> tuple[str, ...]:
    """Return what white space parts in a text."""
    return tuple(text.split())


class StandIn:
    """While it lasts, who imports a module that is not there yet gets a few names instead.

    For libraries that name, and hardly ever use, what takes longer to import than they do.
    """

    def __init__(self, name: str, **names: Any) -> None:
        self._name = name
        self._module = ModuleType(name)
        self._module.__dict__.update(names)

    def __enter__(self) -> None:
        sys.modules.setdefault(self._name, self._module)

    def __exit__(self, *_: object) -> None:
        if sys.modules.get(self._name) is self._module:
            del sys.modules[self._name]


class _Lazy:
    """Stands for a pattern until it is used, then hands out the pattern's own methods."""

    def __init__(self, source: Any, flags: re.RegexFlag) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name == "_pattern":
            value: Any = compiled(self._source, int(self._flags))
        else:
            value = getattr(self._pattern, name)
        setattr(self, name, value)
        return value


class _Computed:
    """A property that is worked out once, without the lock that the standard library takes."""

    def __init__(self, work: Any) -> None:
        self.__doc__ = work.__doc__
        self._work = work
        self._name = work.__name__

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work(instance)
        return value


if TYPE_CHECKING:
    from functools import cached_property as computed

    def lazy(source: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[AnyStr]:
        """Return a pattern that is compiled when it is first used."""
        ...

else:
    computed = _Computed

    def lazy(source: str | bytes, flags: re.RegexFlag = re.NOFLAG) -> _Lazy:
        """Return a pattern that is compiled when it is first used."""
        return _Lazy(source, flags)
