"""Rows of reports as lines of JSON."""

from __future__ import annotations

__all__ = ["row_line"]


def row_line(row: object) -> bytes:
    """Return a row as a line of JSON; bytes of file names that are no text become escapes."""
    import orjson

    try:
        return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:
        import json

        return json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n"
