"""Names, titles and dates as pages word them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newskit.dates.read import read_date
from newskit.lazy import lazy

__all__ = ["byline_in", "date_in", "dated", "names_of", "one_line", "shortened"]

_BY: Final = lazy(
    r"^(?:(?:written|posted|published|reported|story|words|text|article|post)?\s*by|by[-\s]?line"
    r"|von|door|par|por|av|af|yazan|autor(?:in|es|as)?|auteurs?|autore|authors?|verfasst von"
    r"|geschrieben von|escrito por|publicado por|публикует|автор|текст"
    r"|作者|文|記者|记者|撰文|作|来源|글|기자)\s*[:：/|]?\s+"
    r"|^(?:作者|文|記者|记者|撰文|by)\s*[:：/]\s*",
    re.IGNORECASE,
)
_ALL_BY: Final = lazy(
    r"^(?:(?:view|show|see|read)\s+(?:all|more)\s+(?:posts|articles|stories|by)(?:\s+(?:by|from))?"
    r"|zeige alle beiträge von|alle (?:beiträge|artikel) von|voir tous les articles de"
    r"|ver todas? l[ao]s (?:entradas|artículos) de)\s+",
    re.IGNORECASE,
)
_BETWEEN: Final = lazy(r"\s*(?:;|\||,(?=\s*\S+\s+\S)|\s(?:and|und|et|y|e|&)\s(?=\S+\s+\S))\s*")
_NO_NAME: Final = lazy(
    r"https?:|www\.|\.(?:com|org|net|de|html?)\b|[@{}<>]|^\W*$|^\d"
    r"|^(?:admin|administrator|author|webmaster|root|user|guest|editor|null|none|undefined|unknown"
    r"|n/a|anonymous|staff|false|true|not set|default)$",
    re.IGNORECASE,
)
_LONGEST_NAME: Final = 80
_LONGEST_LIST: Final = 2000
_BYLINE: Final = lazy(
    r"(?:(?:written |posted |published |reported |story |words )?by|von|door|par|por|av"
    r"|autor(?:in)?|auteur|autore|author|verfasst von|geschrieben von|escrito por"
    r"|text(?: und fotos?)?|redaktion"
    r"|autor des artikels|foto und text)\s*:?\s+(\S[^|·•]{1,60}?)"
    r"(?:\s*[|·•].*|,\s*\d.*|\s+(?:am|on|le|el|in)\s.*)?$"
    r"|(?:作者|文|記者|记者|撰文)\s*[:：/]\s*(\S{2,20})$",
    re.IGNORECASE,
)
_LIKE_NAME: Final = lazy(r"(?:[^\W\d_][\w.'’-]*)(?:\s+[^\W\d_][\w.'’-]*){0,4}$")
_MONTH: Final = r"[^\W\d_]{3,10}\.?"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR: Final = r"(?:19|20)\d\d"
_IN_TEXT: Final = lazy(
    rf"\b{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.]{_DAY}\b"
    rf"|\b{_DAY}\.\s?(?:0?[1-9]|1[0-2])\.\s?{_YEAR}\b"
    rf"|\b{_DAY}(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+|del\s+)?{_YEAR}\b"
    rf"|\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}\b"
    rf"|{_YEAR}\s?年\s?(?:0?[1-9]|1[0-2])\s?月\s?{_DAY}\s?日"
    rf"|(?<!\d)(?:0?[1-9]|1[0-2])\s?[月월]\s?{_DAY}\s?[日일]?,\s?{_YEAR}\b"
    rf"|\b{_DAY}/(?:0?[1-9]|1[0-2])/{_YEAR}\b"
    rf"|\b(?:0?[1-9]|1[0-2])/{_DAY}/{_YEAR}\b"
    rf"|(?<![\d.]){_DAY}\.(?:0?[1-9]|1[0-2])\.\d\d(?![\d.])"
)
_SHORT_DAY: Final = lazy(rf"({_DAY})\.(0?[1-9]|1[0-2])\.(\d\d)")
_SEPARATOR: Final = lazy(
    r"\s+(?:[|\-–—:·•»«>]+|::)\s+|\s*[|»]\s*"
    r"|(?<=[^\x00-\x7f])[-_|](?=[^\x00-\x7f]{2,6}$)"
)
_SHORT: Final = 7
_JOIN: Final = r"\s*[|\-–—:·•«»]+\s*"


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def names_of(values: Sequence[str]) -> tuple[str, ...]:
    """Return the values that are names, of one word too, without what introduces them."""
    found: list[str] = []
    for value in values:
        if len(value) > _LONGEST_LIST:
            continue
        for part in _BETWEEN.split(one_line(value)):
            name = _BY.sub("", _ALL_BY.sub("", part)).strip(" ,;:|-–—/→")
            if name and len(name) <= _LONGEST_NAME and not _NO_NAME.search(name):
                found.append(name)
    return tuple(dict.fromkeys(found))


def byline_in(line: str) -> tuple[str, ...]:
    """Return the names in a short line that is a byline (``By Ann Lee``); none in others."""
    match = _BYLINE.match(line)
    if match is None or len(line) > _LONGEST_NAME + 10:
        return ()
    names = names_of([match[1] or match[2] or ""])
    return names if all(_LIKE_NAME.match(name) for name in names) else ()


def date_in(text: str, language: str = "") -> str | None:
    """Return the first whole date in a text; None without any. See `dated` for what is returned."""
    for match in _IN_TEXT.finditer(text):
        if found := dated(match[0], language):
            return found
    return None


def dated(text: str | None, language: str = "") -> str | None:
    """Return a text that is a date and nothing else, and None for others.

    It is returned as it is written, but for dates of numbers that the page's language decides: a
    day of dots starts with the day (``01.12.2021``, ``01.12.21``), one of slashes with the month
    where the page is in American English and with the day where it is in another language.

    Args:
        text: the text.
        language: the page's language (BCP 47); empty where it states none.
    """
    if not text or len(text) > _LONGEST_NAME or not any(map(str.isdigit, text)):
        return None
    reading = read_date(text)
    if reading.value is not None:
        return text
    short = _SHORT_DAY.fullmatch(text.strip())
    if short is not None:
        return read_date(f"20{short[3]}-{short[2]}-{short[1]}").value
    if reading.form != "day-first" or len(reading.choices) != 2:
        return None
    main, _, region = language.lower().partition("-")
    if "." in text or region not in {"", "us"} or main not in {"", "en"}:
        return reading.choices[0]
    return reading.choices[1] if region == "us" else None


def shortened(title: str, publisher: str, heading: str, host: str) -> str:
    """Return a title without the site's name, which the heading, the publisher or the host tells.

    Args:
        title: as stated.
        publisher: the site's name; empty where it is not stated.
        heading: the page's only heading; empty where there are none or several.
        host: of the canonical address, in small letters; empty where it is not stated.
    """
    shorter = _without(title, publisher)
    starts = len(heading) > _SHORT and shorter != heading and shorter.startswith(heading)
    if starts and _SEPARATOR.match(shorter, len(heading)):
        return heading
    parts = list(_SEPARATOR.finditer(shorter))
    if parts and host:
        last = _letters(shorter[parts[-1].end() :])
        bare, name = _letters(host), _letters(host.rpartition(".")[0])
        named = len(last) > 4 and (last in bare or (name and name in last))
        if last and (last in {bare, name} or named):
            return shorter[: parts[-1].start()]
    return shorter


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _without(title: str, publisher: str) -> str:
    """Return a title without the site's name at its end or start."""
    if not publisher:
        return title
    pattern = re.escape(publisher)
    for one in (rf"{_JOIN}{pattern}\s*$", rf"^{pattern}{_JOIN}"):
        shorter = re.sub(one, "", title, flags=re.IGNORECASE)
        if shorter and shorter != title:
            return shorter
    return title
