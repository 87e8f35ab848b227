"""Sizes as people write them on a command line."""

from __future__ import annotations

import re

from newskit.errors import UsageError

__all__ = ["parse_size"]


def parse_size(text: str) -> int:
    """Return the bytes of a size such as ``64M``.

    Raises:
        UsageError: when it is no size.
    """
    match = re.fullmatch(r"(\d+)\s*([KMGT]?)(?:i?B)?", text.strip(), re.IGNORECASE)
    if match is None or int(match[1]) == 0:
        raise UsageError(f"{text!r} is no size", hint="write bytes, or 512K, 64M, 2G")
    return int(match[1]) << (10 * " KMGT".index(match[2].upper() or " "))
