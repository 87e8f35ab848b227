"""What every kind of shard writes: its part with a hash, and its findings."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Protocol

from newskit.cluster.store import ObjectStore
from newskit.config.export import Compression
from newskit.printable import escape_surrogates
from newskit.problem import Location, Problem, Severity
from newskit.records.outputs import compressed


class _Writer(Protocol):
    def write(self, data: bytes, /) -> object:
        """Take bytes."""


class PartStream:
    """A stream that knows how much went through it, and its hash."""

    def __init__(self, stream: _Writer) -> None:
        self._stream = stream
        self._hash = sha256()
        self.size = 0

    def write(self, line: bytes) -> None:
        """Write a line."""
        self._stream.write(line)
        self._hash.update(line)
        self.size += len(line)

    @property
    def sha256(self) -> str:
        """The hash so far, in hex."""
        return self._hash.hexdigest()


@contextmanager
def open_part(
    store: ObjectStore, name: str, compression: Compression = Compression.NONE
) -> Generator[PartStream]:
    """Open a part that appears whole when the block ends well."""
    with store.create(name) as file, compressed(file, compression) as stream:
        yield PartStream(stream)


def write_problems(store: ObjectStore, shard: str, problems: Iterable[Problem]) -> None:
    """Write the findings of a shard, a line of JSON each; without any there is no file."""
    import orjson

    name = f"{shard}.problems.jsonl"
    rows = [orjson.dumps(_row(problem), option=orjson.OPT_APPEND_NEWLINE) for problem in problems]
    if not rows:
        store.remove(name)
        return
    with store.create(name) as file:
        file.writelines(rows)


def load_problems(store: ObjectStore, shard: str) -> Iterator[Problem]:
    """Yield the findings of a shard."""
    import orjson

    for line in (store.read(f"{shard}.problems.jsonl") or b"").splitlines():
        code, rule, message, path, number, column, severity, hint = orjson.loads(line)
        place = Location(path, number, column)
        yield Problem(code, rule, message, place, Severity(severity), hint)


def _row(problem: Problem) -> tuple[str | int, ...]:
    place = problem.location
    message, path, hint = map(escape_surrogates, (problem.message, place.path, problem.hint))
    rule = (problem.code, problem.name)
    return (*rule, message, path, place.line, place.column, problem.severity.value, hint)
