"""The rules people write first: short last lines with links or a keyword."""

from __future__ import annotations

import re

WORDS = re.compile(
    r"source|via|share|subscribe|follow|copyright|rights reserved|newsletter|related|tags|back to"
    r"|next|previous|discuss|来源|转载|关注|返回|版权|作者|译者|quelle|fuente|fonte|источник|出典|출처|المصدر",
    re.IGNORECASE,
)
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)|<https?://[^>]*>|<a\b.*?</a>|https?://\S+", re.DOTALL)


def kept_lines(lines: list[str]) -> int:
    """How many of the lines stay, counted from the top."""
    kept = len(lines)
    while kept > 1:
        line = lines[kept - 1]
        text = re.sub(r"<[^>]*>", "", line)
        linked = sum(len(match) for match in LINK.findall(line))
        short = len(text) < 200
        if short and (linked * 2 > len(line) or WORDS.search(text)):
            kept -= 1
        else:
            break
    return kept
