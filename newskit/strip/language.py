"""The language a body is written in, by its commonest words: enough to choose phrases by."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from typing import Final

from newskit.lazy import lazy
from newskit.strip.phrases import load_words

__all__ = ["speaks"]

_REACH: Final = 6000
_WORD: Final = lazy(r"[^\W\d_]+")
_HIDDEN: Final = lazy(r"<[^<>]*>|\]\([^()\s]*\)|https?://\S+|`[^`\n]*`")
_FEW: Final = 4
# A language is ruled out when another is supported by so many times as many words.
_CLEAR: Final = 3


def speaks(body: str, language: str) -> bool:
    """Whether `body` may be written in `language`: its words do not clearly show another.

    English is read everywhere: feeds, licences and tools leave it in posts of all languages.
    """
    if language == "en":
        return True
    counts = _counts(body[-_REACH:])
    best = max(counts.values(), default=0)
    return best < _FEW or counts[language] * _CLEAR >= best


@lru_cache(maxsize=8)
def _counts(text: str) -> Counter[str]:
    spoken = _spoken()
    counts: Counter[str] = Counter()
    for word in _WORD.findall(_HIDDEN.sub(" ", text).casefold()):
        for language in spoken.get(word, ()):
            counts[language] += 1
    return counts


@cache
def _spoken() -> dict[str, list[str]]:
    """The languages that each common word is of."""
    spoken: dict[str, list[str]] = {}
    for language, common in load_words().common:
        for word in common:
            spoken.setdefault(word, []).append(language)
    return spoken
