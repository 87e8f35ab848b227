"""Days and months written as a language writes them; ISO 8601 where there is no table."""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["format_day", "format_month"]

# Language, then the pattern of a day, that of a month, and the months' names.
_TABLE = """
en|{day} {name} {year}|{name} {year}|January February March April May June July August September
 October November December
de|{day}. {name} {year}|{name} {year}|Januar Februar März April Mai Juni Juli August September
 Oktober November Dezember
fr|{day} {name} {year}|{name} {year}|janvier février mars avril mai juin juillet août septembre
 octobre novembre décembre
es|{day} de {name} de {year}|{name} de {year}|enero febrero marzo abril mayo junio julio agosto
 septiembre octubre noviembre diciembre
pt|{day} de {name} de {year}|{name} de {year}|janeiro fevereiro março abril maio junho julho agosto
 setembro outubro novembro dezembro
it|{day} {name} {year}|{name} {year}|gennaio febbraio marzo aprile maggio giugno luglio agosto
 settembre ottobre novembre dicembre
ar|{day} {name} {year}|{name} {year}|يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر
 نوفمبر ديسمبر
he|{day} ב{name} {year}|{name} {year}|ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר
 נובמבר דצמבר
zh|{year}年{month}月{day}日|{year}年{month}月|
ja|{year}年{month}月{day}日|{year}年{month}月|
ko|{year}년 {month}월 {day}일|{year}년 {month}월|
"""
_PATTERNS = MappingProxyType(
    {
        language: (day, month, names.split())
        for language, day, month, names in (
            row.split("|") for row in _TABLE.strip().replace("\n ", " ").splitlines()
        )
    }
)


def format_day(day: str, language: str) -> str:
    """Write ``YYYY-MM-DD`` as the language does; other texts stay as they are."""
    parts = day.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return day
    return _write(parts, language, 0) or day


def format_month(month: str, language: str) -> str:
    """Write ``YYYY-MM`` as the language does; other texts stay as they are."""
    parts = month.split("-")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        return month
    return _write([*parts, "0"], language, 1) or month


def _write(parts: list[str], language: str, pattern: int) -> str:
    primary = language.split("-", maxsplit=1)[0]
    found = _PATTERNS.get("en" if primary == "und" else primary)
    if found is None:
        return ""
    year, month, day = (int(part) for part in parts)
    names = found[2]
    name = names[month - 1] if names and 1 <= month <= 12 else ""
    written = found[0] if pattern == 0 else found[1]
    return written.format(year=year, month=month, day=day, name=name)
