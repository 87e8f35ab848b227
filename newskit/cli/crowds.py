"""Rules that fire on most posts: said once with their count, not once for each post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from newskit.report.finding import Finding

__all__ = ["Crowds", "Shown"]

Shown = tuple[str, "Sequence[Finding]"]
"""The findings of one post that are printed."""

_LOOKED_AT: Final = 200
_FEWEST: Final = 20
_SHARE: Final = 0.5


class Crowds:
    """Which rules fire on most posts, judged by the first two hundred; counts what they find.

    Fewer than twenty posts are listed whatever they have. Until the rules are known, the findings
    of the first posts wait, so memory stays flat.
    """

    def __init__(self) -> None:
        self.codes: frozenset[str] | None = None
        self.posts = 0
        self._waiting: list[Shown] = []
        self._found: Counter[str] = Counter()
        self._first: dict[str, Finding] = {}

    def take(
        self, path: str, findings: Sequence[Finding], *, counted: bool = True
    ) -> Iterator[Shown]:
        """Yield what may be printed now that a post's findings are known.

        Args:
            path: the post.
            findings: what was found in it.
            counted: whether this is a post, not a further word about one.
        """
        self.posts += counted
        for code, finding in {one.problem.code: one for one in reversed(findings)}.items():
            self._found[code] += 1
            self._first.setdefault(code, finding)
        if self.codes is None:
            self._waiting.append((path, findings))
            if self.posts >= _LOOKED_AT:
                yield from self._decide()
        else:
            yield path, self._without(findings)

    def end(self) -> Iterator[Shown]:
        """Yield what still waits."""
        if self.codes is None:
            yield from self._decide()

    def notes(self) -> Iterator[str]:
        """Yield a line for each rule that was not listed."""
        for code in sorted(self.codes or ()):
            problem = self._first[code].problem
            yield (
                f"{code} {problem.name}: on {self._found[code]:,} of {self.posts:,} posts, first"
                f" {problem.location}: {problem.message} (--all lists each;"
                f' ignore = ["{code}"] in [validate] leaves it out)'
            )

    def _decide(self) -> Iterator[Shown]:
        least = max(_FEWEST, _SHARE * self.posts)
        many = self.posts >= _FEWEST
        self.codes = frozenset(
            code for code, count in self._found.items() if many and count > least
        )
        for path, findings in self._waiting:
            yield path, self._without(findings)
        self._waiting.clear()

    def _without(self, findings: Iterable[Finding]) -> Sequence[Finding]:
        codes = self.codes or frozenset()
        return [one for one in findings if one.problem.code not in codes]
