"""newskit: convert, validate, strip and export news archives."""

from __future__ import annotations

__version__ = "0.1.0"
