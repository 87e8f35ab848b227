"""What both peers need: the posts of a list, each split from its front matter beforehand."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_FRONT = re.compile(r"\ufeff?\s*(---|\+\+\+)[ \t]*\r?\n.*?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def paths() -> list[str]:
    """Return the paths of the list named on the command line."""
    return [os.fsdecode(name) for name in Path(sys.argv[1]).read_bytes().split(b"\0") if name]


def bodies() -> list[str]:
    """Return the bodies of the posts, decoded."""
    texts = [Path(path).read_bytes().decode("utf-8", "replace") for path in paths()]
    return [_FRONT.sub("", text, count=1) for text in texts]
