"""Where a setting stands: the file with its line, and the keys that lead to it."""

from __future__ import annotations

from typing import cast

__all__ = ["Place"]


class Place:
    """The place of a setting; as text it begins a message.

    Args:
        source: what the settings are from, such as a file's name.
        text: the TOML of the file; empty where there is none, and no line can be told.
        above: keys of the table in the file that the settings begin in, which messages leave out.
        keys: those that lead to the setting from there, as they are written; numbers are places
            in lists, from 0.
    """

    __slots__ = ("_above", "_keys", "_source", "_text")

    def __init__(
        self,
        source: str,
        text: str = "",
        above: tuple[str, ...] = (),
        keys: tuple[str | int, ...] = (),
    ) -> None:
        self._source = source
        self._text = text
        self._above = above
        self._keys = keys

    def of(self, key: str | int) -> Place:
        """Return the place of what stands under a key, or at a place of a list."""
        return Place(self._source, self._text, self._above, (*self._keys, key))

    def __str__(self) -> str:
        """Say the place."""
        return self._said(self._keys)

    def within(self) -> str:
        """Say the table that holds the setting, with the line of the setting itself."""
        return self._said(self._keys[:-1])

    def _said(self, keys: tuple[str | int, ...]) -> str:
        line = _line(self._text, (*self._above, *self._keys)) if self._text else 0
        place = f"{self._source}:{line}" if line else self._source
        return place + "".join(f"[{key}]" if isinstance(key, int) else f": `{key}`" for key in keys)


def _line(text: str, keys: tuple[str | int, ...]) -> int:
    """Return the line, from 1, of the statement that sets a key of a TOML document; 0 for none.

    The parser tells no places; but the first lines of a document are a document themselves where
    a statement ends, and the first of these that knows the key ends with the one that set it.
    """
    start = _Beginnings(text)
    low, high = 0, len(start.lines)
    found = high if start.knows(high, keys) else 0
    while found and low + 1 < high:
        middle = (low + high) // 2
        end = next((each for each in range(middle, high) if start.parsed(each) is not None), 0)
        if not end or start.knows(end, keys):
            found, high = end or found, middle
        else:
            low = end
    before = next((each for each in range(found - 1, 0, -1) if start.parsed(each) is not None), 0)
    return before + 1 if found and start.left > 0 else 0


class _Beginnings:
    """The documents that the first lines of a TOML document are."""

    def __init__(self, text: str) -> None:
        self.lines = text.replace("\r\n", "\n").split("\n")
        self.left = _MOST_PARSED

    def parsed(self, count: int) -> dict[str, object] | None:
        """Return what so many lines say; None where they are none, or enough has been parsed."""
        import tomllib

        if self.left <= 0:
            return None
        text = "\n".join(self.lines[:count])
        self.left -= len(text)
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            return None

    def knows(self, count: int, keys: tuple[str | int, ...]) -> bool:
        """Tell whether so many lines are a document that has a key."""
        return _holds(self.parsed(count), keys)


_MOST_PARSED = 1_000_000
"""Characters that are parsed to find a line; in a longer file a message does without it."""


def _holds(value: object, keys: tuple[str | int, ...]) -> bool:
    for key in keys:
        if isinstance(key, int) and isinstance(value, list):
            inside: dict[str | int, object] = dict(enumerate(cast("list[object]", value)))
        elif isinstance(key, str) and isinstance(value, dict):
            inside = cast("dict[str | int, object]", value)
        else:
            return False
        if key not in inside:
            return False
        value = inside[key]
    return True
