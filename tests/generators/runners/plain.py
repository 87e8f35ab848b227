# ruff: noqa: T201
"""Shared by the runners in Python: rows of standard input, and values as JSON with their type."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
import sys
from collections.abc import Iterator
from typing import Any


def rows() -> Iterator[dict[str, str]]:
    """The posts asked about."""
    for line in sys.stdin:
        yield json.loads(line)


def write(row: dict[str, Any]) -> None:
    """One outcome, as a JSON line."""
    print(json.dumps(row, ensure_ascii=False), flush=True)


def plain(value: object) -> dict[str, Any]:
    """A value as JSON, with the name of its type."""
    kind = type(value).__name__
    if isinstance(value, float):
        return {"type": kind, "value": value if math.isfinite(value) else str(value)}
    if isinstance(value, str | bool | int) or value is None:
        return {"type": kind, "value": value}
    if isinstance(value, dt.datetime):
        with contextlib.suppress(OverflowError):
            value = value.astimezone(dt.UTC) if value.tzinfo else value
        return {"type": kind, "value": value.isoformat().replace("+00:00", "Z")}
    if isinstance(value, dt.date):
        return {"type": kind, "value": value.isoformat()}
    if isinstance(value, dict):
        return {"type": kind, "value": {str(k): plain(v)["value"] for k, v in value.items()}}
    if isinstance(value, list | tuple | set):
        return {"type": kind, "value": [plain(item)["value"] for item in value]}
    return {"type": kind, "value": str(value)}
