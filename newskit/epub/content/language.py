"""Language tags and writing direction.

Tags follow BCP 47 (RFC 5646, section 2.1); two-letter codes are checked against ISO 639-1, because
a well-formed tag of no language is an error for assistive technology.
"""

from __future__ import annotations

import re

_TAG = re.compile(
    r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?((?:-[A-Za-z0-9]{5,8})*)"
)
_ISO_639_1_NAMES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu
hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb
lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om
or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw
ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_ISO_639_1 = frozenset(_ISO_639_1_NAMES.split())
_RTL_LANGUAGES_NAMES = """
ar arc ckb dv fa he ks ps sd syr ug ur yi
"""
_RTL_LANGUAGES = frozenset(_RTL_LANGUAGES_NAMES.split())
_RTL_SCRIPTS_NAMES = """
Adlm Arab Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa
"""
_RTL_SCRIPTS = frozenset(_RTL_SCRIPTS_NAMES.split())
# Blocks of letters, by the language most written in them.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("ko", re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")),
    ("ar", re.compile("[\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")),
    ("he", re.compile("[\u05d0-\u05f2\ufb1d-\ufb4f]")),
    ("ru", re.compile("[\u0400-\u052f]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("th", re.compile("[\u0e01-\u0e4e]")),
    ("hi", re.compile("[\u0904-\u097f]")),
    ("mn-Mong", re.compile("[\u1820-\u18aa]")),
)
_LETTER = re.compile(r"[^\W\d_]")
# Blocks of scripts written from right to left (Unicode, DerivedBidiClass.txt); for those beyond
# the Basic Multilingual Plane the language tag decides.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SAMPLE = 400


def normalise_language(value: str) -> str:
    """Return `value` as a BCP 47 tag in its usual case, or an empty string if it is not one."""
    match = _TAG.fullmatch(value.strip().replace("_", "-"))
    if match is None:
        return ""
    language, script, region, rest = match.groups()
    language = language.lower()
    if len(language) == 2 and language not in _ISO_639_1:
        return ""
    parts = [language]
    if script:
        parts.append(script.title())
    if region:
        parts.append(region.upper())
    return "-".join(parts) + (rest or "").lower()


def guess_language(text: str) -> str:
    """Guess a language from the script of `text`; ``und`` when the script is shared by many."""
    text = text[:_SAMPLE]
    if text.isascii():
        return "und"
    counts = {language: len(script.findall(text)) for language, script in _SCRIPTS}
    # A Japanese text is mostly kana and Han; kana alone tells it from Chinese.
    if counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts.pop("zh")
    best = max(counts, key=lambda language: counts[language])
    others = len(_LETTER.findall(text)) - sum(counts.values())
    return best if counts[best] > others else "und"


def direction_of(language: str, text: str) -> str:
    """Return ``rtl`` or ``ltr`` for a text: the script it is written in decides, then its tag."""
    text = text[:_SAMPLE]
    if _RIGHT_TO_LEFT.search(text):
        right = len(_RIGHT_TO_LEFT.findall(text))
        left = len(_LETTER.findall(text)) - right
        if right != left:
            return "rtl" if right > left else "ltr"
    elif _LETTER.search(text):
        return "ltr"
    subtags = language.split("-")
    rtl = subtags[0] in _RTL_LANGUAGES or bool(_RTL_SCRIPTS.intersection(subtags))
    return "rtl" if rtl else "ltr"


def is_vertical(language: str) -> str:
    """Return the CSS writing mode for vertical setting, empty for scripts not set that way."""
    primary = language.split("-", maxsplit=1)[0]
    if primary in {"zh", "ja", "ko", "yue", "lzh"}:
        return "vertical-rl"
    if "Mong" in language.split("-") or primary == "mvf":
        return "vertical-lr"
    return ""
