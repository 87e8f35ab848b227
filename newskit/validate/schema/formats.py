"""What a schema's ``format`` asserts: JSON Schema's own names and those of generators' dates.

``jekyll-date`` is what Jekyll reads as a post's date (``2022-02-09 12:49:59 +0800``, which RFC 3339
rejects), ``hugo-date`` what Hugo reads, ``eleventy-date`` what Eleventy reads and
``javascript-date`` what ``new Date()`` does (Astro, Docusaurus). Other names are annotations, as
the specification says (JSON Schema Validation, draft 2020-12, section 7.2.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from types import MappingProxyType

from newskit.dates.generators import (
    Form,
    eleventy_reads,
    hugo_reads,
    is_plain_date,
    jekyll_reads,
    parse_date,
)
from newskit.errors import SchemaError
from newskit.lazy import lazy
from newskit.linear import ExpressionError, compile_expression

# Regular expressions of schemas: by RE2 in linear time, look-around by regex in limited time.


# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any at jsonschema's border, and so is what is inside them.


# Without quantifiers there is nothing to backtrack over: re is as quick as RE2 and needs no import.
_PLAIN = lazy(r"\^?(?:[A-Za-z0-9 _,:;/@#%&=!~<>'\"-]|\\[.SsdDwW/-])*\$?\Z")
_LOOKS = lazy(r"\(\?<?[=!]|\\[1-9]|\\k<")
_MAX_SECONDS = 0.5
_CONTROL = lazy(r"\\c([A-Za-z])")
_UNICODE = lazy(r"\\u\{?([0-9A-Fa-f]{4,6})\}?")
_PROPERTY = lazy(r"\\([pP])\{(?:Script=|General_Category=|sc=|gc=)?([A-Za-z_]+)\}")
_CATEGORIES = {
    "Letter": "L",
    "Lowercase_Letter": "Ll",
    "Uppercase_Letter": "Lu",
    "Number": "N",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Mark": "M",
    "Separator": "Z",
}


@lru_cache(maxsize=512)
def searcher(pattern: str) -> Callable[[str], bool]:
    """Return a function that tells whether `pattern` occurs in a text.

    Raises:
        SchemaError: when the pattern is not a regular expression or cannot be matched in linear
        time.
    """
    if _PLAIN.match(pattern):
        plain = re.compile(_end(pattern))
        return lambda text: plain.search(text) is not None
    try:
        compiled = compile_expression(_to_re2(pattern), 16 << 20)
    except ExpressionError as error:
        return _timed(pattern, str(error))

    def search(text: str) -> bool:
        try:
            return compiled.search(text.encode("utf-8", "replace").decode()) is not None
        except TimeoutError:
            raise _too_slow(pattern, text) from None

    return search


def _too_slow(pattern: str, text: str) -> SchemaError:
    return SchemaError(
        f"pattern {pattern!r} takes longer than {_MAX_SECONDS:g} s on a text of"
        f" {len(text)} characters",
        hint="Write it without look-around and back-references: those take no longer.",
    )


def _timed(pattern: str, reason: str) -> Callable[[str], bool]:
    """Match what RE2 has not, look-around and back-references, under a limit of time."""
    if not _LOOKS.search(pattern):
        raise SchemaError(f"pattern {pattern!r} cannot be used: {reason}")
    import regex

    try:
        compiled = regex.compile(_end(pattern), regex.V0)
    except regex.error as error:
        raise SchemaError(f"pattern {pattern!r} cannot be used: {error}") from None

    def search(text: str) -> bool:
        try:
            return compiled.search(text, timeout=_MAX_SECONDS) is not None
        except TimeoutError:
            raise _too_slow(pattern, text) from None

    return search


def _end(pattern: str) -> str:
    """Python's ``$`` also matches before a final newline; ECMA-262's does not."""
    return f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern


def _to_re2(pattern: str) -> str:
    """Respell what ECMA-262 writes and RE2 writes differently."""
    pattern = _CONTROL.sub(lambda match: f"\\x{ord(match[1]) % 32:02x}", pattern)
    pattern = _UNICODE.sub(lambda match: f"\\x{{{match[1]}}}", pattern)
    return _PROPERTY.sub(
        lambda match: f"\\{match[1]}{{{_CATEGORIES.get(match[2], match[2])}}}", pattern
    )


_DATE = lazy(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TIME = lazy(r"(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([-+])(\d{2}):(\d{2}))\Z", re.ASCII)
_EMAIL = lazy(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)*\Z|[^@\s]+@\[[^@\s]+\]\Z|\"[^\"]*\"@[^@\s]+\Z")
_URI = lazy(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*\Z")
_UUID = lazy(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z", re.ASCII)
_POINTER = lazy(r"(?:/(?:[^/~]|~0|~1)*)*\Z")
_HOST = lazy(
    r"(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\Z",
    re.ASCII,
)
_REFERENCE = lazy(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*\Z")
_BEYOND = lazy(r"[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd]")
_RELATIVE = lazy(r"(?:0|[1-9]\d*)(?:#|(?:/(?:[^/~]|~0|~1)*)*)\Z", re.ASCII)
# RFC 3339, appendix A: weeks alone, or a date, a time, or both; no unit is passed over.
_DURATION = lazy(
    r"P(?:\d+W|(?=\d|T\d)(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)?"
    r"(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)\Z",
    re.ASCII,
)
_LANGUAGE = lazy(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*\Z", re.ASCII)


def _is_date(text: str) -> bool:
    date = parse_date(text) if _DATE.match(text) else None
    return date is not None and not date.fault


def _is_time(text: str) -> bool:
    match = _TIME.match(text)
    if match is None:
        return False
    hour, minute, second = (int(match[group]) for group in (1, 2, 3))
    sign, offset_hour, offset_minute = match[4], int(match[5] or 0), int(match[6] or 0)
    if hour > 23 or minute > 59 or offset_hour > 23 or offset_minute > 59:
        return False
    if second < 60:
        return True
    # A leap second is one at 23:59:60 UTC only (RFC 3339, section 5.7).
    shift = (offset_hour * 60 + offset_minute) * (-1 if sign == "+" else 1)
    return second == 60 and (hour * 60 + minute + shift) % 1440 == 1439


def _is_date_time(text: str) -> bool:
    return len(text) > 11 and text[10] in "Tt" and _is_date(text[:10]) and _is_time(text[11:])


def _is_jekyll_date(text: str) -> bool:
    if is_plain_date(text):
        return True
    date = parse_date(text)
    if date is None or date.form is Form.CJK:
        return jekyll_reads(text)
    return not date.fault


def _is_hugo_date(text: str) -> bool:
    return is_plain_date(text) or (hugo_reads(text) and _exists(text))


def _is_eleventy_date(text: str) -> bool:
    return is_plain_date(text) or (eleventy_reads(text) and _exists(text))


def _is_javascript_date(text: str) -> bool:
    if is_plain_date(text):
        return True
    date = parse_date(text)
    return date is not None and date.form is not Form.CJK and not date.fault


def _exists(text: str) -> bool:
    date = parse_date(text)
    return date is None or not date.fault


def _is_uri(text: str) -> bool:
    return _URI.match(text) is not None and text.count("#") <= 1


def _is_regex(text: str) -> bool:
    try:
        searcher(text)
    except SchemaError:
        return False
    return True


def _is_ip(kind: type[IPv4Address | IPv6Address]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            return bool(text.isascii() and "%" not in text and kind(text))
        except ValueError:
            return False

    return check


def _is_uri_reference(text: str) -> bool:
    return _REFERENCE.match(text) is not None and text.count("#") <= 1


def _to_uri(check: Callable[[str], bool]) -> Callable[[str], bool]:
    """The check of an IRI: the same with letters beyond ASCII (RFC 3987, 2.2)."""
    return lambda text: check(_BEYOND.sub("a", text))


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.match(text) is not None


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "date": _is_date,
        "time": _is_time,
        "date-time": _is_date_time,
        "email": _matches(_EMAIL),
        "uri": _is_uri,
        "uuid": _matches(_UUID),
        "json-pointer": _matches(_POINTER),
        "language-tag": _matches(_LANGUAGE),
        "ipv4": _is_ip(IPv4Address),
        "ipv6": _is_ip(IPv6Address),
        "hostname": _matches(_HOST),
        "idn-email": _matches(_EMAIL),
        "uri-reference": _is_uri_reference,
        "iri": _to_uri(_is_uri),
        "iri-reference": _to_uri(_is_uri_reference),
        "regex": _is_regex,
        "duration": _matches(_DURATION),
        "relative-json-pointer": _matches(_RELATIVE),
        "jekyll-date": _is_jekyll_date,
        "hugo-date": _is_hugo_date,
        "eleventy-date": _is_eleventy_date,
        "javascript-date": _is_javascript_date,
    }
)
"""Formats that assert, by name."""
