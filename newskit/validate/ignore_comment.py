"""An ignore comment: what it names and which lines it covers."""

from __future__ import annotations

from newskit.frozen import dataclass
from newskit.post import Span


@dataclass(frozen=True, slots=True)
class Ignore:
    """One ignore comment.

    Attributes:
        span: where the comment stands.
        codes: the selectors it names; empty for a bare one.
        first: first line covered, 1-based.
        last: last line covered.
        whole_file: whether it covers the file.
    """

    span: Span
    codes: tuple[str, ...]
    first: int
    last: int
    whole_file: bool

    def covers(self, code: str, name: str, line: int) -> str | None:
        """Return the selector that covers a rule's finding on a line, or None."""
        if not self.whole_file and not self.first <= line <= self.last:
            return None
        return next((one for one in self.codes if selects(one, code, name)), None)


def selects(selector: str, code: str, name: str) -> bool:
    """Tell whether a selector means a rule: its code, a prefix of that, or its name."""
    return selector == name or code.startswith(selector.upper())
