"""The errors that end a run (findings about posts are `Problem` data, not exceptions).

NewskitError
├── UsageError     a request that cannot be carried out as written
│   └── ConfigError    a configuration file or value that is wrong
├── ReadError      a source that cannot be read at all
├── SchemaError    a JSON Schema that is invalid or refers out of bounds
└── WriteError     an output that cannot be written
"""

from __future__ import annotations


class NewskitError(Exception):
    """Base of every error newskit raises on purpose.

    Args:
        message: what is wrong, and where.
        hint: what the reader can do about it; empty when there is nothing to add.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the hint when the error crosses a process boundary."""
        return (_rebuild, (type(self), self.message, self.hint))


class UsageError(NewskitError):
    """A request that cannot be carried out as written."""


class ConfigError(UsageError):
    """A configuration file or value that is wrong."""


class ReadError(NewskitError):
    """A source that cannot be read at all (missing, no permission, a folder in a file's place)."""


class SchemaError(NewskitError):
    """A JSON Schema that is invalid, missing, or refers to something out of bounds."""


class WriteError(NewskitError):
    """An output that cannot be written; what was there before is still there."""


def _rebuild(kind: type[NewskitError], message: str, hint: str) -> NewskitError:
    return kind(message, hint=hint)
