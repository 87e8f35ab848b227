"""What becomes of posts that cannot be exported, and the count that has to add up."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from newskit.cli.messages import counted, print_note
from newskit.errors import ReadError
from newskit.jobs.opening import COULD_NOT_RUN

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from types import TracebackType

    from newskit.jobs.export import Exported
    from newskit.problem import Problem
    from newskit.records.lines import RecordLine

__all__ = ["Errors", "Tally"]


class Errors:
    """Where findings go: stderr (``skip``), an end of the run (``fail``), or a file of records.

    Args:
        policy: ``skip``, ``fail`` or the name of a file of JSON Lines.
    """

    def __init__(self, policy: str) -> None:
        self._policy = policy
        self._stack = ExitStack()
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self._policy not in {"skip", "fail"}:
            from newskit.files import atomic_file

            self._file = self._stack.enter_context(atomic_file(Path(self._policy)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def take(self, problem: Problem) -> None:
        """Pass a finding on.

        Raises:
            ReadError: when the policy is to fail.
        """
        if self._policy == "fail":
            raise ReadError(str(problem), hint=problem.hint or "nothing was written")
        if self._file is None:
            print_note(str(problem))
            return
        import orjson

        row: dict[str, str | int] = {
            "path": problem.location.path,
            "line": problem.location.line,
            "column": problem.location.column,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        text: bytes = orjson.dumps({name: _sayable(value) for name, value in row.items()})
        self._file.write(text + b"\n")


def _sayable(value: str | int) -> str | int:
    return value if isinstance(value, int) else value.encode("utf-8", "backslashreplace").decode()


class Tally:
    """Posts in: written, reported, left out; they add up.

    Args:
        errors: where findings go.
    """

    def __init__(self, errors: Errors) -> None:
        self._errors = errors
        self.written = 0
        self.reported = 0
        self.left_out = 0
        self.known = 0
        self.could_not_run = False

    def lines(self, outcomes: Iterable[Exported], taken: Container[str]) -> Iterator[RecordLine]:
        """Yield the lines to write, each with an identifier of its own.

        Args:
            outcomes: of the export.
            taken: identifiers in the file that is added to; their posts are not written again.
        """
        from newskit.records.ordering import UniqueIds

        ids = UniqueIds()
        for outcome in outcomes:
            for problem in outcome.problems:
                self._errors.take(problem)
                self.could_not_run |= problem.code in COULD_NOT_RUN
            if outcome.record is None:
                self.reported += bool(outcome.problems)
                self.left_out += not outcome.problems
                continue
            line = ids.claim(outcome.record)
            if line.id in taken:
                self.known += 1
                continue
            self.written += 1
            yield line

    def summary(self) -> str:
        """Return the counts in words."""
        total = self.written + self.reported + self.left_out + self.known
        parts = [f"{self.written:,} records written", f"{self.reported:,} reported"]
        if self.left_out:
            parts.append(f"{self.left_out:,} left out")
        if self.known:
            parts.append(f"{self.known:,} there already")
        return f"{counted(total, 'post')}: {', '.join(parts)}"
