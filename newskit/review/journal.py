"""Decisions on disk: each is in the journal before it is in a file, so that it can be undone.

A journal lies in an archive, which may be anybody's: what it says is written only into files that
this run may write, and only where the result is the one it states.
"""

from __future__ import annotations

import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

from newskit.errors import ConfigError, WriteError
from newskit.files import open_file, write_atomic
from newskit.frozen import dataclass
from newskit.parsing import load_json, load_toml

# Decisions written into TOML that people wrote: comments, order and style stay as they are.

_PYPROJECT: Final = "pyproject.toml"
_MARKS: Final = re.compile(r"([\\*?\[\]!#])")


def exactly(path: str) -> str:
    """Return the pattern (as in .gitignore) that matches one path alone."""
    escaped = _MARKS.sub(r"\\\1", path)
    if escaped.endswith(" "):
        escaped = f"{escaped[:-1]}\\ "
    return escaped if "/" in escaped else f"/{escaped}"


def with_item(text: str, file: Path, keys: Sequence[str], item: str) -> str:
    """Return settings with `item` in the list that `keys` lead to; missing tables are made.

    Args:
        text: the settings; empty for a new file.
        file: their file: in ``pyproject.toml`` they lie below ``[tool.newskit]``.
        keys: the way to the list.
        item: what is added, unless it is there.

    Raises:
        ConfigError: when the settings are not TOML, or something else stands on the way.
    """
    import tomlkit

    document = _parsed(text, file)
    table: MutableMapping[str, Any] = document
    way = ("tool", "newskit", *keys) if file.name == _PYPROJECT else tuple(keys)
    for key in way[:-1]:
        if key not in table:
            table[key] = tomlkit.table()
        table = table[key]
    found = table.setdefault(way[-1], tomlkit.array())
    if not isinstance(found, list):
        raise ConfigError(f"{file}: {'.'.join(way)} is not a list")
    if item not in found:
        cast("list[str]", found).append(item)
    return _checked(tomlkit.dumps(cast("Any", document)), file)


def with_rules(text: str, file: Path, rules: Mapping[str, Mapping[str, object]]) -> str:
    """Return a file of strip rules with new values in some of them, by their ids.

    Raises:
        ConfigError: when the file is not TOML or does not have one of the rules.
    """
    import tomlkit

    document: Any = _parsed(text, file)
    tables: Any = document.get("rules") or document.get("strip", {}).get("rules", [])
    there = {str(table.get("id")): table for table in tables}
    for name, values in rules.items():
        if name not in there:
            raise ConfigError(
                f"{file}: has no rule {name}", hint="was the file changed? start again"
            )
        there[name].update(values)
    return _checked(tomlkit.dumps(document), file)


def _parsed(text: str, file: Path) -> MutableMapping[str, Any]:
    import tomlkit

    try:
        load_toml(text)  # that it nests too deep for a parser is found out by no other
        return tomlkit.parse(text)
    except ValueError as error:
        raise ConfigError(f"{file}: is not valid TOML: {error}") from error


def _checked(text: str, file: Path) -> str:
    try:
        load_toml(text)
    except ValueError as error:
        raise ConfigError(f"{file}: the decision cannot be written into it: {error}") from error
    return text


JOURNAL: Final = ".newskit-review.jsonl"
"""Name of the journal, in the folder of the settings."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What a decision did to a file: the bytes from `start` on were `old` and became `new`.

    Attributes:
        path: the file, relative to the folder of the journal where it lies below it.
        before: hex SHA-256 of the file before; empty where there was none.
        after: hex SHA-256 behind it.
    """

    path: str
    start: int
    old: bytes
    new: bytes
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What was decided at once.

    Attributes:
        number: 1 for the first of the journal.
        decisions: what was decided, as a word, by the key of its item.
        changes: what it did to files.
    """

    number: int
    decisions: Mapping[str, str]
    changes: tuple[_Change, ...] = ()


class Journal:
    """The decisions that hold, in order; what is undone is forgotten, and stays in the file.

    Args:
        folder: where the journal lies; made by the first decision.
        may_write: whether a file is one that decisions of this run may change.

    Raises:
        WriteError: when a journal is there and cannot be read.
    """

    def __init__(self, folder: Path, may_write: Callable[[Path], bool]) -> None:
        self.folder = folder
        self._may_write = may_write
        self.path = folder / JOURNAL
        self.entries: list[JournalEntry] = []
        self._count = 0
        try:
            for row in _rows(self.path):
                self._take(row)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise WriteError(
                f"{self.path}: is not a journal of decisions: {error!r}", hint="move it away"
            ) from error
        self._settle_last()

    def _take(self, row: Mapping[str, Any]) -> None:
        if "undoes" in row:
            self.entries = [one for one in self.entries if one.number != row["undoes"]]
            return
        self._count = int(row["number"])
        changes = tuple(
            _Change(
                str(change["path"]),
                int(change["start"]),
                b64decode(change["old"]),
                b64decode(change["new"]),
                str(change["before"]),
                str(change["after"]),
            )
            for change in row["changes"]
        )
        decided: Mapping[object, object] = row.get("decisions") or {row["key"]: row["decision"]}
        words = {str(key): str(word) for key, word in decided.items()}
        self.entries.append(JournalEntry(self._count, words, changes))

    def _settle_last(self) -> None:
        """Carry out the last decision where a killed run had only noted it."""
        if not self.entries:
            return
        for change in self.entries[-1].changes:
            file = self.folder / change.path
            if self._may_write(file) and _digest(read_there(file)) == change.before != change.after:
                write_atomic(file, _spliced(file, change, back=False))

    def decided(self) -> dict[str, str]:
        """Return the decisions that hold, by item."""
        return {key: word for entry in self.entries for key, word in entry.decisions.items()}

    def decide(self, decisions: Mapping[str, str], files: Mapping[Path, bytes]) -> JournalEntry:
        """Note what is decided and write what it changes, each file whole or not at all.

        Args:
            decisions: what is decided, as a word, by the key of its item.
            files: the new bytes of each file.

        Raises:
            WriteError: when the journal or a file cannot be written; nothing is changed then.
        """
        for path in files:
            self._check(path)
        changes = tuple(self._change(path, data) for path, data in files.items())
        entry = JournalEntry(self._count + 1, dict(decisions), changes)
        self._append(
            {
                "number": entry.number,
                "decisions": entry.decisions,
                "changes": [
                    {
                        "path": one.path,
                        "start": one.start,
                        "old": b64encode(one.old).decode(),
                        "new": b64encode(one.new).decode(),
                        "before": one.before,
                        "after": one.after,
                    }
                    for one in changes
                ],
            }
        )
        self._count += 1
        written: list[_Change] = []
        try:
            for change, (path, data) in zip(changes, files.items(), strict=True):
                write_atomic(path, data)
                written.append(change)
        except WriteError:
            for change in written:
                self._put_back(change)
            self._append({"undoes": entry.number})
            raise
        self.entries.append(entry)
        return entry

    def undo(self) -> JournalEntry | None:
        """Take the last decision back, byte for byte; None where there is none.

        Raises:
            WriteError: when a file has changed since, or cannot be written; nothing is changed.
        """
        if not self.entries:
            return None
        entry = self.entries[-1]
        for change in entry.changes:
            self._check(self.folder / change.path)
            if _digest(read_there(self.folder / change.path)) != change.after:
                raise WriteError(
                    f"{change.path}: has changed since the decision, and was left alone",
                    hint="undo the change to the file first",
                )
            if change.before:
                _spliced(self.folder / change.path, change, back=True)
        for change in entry.changes:
            self._put_back(change)
        self._append({"undoes": entry.number})
        self.entries.pop()
        return entry

    def _change(self, path: Path, data: bytes) -> _Change:
        old = read_there(path)
        was = old or b""
        start = _common(was, data)
        most = min(len(was), len(data)) - start
        tail = min(_common(was[::-1], data[::-1]), most)
        return _Change(
            os.path.relpath(path.absolute(), self.folder.absolute()),
            start,
            was[start : len(was) - tail],
            data[start : len(data) - tail],
            _digest(old),
            _digest(data),
        )

    def _put_back(self, change: _Change) -> None:
        file = self.folder / change.path
        if not change.before:
            file.unlink(missing_ok=True)
            return
        write_atomic(file, _spliced(file, change, back=True))

    def _check(self, path: Path) -> None:
        if not self._may_write(path):
            raise WriteError(
                f"{path}: is neither a post of what was named nor its settings or rules",
                hint="name the folder it lies in, or --rules",
            )

    def _append(self, row: Mapping[str, object]) -> None:
        line = json.dumps(row).encode("ascii") + b"\n"
        try:
            with self.path.open("ab+") as file:
                if end := file.seek(0, os.SEEK_END):
                    file.seek(end - 1)
                    # Half a line of a run that was killed must not swallow this one.
                    line = line if file.read(1) == b"\n" else b"\n" + line
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise WriteError(
                f"{self.path}: cannot be written: {error.strerror or error}",
                hint="nothing was decided",
            ) from error


def _rows(path: Path) -> list[dict[str, Any]]:
    lines = (read_there(path) or b"").splitlines()
    rows: list[dict[str, Any]] = []
    for line in lines:
        try:
            row: Any = load_json(line)
        except ValueError:
            continue  # half a line of a run that was killed
        if isinstance(row, dict):
            rows.append(cast("dict[str, Any]", row))
    return rows


def read_there(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none.

    Raises:
        WriteError: when it cannot be read: what is not known cannot be written back.
    """
    try:
        with open_file(path) as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WriteError(f"{path}: cannot be read: {error.strerror or error}") from error


def _digest(data: bytes | None) -> str:
    return "" if data is None else sha256(data).hexdigest()


def _spliced(file: Path, change: _Change, *, back: bool) -> bytes:
    """Return what a file holds with a change, or without it.

    Raises:
        WriteError: when that is not what the journal says.
    """
    data = read_there(file) or b""
    there, wanted = (change.new, change.old) if back else (change.old, change.new)
    made = data[: change.start] + wanted + data[change.start + len(there) :]
    if _digest(made) != (change.before if back else change.after):
        raise WriteError(f"{file}: the journal does not say what it was", hint="it was left alone")
    return made


def _common(one: bytes, other: bytes) -> int:
    """Return the length of the common start, by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low
