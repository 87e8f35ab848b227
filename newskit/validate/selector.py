"""Selectors: how a configuration or a comment names rules."""

from __future__ import annotations

__all__ = ["selects"]


def selects(selector: str, code: str, name: str) -> bool:
    """Tell whether a selector means a rule: its code, a prefix of that, or its name."""
    return selector == name or code.startswith(selector.upper())
