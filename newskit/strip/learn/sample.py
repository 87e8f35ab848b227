"""What is kept of the posts looked at, to see where else a candidate stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from newskit.strip.learn.keys import keys_of
from newskit.strip.learn.units import body_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newskit.strip.learn.keys import Key
    from newskit.strip.learn.units import Unit

__all__ = ["Sample"]

_MOST_CHARS: Final = 24_000_000
_MOST_POSTS: Final = 5000
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Sample:
    """The kept parts of evenly spread posts, bounded in number and size."""

    def __init__(self, posts: int) -> None:
        self.every = max(1, -(-posts // _MOST_POSTS))
        self._texts: list[str] = []
        self._chars = 0

    def wants(self, number: int) -> bool:
        """Whether the post with this number is in the sample."""
        return number % self.every == 0

    def add(self, text: str) -> None:
        """Keep what is content of a post; beyond the bound only its end."""
        room = _MOST_CHARS - self._chars
        if room > 0:
            self._texts.append(text[-room:])
            self._chars += min(room, len(text))

    def keys(self, units: Iterable[Unit]) -> Iterator[tuple[Key, Unit]]:
        """Yield the keys in all texts that hold a word of one of `units`.

        Few texts hold the words of boilerplate in their content: the others are not even split.
        """
        probe = _probe(units)
        for text in self._texts:
            if probe is None or not probe.search(text):
                continue
            for unit in body_units(text):
                if unit.is_read and probe.search(unit.source):
                    for piece in (unit, *unit.parts):
                        for key in keys_of(piece):
                            yield key, piece


def _probe(units: Iterable[Unit]) -> Any:
    """An expression for the longest words of the units, whatever their case."""
    words = {max(_WORD.findall(unit.source), key=len, default="") for unit in units}
    words.discard("")
    if not words:
        return None
    import re2

    options = re2.Options()
    options.max_mem = 64 << 20
    escape = cast("Any", re2).escape
    source = "|".join(escape(word) for word in sorted(words) if word.isprintable())
    return re2.compile(f"(?i){source}", options)
