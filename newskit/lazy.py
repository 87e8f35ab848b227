"""Regular expressions that are compiled when they are first used.

Most posts need few of the rules' patterns, and compiling them all takes longer than checking a
hundred posts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["lazy"]


class _Lazy:
    """Stands for a pattern until it is used, then hands out the pattern's own methods."""

    def __init__(self, source: str, flags: re.RegexFlag) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


if TYPE_CHECKING:

    def lazy(source: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        """Return a pattern that is compiled when it is first used."""
        ...

else:

    def lazy(source: str, flags: re.RegexFlag = re.NOFLAG) -> _Lazy:
        """Return a pattern that is compiled when it is first used."""
        return _Lazy(source, flags)
