"""JSON that an archive may hold, our own state too: input, not truth."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["load_json"]


def load_json(text: str | bytes) -> Any:
    """Parse JSON.

    Raises:
        ValueError: when it is not JSON, or nested too deep for `json`.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
