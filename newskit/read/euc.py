"""Telling Chinese, Japanese and Korean apart where both bytes of a character are over 0xA0.

EUC-CN (GB 2312), EUC-JP and EUC-KR put the same 94 rows of 94 cells at the same bytes, so a short
text in one of them reads as nonsense in the others, or in Big5, and statistical detectors confuse
them. Their rows differ: kana are rows 4 and 5 in GB 2312 and JIS X 0208; Hangul are rows 16 to 40
of KS X 1001, where GB 2312 has less than two thirds of its common characters.
"""

from __future__ import annotations

import re

__all__ = ["detect_euc"]

_CHARACTER = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_EUC = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]")
_FEWEST = 8
# Big5, Shift_JIS and the extensions of GBK have two fifths of their second bytes below 0xA1.
_EUC_SHARE = 0.97
_KANA_ROWS = frozenset({0xA4, 0xA5})
_KANA_SHARE = 0.1
_HANGUL_ROWS = range(0xB0, 0xC9)
_FIRST_LETTER_ROW = 0xB0
_HANGUL_SHARE = 0.9


def detect_euc(data: bytes) -> str:
    """Return ``gb18030``, ``euc_jp`` or ``cp949`` for text in the EUC form of it.

    Args:
        data: bytes that are not UTF-8.

    Returns:
        The codec; empty where the text is too short to tell or in another form.
    """
    characters = _CHARACTER.findall(data)
    euc = [pair for pair in characters if _EUC.fullmatch(pair)]
    if len(euc) < _FEWEST or len(euc) < _EUC_SHARE * len(characters):
        return ""
    rows = [pair[0] for pair in euc]
    if sum(row in _KANA_ROWS for row in rows) >= _KANA_SHARE * len(rows):
        return "euc_jp"
    letters = [row for row in rows if row >= _FIRST_LETTER_ROW]
    if len(letters) < _FEWEST:
        return ""
    hangul = sum(row in _HANGUL_ROWS for row in letters)
    return "cp949" if hangul >= _HANGUL_SHARE * len(letters) else "gb18030"
