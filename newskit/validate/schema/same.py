"""Equality of JSON values: a boolean is no number, and 1 is 1.0 (JSON Schema Core, 4.2.2)."""

from __future__ import annotations

from collections.abc import Mapping

from newskit.post import JsonValue

__all__ = ["same"]


def same(one: JsonValue, other: JsonValue) -> bool:
    """Tell whether two JSON values are equal."""
    pairs: list[tuple[JsonValue, JsonValue]] = [(one, other)]
    while pairs:
        left, right = pairs.pop()
        if isinstance(left, bool) or isinstance(right, bool):
            if left is not right:
                return False
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs += zip(left, right, strict=True)
        elif isinstance(left, Mapping) and isinstance(right, Mapping):
            if left.keys() != right.keys():
                return False
            pairs += [(left[name], right[name]) for name in left]
        elif left != right:
            return False
    return True
