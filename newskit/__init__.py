"""newskit: convert, validate, strip and export news archives."""

from __future__ import annotations

from newskit.version import __version__

__all__ = ["__version__"]
