"""The versions, in a module of their own so that reading them imports nothing else."""

from __future__ import annotations

__version__ = "0.1.0"

RECORD_VERSION = 1
"""Version of the record's format; it rises when a reader of the last one would be misled."""
