"""A folder of parts, ``part-00000-of-00040.jsonl.zst``, put in place as a whole."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, Self

from newskit.config.export import RecordShape
from newskit.errors import WriteError
from newskit.files import replace_folder, temporary_folder
from newskit.lazy import lazy
from newskit.records.outputs.target import compressed
from newskit.records.shapes.hf import dataset_card, worded_columns

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from newskit.records.outputs.target import OutputTarget, Sink

__all__ = ["shards"]

_OURS: Final = lazy(r"part-\d{5}-of-\d{5}\.(?:jsonl(?:\.gz|\.zst)?|parquet)|README\.md")


@contextmanager
def shards(folder: Path, target: OutputTarget) -> Generator[Sink]:
    """Open a folder of parts; it takes the place of one that holds nothing else.

    Raises:
        WriteError: when `folder` holds other files or cannot be written.
    """
    if folder.exists():
        foreign = next((name for name in _names(folder) if not _OURS.fullmatch(name)), None)
        if foreign is not None:
            raise WriteError(
                f"{folder}: holds {foreign}, which is not part of a former export",
                hint="choose an empty or a new folder",
            )
    with temporary_folder(folder) as temporary:
        with _Parts(temporary, target) as parts:
            yield parts
        parts.finish()
        replace_folder(temporary, folder)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise WriteError(f"{folder}: is not a folder that can be read: {error.strerror}") from error


class _Parts:
    """Lines into numbered files, each up to a size."""

    def __init__(self, folder: Path, target: OutputTarget) -> None:
        self._folder = folder
        self._target = target
        self._stack = ExitStack()
        self._stream: Sink | None = None
        self._part_bytes = 0
        self._parts = 0
        self._lines = 0
        self._bytes = 0
        self._worded: frozenset[str] = frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def write(self, line: bytes, /) -> None:
        if self._stream is None or (
            self._part_bytes and self._part_bytes + len(line) > self._target.shard_bytes
        ):
            self._next()
        if self._stream is not None:
            self._stream.write(line)
        if self._target.shape is RecordShape.HF and len(self._worded) < 2:
            self._worded |= worded_columns(line)
        self._part_bytes += len(line)
        self._bytes += len(line)
        self._lines += 1

    def _next(self) -> None:
        self._stack.close()
        file = self._stack.enter_context((self._folder / f"{self._parts:05}").open("wb"))
        if self._target.row_group:
            from newskit.records.outputs.parquet import parquet_sink

            group = min(self._target.row_group, self._target.shard_bytes)
            self._stream = self._stack.enter_context(parquet_sink(file, group))
        else:
            self._stream = self._stack.enter_context(compressed(file, self._target.kind))
        self._parts += 1
        self._part_bytes = 0

    def finish(self) -> None:
        """Name the parts now that their number is known, and add the dataset card."""
        ending = ".parquet" if self._target.row_group else f".jsonl{self._target.kind.suffix}"
        for part in range(self._parts):
            name = f"part-{part:05}-of-{self._parts:05}{ending}"
            (self._folder / f"{part:05}").rename(self._folder / name)
        if self._target.shape is RecordShape.HF:
            pattern = f"part-*{ending}"
            card = dataset_card(
                self._target.dataset, self._lines, self._bytes, pattern, self._worded
            )
            (self._folder / "README.md").write_text(card, encoding="utf-8", newline="\n")
