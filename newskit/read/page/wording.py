"""Names, titles and dates as pages word them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newskit.dates.read import read_date
from newskit.lazy import lazy

_BY: Final = lazy(
    r"^(?:(?:written|posted|published|submitted|reported|story|words|text|article|post|recipe)?"
    r"\s*by|by[-\s]?line|autor(?:in|es|as)?|auteurs?|autore|authors?"
    r"|(?:(?:ein )?(?:artikel|beitrag|blog[- ]?beitrag|text)|verfasst|geschrieben"
    r"|gespeichert"
    r"|erstellt|veröffentlicht|eingestellt)? ?von|door|par|por|av|af|yazan|escrito por"
    r"|publicado por"
    r"|публикует|автор|текст|作者|文|記者|记者|撰文|作|来源|글|기자)\s*[:：/|]?\s+"
    r"|^(?:作者|文|記者|记者|撰文|by|text|interview|redaktion)\s*[:：/]\s*",
    re.IGNORECASE,
)
_ALL_BY: Final = lazy(
    r"^(?:(?:view|show|see|read)\s+(?:all|more)\s+(?:posts|articles|stories|by)(?:\s+(?:by|from))?"
    r"|zeige alle beiträge von|alle (?:beiträge|artikel) von|voir tous les articles de"
    r"|ver todas? l[ao]s (?:entradas|artículos) de)\s+",
    re.IGNORECASE,
)
_BETWEEN: Final = lazy(
    r"\s*(?:;|\||,\s(?:and|und|et|y|e)\s(?=\S+\s+\S)|,(?=\s*\S+\s+\S)|\s(?:[Aa]nd|und|et|y|e|og|och|ja|&)\s(?=\S+\s+\S))\s*"
)
_NO_NAME: Final = lazy(
    r"https?:|www\.|\.(?:com|org|net|de|html?)\b|[@{}<>]|^\W*$|^\d(?![\d_]*+[^\W\d_]\w*+$)"
    r"|^\d+(?:st|nd|rd|th|am|pm|min|mins|h|k|x|px|yrs?)$"
    r"|^(?:admin|administrator|author|webmaster|root|user|guest|editor|null|none|undefined|unknown"
    r"|n/a|anonymous|staff|false|true|not set|default|texts?|fotos?|photos?|interview"
    r"|autor(?:in|en|es)?|(?:our )?authors|auteurs?|editors|contributors|writers"
    r"|von|by|illustration|kontakt|contacto?|contatt[io]|impressum|imprint)$"
    r"|^(?:zur|zum|alle|mehr|more|all|see|view|about|über)\s|^(?:full |my )?profile$",
    re.IGNORECASE,
)
_COLON_FRACTION: Final = lazy(r"(T\d\d:\d\d:\d\d):(\d{3}Z?)$")
_RANK: Final = lazy(
    r"(?<=[가-힣])\s기자(?:\s외(?:\s\d+명)?)?$|\s\([a-zà-ÿ]{2,4}\)$|(?<=\w),\s[A-Z]{2,5}$"
)
"""What stands behind a name: a reporter in Korean, the letters that a newsroom signs with, where
it belongs (``Ann Lee, CNN``)."""
_DAY_BEHIND: Final = lazy(
    r"(?:,|\s(?:am|on|vom|le|el))\s*(?=\d{1,4}[./-]).*$|,\s*\d{1,2}\.?\s\D.*$"
)
"""The day behind a name (``dpa am 25.01.2022``, ``Ann Lee, 2. May``)."""
_LONGEST_NAME: Final = 80
_LONGEST_LIST: Final = 2000
_MOST_BEFORE, _MOST_AROUND = 7, 8
"""Words of a line before a date that it tells, and around one."""

_BYLINE: Final = lazy(
    r"(?:(?:written |posted |published |submitted |reported |story |words )?by|door|par|por|av"
    r"|(?:(?:ein )?(?:artikel |beitrag |blog[- ]?beitrag |text )|verfasst |geschrieben "
    r"|gespeichert |erstellt |veröffentlicht |eingestellt )?von|autor(?:in)?|auteur|autore|author"
    r"|escrito por|text(?: und fotos?)?|redaktion|interview"
    r"|autor des artikels|foto und text)\s*:?\s+(\S[^|·•]{1,60}?)"
    r"(?:\s*[|·•].*|,\s*\d.*|\s+(?:am|on|le|el|in|posted|published|updated)\s.*)?$"
    r"|(?:作者|文|記者|记者|撰文)\s*[:：/]\s*(\S{2,20})$",
    re.IGNORECASE,
)
_LIKE_NAME: Final = lazy(
    r"(?:[^\W\d_][\w.'’-]*)(?:\s+[^\W\d_][\w.'’-]*){0,4}(?:\s+\([^()]{1,30}\))?$"
)
_VERB_LAST: Final = lazy(r"\s[a-zà-ÿ]{4,}$")
"""A sentence may begin as a byline does (``Von Rabatten profitieren``)."""
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
_DOTTED: Final = rf"{_DAY}\.\s?(?:0?[1-9]|1[0-2])\.\s?{_YEAR}|{_YEAR}-(?:0[1-9]|1[0-2])-{_DAY}"
_WORDED: Final = (
    rf"{_DAY}(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}"
    rf"|{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}"
)
# As press releases begin: ``HULL, England—April 27, 2015—``, ``HULL, Feb. 24, 2015 /Wire/ --``.
_PLACE: Final = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,30}(?:,\s?[A-Z][A-Za-z. ]{1,30}?)?"
_DATELINE: Final = lazy(
    rf"\W{{0,2}}({_DOTTED})\b|[(\[]\s?({_WORDED})\s?[)\]]"
    rf"|(?:{_PLACE}\s?[-–—,(/]+\s?)?({_WORDED})\s?(?:[-–—:|•/)]|\.\s?[-–—])"
)
_LABELLED: Final = lazy(
    r"\b(?:published(?: on)?|date published|publication date|posted(?: on)?|release date"
    r"|veröffentlicht(?: am)?|veröffentlichung|erschienen(?: am)?|erstellt am|datum"
    r"|gespeichert am|publié(?: le)?|date de publication|mis en ligne le|publicado(?: el| em)?"
    r"|fecha de publicación|pubblicato(?: il)?|gepubliceerd(?: op)?|publicerad|udgivet"
    r"|opublikowano)\b\s?:?\s{0,3}"
    rf"((?:{_DOTTED}|{_WORDED})\b)",
    re.IGNORECASE,
)
_YEARS: Final = lazy(rf"(?<!\w){_YEAR}(?!\w)")
_LIKE_A_DAY: Final = lazy(rf"{_YEAR}|\d\.\d\d?\.\d\d")  # what every day of `_IN_TEXT` has
_BEFORE_YEAR: Final = 90  # the longest word for publication and a day with its month
_BEHIND_YEAR: Final = 10
_NAME_WORD: Final = r"[^\W\d_a-z][\w.'’-]*"
_FULL_NAME: Final = (
    rf"({_NAME_WORD}(?:\s(?:von|van|de|di|le|la|der|del|da))?(?:\s{_NAME_WORD}){{1,3}})"
)
_NAME_FIRST: Final = lazy(rf"{_FULL_NAME}\s*[,|•·/–—-]\s*")
_NAME_LAST: Final = lazy(rf"\s*[,|•·/–—-]\s*{_FULL_NAME}")
_SHORT_DAY: Final = lazy(rf"({_DAY})\.(0?[1-9]|1[0-2])\.(\d\d)")
_SEPARATOR: Final = lazy(
    r"\s+(?:[|\-–—:·•»«>]+|::)\s+|\s*[|ㅣ│»]\s*"
    r"|(?<=[^\x00-\x7f])[-_|](?=[^\x00-\x7f]{2,6}$)"
)
_SHORT: Final = 7
_TYPOGRAPHY: Final = str.maketrans("’‘“”–— ", "''\"\"-- ")
_JOIN: Final = r"\s*[|ㅣ│\-–—:·•«»]+\s*"


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
            name = _BY.sub("", _ALL_BY.sub("", _DAY_BEHIND.sub("", part)))
            name = _RANK.sub("", name.strip(" ,;:|-–—/→"))
            if not name or len(name) > _LONGEST_NAME or _NO_NAME.search(name):
                continue
            if not _IN_TEXT.fullmatch(name):
                found.append(name)
    return tuple(dict.fromkeys(found))


def byline_in(line: str) -> tuple[str, ...]:
    """Return the names in a short line that is a byline (``By Ann Lee``); none in others."""
    match = _BYLINE.match(line)
    if match is None or len(line) > _LONGEST_NAME + 10:
        return ()
    names = names_of([match[1] or match[2] or ""])
    return names if are_people(names) else ()


def are_names(names: Sequence[str]) -> bool:
    """Tell whether texts look like names of people: at most five words that begin with letters."""
    return all(_LIKE_NAME.fullmatch(name) for name in names)


def are_people(names: Sequence[str]) -> bool:
    """Tell whether texts look like names, and none like what a link asks for (``Write a post``)."""
    return are_names(names) and not any(map(_VERB_LAST.search, names))


def name_beside_a_day(line: str) -> tuple[str, ...]:
    """Return the name in a line of a name and a day alone (``11.12.2019 - Ann Lee``)."""
    match = _day_in(line) if len(line) <= _LONGEST_NAME else None
    if match is None:
        return ()
    before, behind = line[: match.start()], line[match.end() :]
    if before and behind:
        return ()
    joined = _NAME_FIRST.fullmatch(before) if before else _NAME_LAST.fullmatch(behind)
    return names_of([joined[1]]) if joined else ()


def _day_in(line: str) -> re.Match[str] | None:
    return _IN_TEXT.search(line) if _LIKE_A_DAY.search(line) else None


def day_at_the_start(text: str, language: str = "") -> str | None:
    """Return the day that a paragraph begins with, as agencies write it; None for others.

    It is a day of numbers, or stands in brackets or before a sign: a sentence may begin with a day
    of words that is not its own.
    """
    match = _DATELINE.match(text)
    return date_in(match[1] or match[2] or match[3], language) if match else None


def labelled_day(text: str, language: str = "") -> str | None:
    """Return the day behind a word for publication, where all such days of a text are the same."""
    days: dict[str, None] = {}
    for year in _YEARS.finditer(text):  # looking for the words everywhere takes ten times as long
        start, end = max(0, year.start() - _BEFORE_YEAR), year.end() + _BEHIND_YEAR
        for one in _LABELLED.finditer(text, start, end):
            if found := date_in(one[1], language):
                days[found] = None
    return next(iter(days)) if len(days) == 1 else None


def date_in(text: str, language: str = "") -> str | None:
    """Return the first whole date in a text; None without any. See `dated` for what is returned."""
    for match in _IN_TEXT.finditer(text):
        if found := dated(match[0], language):
            return found
    return None


def date_of_line(line: str, language: str = "") -> str | None:
    """Return the date in a short line that tells it; None where it is one of a sentence's words.

    A sentence by the heading names other days than the article's (``… on August 14, 1935.``).
    """
    match = _day_in(line)
    if match is None:
        return None
    before, behind = line[: match.start()], line[match.end() :]
    if len(before.split()) > _MOST_BEFORE and not _LABELLED.search(line):
        return None
    if len(before.split()) + len(behind.split()) > _MOST_AROUND and line.endswith((".", "!", "?")):
        return None
    return date_in(line, language)


def dated(text: str | None, language: str = "") -> str | None:
    """Return a text that is a date and nothing else, and None for others.

    It is returned as it is written, but for dates of numbers that the page's language decides: a
    day of dots starts with the day (``01.12.2021``, ``01.12.21``), one of slashes with the month
    where the page is in American English and with the day where it is in another language.
    """
    if not text or len(text) > _LONGEST_NAME or not any(map(str.isdigit, text)):
        return None
    text = _COLON_FRACTION.sub(r"\1.\2", text)
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
    said, plain = shorter.translate(_TYPOGRAPHY), heading.translate(_TYPOGRAPHY)
    starts = len(plain) > _SHORT and said != plain and said.startswith(plain)
    if starts and _SEPARATOR.match(shorter, len(plain)):
        return shorter[: len(plain)]
    parts = list(_SEPARATOR.finditer(shorter))
    # A heading that is all of the title, or goes on, has the dash or bar in it that parts.
    if parts and len(plain) > _SHORT and said not in plain:
        first, last = said[: parts[-1].start()], said[parts[0].end() :]
        # The heading says more than the title.
        if len(first) > _SHORT and (plain.endswith(first) or plain.startswith(first)):
            return shorter[: parts[-1].start()]
        longest = max(map(len, _SEPARATOR.split(said)))
        if last.endswith(plain) and len(plain) >= longest:
            return shorter[-len(plain) :]  # behind the sections that the page is in
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
