"""Adding to a file of records: it is checked first, and what it holds is not written again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, BinaryIO, cast

from newskit.errors import WriteError
from newskit.records.outputs.compress import compression_of, decompressed
from newskit.run.scratch import Taken

if TYPE_CHECKING:
    from pathlib import Path

    from newskit.config.export import Compression

__all__ = ["copy_existing", "known_ids"]


def known_ids(path: Path, compression: Compression) -> Taken:
    """Return the identifiers in a file of JSON Lines; none when it is not there.

    Raises:
        WriteError: when a line is no record or the last one is cut off.
    """
    ids = Taken()
    if not path.exists():
        return ids
    try:
        with decompressed(path, compression_of(path, compression)) as stream:
            for number, line in enumerate(stream, start=1):
                identifier = _identifier(line)
                if identifier is None:
                    raise WriteError(
                        f"{path}:{number}: is no whole record, so nothing is added",
                        hint="mend the file, or write a new one",
                    )
                ids.add(identifier)
    except (OSError, EOFError) as error:
        raise WriteError(f"{path}: cannot be added to: {error}") from error
    return ids


def _identifier(line: bytes) -> str | None:
    """Return the identifier in a whole line of any profile."""
    import orjson

    try:
        value: object = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not line.endswith(b"\n") or not isinstance(value, dict):
        return None
    record = cast("dict[str, object]", value)
    found = record.get("id") or record.get("identifier") or record.get("uri")
    return str(found).removeprefix("urn:uuid:") if found else None


def copy_existing(path: Path, file: BinaryIO) -> None:
    """Copy the bytes of `path`; a compressed file goes on with a member or frame of its own."""
    with path.open("rb") as old:
        shutil.copyfileobj(old, file, 1 << 20)
