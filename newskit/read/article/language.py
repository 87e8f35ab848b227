"""Language tags (BCP 47) from what a post states and from where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from newskit.lazy import lazy
from newskit.post import JsonValue

_TAG: Final = lazy(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[.@].*)?")
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        name: tag
        for tag, names in {
            "ar": "arabic العربية",
            "bg": "bulgarian български",
            "cs": "czech čeština",
            "de": "german deutsch",
            "el": "greek ελληνικά",
            "en": "english",
            "es": "spanish español",
            "fa": "persian farsi فارسی",
            "fi": "finnish suomi",
            "fr": "french français",
            "he": "hebrew עברית",
            "hi": "hindi हिन्दी",
            "hu": "hungarian magyar",
            "id": "indonesian",
            "it": "italian italiano",
            "ja": "japanese 日本語",
            "ko": "korean 한국어",
            "nl": "dutch nederlands",
            "pl": "polish polski",
            "pt": "portuguese português",
            "ro": "romanian română",
            "ru": "russian русский",
            "sv": "swedish svenska",
            "tr": "turkish türkçe",
            "uk": "ukrainian українська",
            "vi": "vietnamese",
            "zh": "chinese 中文 汉语 漢語",
            "zh-Hans": "简体中文",
            "zh-Hant": "繁體中文",
        }.items()
        for name in names.split()
    }
)
# ISO 639-1 without constructed languages: what a folder or file name part may be.
_CODE_LIST: Final = (
    "aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da"
    " de dv dz ee el en es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz"
    " id ig ii ik is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt"
    " lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl"
    " ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti"
    " tk tl tn to tr ts tt tw ty ug uk ur uz ve vi wa wo xh yi yo za zh zu"
)
_CODES: Final = frozenset(_CODE_LIST.split())
_SUFFIX: Final = lazy(r"\.([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\.[^./]+$")


def language_tag(value: JsonValue) -> str | None:
    """Return the BCP 47 tag in a front matter value: ``zh_cn`` → ``zh-CN``, ``German`` → ``de``.

    None when the value names no language or more than one.
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return None
    text = value.strip()
    if (known := _NAMES.get(text.lower())) is not None:
        return known
    match = _TAG.fullmatch(text)
    if match is None:
        return None
    language, script, region = match.groups()
    parts = [language.lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(part for part in parts if part)


def language_in_path(relative: str) -> str | None:
    """Return the language of a folder (``zh_tw/news/…``) or suffix (``about.fr.md``) in a path.

    The innermost one counts. A folder may be called so for another reason (``it/``, ``id/``), so
    whoever can see the text should compare.
    """
    folder, _, name = relative.rpartition("/")
    if name.count(".") > 1 and (match := _SUFFIX.search(name)) and _is_code(match[1]):
        return language_tag(match[1])
    return _in_folder(folder)


@lru_cache(maxsize=256)
def _in_folder(path: str) -> str | None:
    return next((language_tag(name) for name in reversed(path.split("/")) if _is_code(name)), None)


def _is_code(text: str) -> bool:
    base = text.replace("_", "-").partition("-")[0]
    # Lower case throughout, or with a region in capitals (pt-BR): "IT" and "No" are words.
    return base in _CODES and _TAG.fullmatch(text) is not None
