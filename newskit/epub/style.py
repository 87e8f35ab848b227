"""The user's own style sheet."""

from __future__ import annotations

import re
from pathlib import Path

from newskit.errors import ConfigError

__all__ = ["load_css"]

# A file that is not in the book, or one that is fetched, would make every reader complain.
_REFERENCE = re.compile(r"@import|url\(\s*['\"]?\s*(?!data:|#)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def load_css(file: str) -> bytes:
    """Read a style sheet; empty when the option is.

    Raises:
        ConfigError: when it cannot be read, is not UTF-8, or refers to other files.
    """
    if not file:
        return b""
    try:
        text = Path(file).read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}", hint="give css a style sheet") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8") from error
    if _REFERENCE.search(_COMMENT.sub("", text)):
        raise ConfigError(
            f"{file}: refers to other files", hint="a style sheet in a book stands alone"
        )
    return text.encode()
