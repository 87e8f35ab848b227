"""Patterns of paths, as in .gitignore."""

from __future__ import annotations

from collections.abc import Iterable


class Patterns:
    """Patterns with the meaning they have in .gitignore (gitignore(5)).

    Names of files may hold bytes that are not text; patterns cannot say them.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        from pathspec import GitIgnoreSpec

        self._spec = GitIgnoreSpec.from_lines(map(_matchable, lines))

    def match_file(self, name: str) -> bool:
        """Tell whether a path matches: the last pattern that does decides."""
        return bool(self.check_file(name))

    def check_file(self, name: str) -> bool | None:
        """Tell the same; None where no pattern matches."""
        return self._spec.check_file(_matchable(name)).include


def _matchable(name: str) -> str:
    """Return a name without the bytes that are not text, which patterns cannot say."""
    return name.encode("utf-8", "replace").decode("utf-8") if not name.isprintable() else name
