"""Bytes to text, with a record of how: nothing is replaced, nothing is guessed in silence.

The ladder: byte order mark, ISO-2022-JP escapes, strict UTF-8, UTF-16 without a mark, UTF-8 with a
few lone bytes (kept as surrogate escapes), a label the file declares, Windows-1252 for
Latin text with few accents, a detector. A label or a detector's answer stays in force in spite of a
few bytes that the encoding has not, as in browsers (WHATWG Encoding Standard): those are kept as
surrogate escapes. Where nothing fits, all bytes stay surrogate escapes.
"""

from __future__ import annotations

from codecs import lookup
from functools import lru_cache

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.post import BOMS, EncodingFacts

# Telling Chinese, Japanese and Korean apart where both bytes of a character are over 0xA0.


_CHARACTER = lazy(rb"[\x81-\xfe][\x40-\xfe]")
_EUC = lazy(rb"[\xa1-\xfe][\xa1-\xfe]")
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


# Labels mean their supersets on the web (WHATWG Encoding Standard, section 4.2).
SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "iso8859-9": "cp1254",
}
# Labels of the web that Python's codecs are not called by.
_LABELS = {
    "x-sjis": "cp932",
    "x-gbk": "gbk",
    "x-x-big5": "big5",
    "x-euc-jp": "euc_jp",
    "windows-949": "cp949",
    "ks_c_5601-1989": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "dos-874": "cp874",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
}
_BOM_ORDER = ("utf-32-le", "utf-32-be", "utf-8", "utf-16-le", "utf-16-be")
_LONE_BYTE = lazy("[\udc80-\udcff]")
_LONG = lazy("[\u0800-\ud7ff\ue000-\U0010ffff]")
_ASCII = bytes(range(0x80))
_NON_ASCII = lazy("[^\x00-\x7f\udc80-\udcff]")
_DETECT_BYTES = 1 << 18
# Below this share of bytes over 0x7F a text is Latin script, and short: detectors guess among its
# many single-byte code pages, so the commonest is taken.
_LATIN_SHARE = 0.04
# UTF-16 without a mark has a NUL in this many bytes at least: a space, a digit or an end of line.
_WIDE_SHARE = 256
_PRINTABLE = bytes(range(0x20, 0x7F))
_SPACES = frozenset("\t\n\f\r\x85")
# Bytes that the encoding has not, as a share of those over 0x7F: a label is trusted further.
_MOST_BAD = {"declared": 0.5, "detected": 0.1}
_MULTI_BYTE = frozenset({"gb18030", "cp932", "cp949", "cp950", "euc_jp", "big5hkscs", "euc_kr"})


# Short western text is taken for these, which hardly a page is in.
_UNUSED = frozenset({"iso8859-3", "iso8859-10", "iso8859-14", "iso8859-16"})


class Decoded(NamedTuple):
    """Text and how it came about."""

    text: str
    facts: EncodingFacts


def decode(data: bytes) -> Decoded:
    """Decode `data` down the ladder of this module.

    The result is reversible: encoding the text by the facts gives `data` again, except where
    `facts.confidence` is below 1 and the codec spells a character in two ways.
    """
    if data[:4].startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        marked = _decode_marked(data)
        if marked is not None:
            return marked
    if b"\x1b" in data and (b"\x1b$" in data or b"\x1b(" in data):
        japanese = _try(data, "iso2022_jp_2")
        if japanese is not None:
            return _with_facts(japanese, "iso2022_jp_2", how="detected", confidence=0.99)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data)
    if b"\x00" in data:
        wide = _decode_unmarked_utf16(data)
        if wide is not None:
            return wide
    return _with_facts(text, "utf-8", how="utf-8")


def decode_as(data: bytes, label: str) -> Decoded | None:
    """Decode `data` by the label that a server sent; None where it cannot be that encoding.

    Args:
        data: the bytes, without a byte order mark, that are not UTF-8.
        label: a label of the web (WHATWG Encoding Standard, section 4.2), quoted or not.
    """
    name = _codec_name(label.strip().strip("\"'"))
    if not name:
        return None
    text = _try(data, name)
    if text is not None:
        return _with_facts(text, name, how="declared")
    text = _in_spite(data, name, _MOST_BAD["declared"])
    return _with_facts(text, name, how="damaged") if text is not None else None


def reads_back(data: bytes, text: str, facts: EncodingFacts) -> bool:
    """Tell whether `data`, written for a text that was read by `facts`, is read as `text` again.

    UTF-8 is. Other bytes may lose what stated their encoding: the label that the file declared, or
    the letters that a detector knew it by. Where a label was declared, only a label will do.
    """
    if facts.name == "utf-8":
        return True
    again = decode(data)
    stated = facts.how != "declared" or again.facts.how == "declared" or data.isascii()
    return stated and again.text == text


def _decode_marked(data: bytes) -> Decoded | None:
    for name in _BOM_ORDER:
        mark = BOMS[name]
        if data.startswith(mark):
            text = _try(data[len(mark) :], name)
            if text is not None:
                return _with_facts(text, name, how="bom", bom=True)
            if name == "utf-8":
                text = data[3:].decode("utf-8", "surrogateescape")
                return _with_facts(text, name, how="damaged", bom=True)
    return None


def _decode_unmarked_utf16(data: bytes) -> Decoded | None:
    head = data[:4096]
    halves = head[::2].count(0), head[1::2].count(0)
    for name, nul_at in (("utf-16-le", 1), ("utf-16-be", 0)):
        plain = halves[nul_at] * 4 > len(head) and not halves[1 - nul_at]
        # Chinese in wide characters is half of other bytes, any script a quarter; ASCII is of none.
        rare = halves[nul_at] * _WIDE_SHARE < len(head)
        if not plain and (rare or len(head.translate(None, _PRINTABLE)) * 4 < len(head)):
            continue
        text = _try(data, name)
        if text is not None and (plain or _is_wide(text[:2048])):
            return _with_facts(text, name, how="detected", confidence=0.9 if plain else 0.8)
    return None


def _is_wide(text: str) -> bool:
    """Tell UTF-16 of few ASCII letters, as Chinese is, from other text that holds stray NULs.

    Either half of its bytes may hold NULs (U+4E00 ends in one). What is read the wrong way makes
    control characters and such that are not assigned, and no end of a line.
    """
    from unicodedata import category

    return "\n" in text and not any(
        category(character) in {"Cn", "Co", "Cc"} for character in set(text) - _SPACES
    )


def _decode_other(data: bytes) -> Decoded:
    if b"\x00" in data:
        wide = _decode_unmarked_utf16(data)
        if wide is not None:
            return wide
    escaped = data.decode("utf-8", "surrogateescape")
    # Text of another encoding hardly ever holds as many whole UTF-8 sequences as broken ones, and
    # Latin text hardly ever a sequence of three bytes.
    mostly_ascii = len(data.translate(None, _ASCII)) <= _LATIN_SHARE * len(data)
    whole = len(_NON_ASCII.findall(escaped))
    if len(_LONE_BYTE.findall(escaped)) <= whole or (mostly_ascii and _LONG.search(escaped)):
        return _with_facts(escaped, "utf-8", how="damaged")
    guesses = [_declared(data), _detected(data)]
    if mostly_ascii and guesses[1][0] not in _MULTI_BYTE:
        guesses[1] = ("cp1252", "detected", 0.7)
    for name, how, confidence in guesses:
        text = _try(data, name) if name else None
        if text is not None:
            return _with_facts(text, name, how=how, confidence=confidence)
    for name, how, _ in guesses:
        text = _in_spite(data, name, _MOST_BAD[how]) if name else None
        if text is not None:
            return _with_facts(text, name, how="damaged")
    return _with_facts(escaped, "utf-8", how="damaged")


def _in_spite(data: bytes, name: str, most: float) -> str | None:
    """Decode what a few bytes alone keep from being `name`; None where they are too many."""
    try:
        text = data.decode(name, "surrogateescape")
        gives_back = text.encode(name, "surrogateescape") == data
    except (UnicodeError, LookupError):
        return None
    high = len(data.translate(None, _ASCII))
    return text if gives_back and len(_LONE_BYTE.findall(text)) <= most * high else None


def _declared(data: bytes) -> tuple[str, str, float]:
    if not any(word in data[:4096].lower() for word in (b"encoding", b"charset")):
        return "", "declared", 1.0
    # Takes longer to import than a hundred posts take to read.
    from bs4.dammit import EncodingDetector

    label = EncodingDetector.find_declared_encoding(data[:4096], is_html=True)
    return _codec_name(label), "declared", 1.0


def _detected(data: bytes) -> tuple[str, str, float]:
    import cchardet

    answer = cchardet.detect(data[:_DETECT_BYTES])
    name, confidence = _codec_name(answer["encoding"]), float(answer["confidence"] or 0.0)
    if name in _MULTI_BYTE:
        # The detector takes a quarter of Korean posts for Big5, and short Japanese ones too.
        name = detect_euc(data[:_DETECT_BYTES]) or name
    if name == "mac-cyrillic" and (b"\x98" in data):
        # The one byte that Python's windows-1251 has not; browsers take it for U+0098.
        name = "cp1251"
    if name in _UNUSED:
        return "cp1252", "detected", 0.7
    return name, "detected", confidence


def _codec_name(label: str | None) -> str:
    if not label:
        return ""
    try:
        name = lookup(_LABELS.get(label.lower().strip(), label)).name
    except LookupError:
        return ""
    name = SUPERSETS.get(name, name)
    return "" if name.startswith("utf-8") else name


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _with_facts(
    text: str, name: str, *, how: str, confidence: float = 1.0, bom: bool = False
) -> Decoded:
    newline, mixed = _newlines(text)
    return Decoded(text, _facts(name, bom, how, round(confidence, 3), newline, mixed))


# Archives are of few encodings: nearly every post shares its facts with the one before.
_facts = lru_cache(maxsize=64)(EncodingFacts)


def _newlines(text: str) -> tuple[str, bool]:
    if "\r" not in text:
        return ("\n" if "\n" in text else ""), False
    crlf = text.count("\r\n")
    counts = {"\r\n": crlf, "\n": text.count("\n") - crlf, "\r": text.count("\r") - crlf}
    best = max(counts, key=lambda newline: counts[newline])
    return best, sum(count > 0 for count in counts.values()) > 1
