"""What front matter shows at a glance: the signs without which its rules find nothing.

Each sign is a coarse question, answered for all posts; a rule is a fine one, asked where its sign
is there. A sign may be seen where its rule finds nothing, never the other way round: a test runs
every rule on every post of its examples, with and without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from newskit.config.validate import Generator
from newskit.dates.generators import is_plain_date
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, JsonValue
from newskit.validate.repair.neighbours import DATE_KEYS, LATER_KEYS, misspelling_of
from newskit.validate.subject import FOREIGN, Subject

NO_MATTER = "\0no front matter"
LATE = "\0not at the start"
NO_VALUES = "\0no values"
BOM = "\0byte order mark"
MIXED_NEWLINES = "\0mixed newlines"
CONTROL = "\0control character"
INVISIBLE = "\0invisible character"
MOJIBAKE = "\0start of mojibake"
DATE = "\0date that is not plain"
OTHER_DAY = "\0another day than the name's"
DATED_TEXT = "\0title or tag that starts as a date"
SCALAR = "\0number, truth value or what looks like one"
SPACE = "\0space at an end"
REPEATED = "\0item that stands twice"
KEY = "\0misspelt key"
CAPITAL = "\0key in capitals"
TITLE = "\0title that starts like a placeholder"
COMMAS = "\0list as text with commas"
BRACKET = "\0list as text in brackets"
ESCAPE = "\0backslash: a value may hold what its source does not show"
LATER = "\0later date"
ADDRESS = "\0address"
ODD_ITEM = "\0indented line, and a mark that is not a hyphen"
EMPTY_BODY = "\0empty body"

_CONTROLS = bytes([*range(0x01, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_C1 = lazy("[\x80-\x84\x86-\x9f]")
# How mojibake starts (see `mojibake`), as a pattern of text and, sooner found, of UTF-8.
_MOJIBAKE = lazy("[\u00c2-\u00f4][^\x00-\x7f]")
_MOJIBAKE_BYTES = lazy(rb"\xc3[\x82-\xb4](?:\xc2|\xc5|\xc6\x92|\xcb|\xe2[\x80\x82\x84])")
_INVISIBLE = lazy("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_EDGES = frozenset(" \t\r\n\u00a0\u3000")
_WORDLIKE = frozenset("0123456789+-.")
_LISTS = ("tags", "categories", "keywords")
_MORE_LISTS = (*_LISTS, "authors", "aliases", "topics")
_ADDRESSES = frozenset(("slug", "permalink", "url"))
_PLACEHOLDERS = frozenset("utfynlx{<[无未無")
_NAME_DATE = len("2024-05-01")
# They do not read every date that is plain to the others.
_STRICT = frozenset((Generator.ELEVENTY, Generator.PELICAN, Generator.ASTRO, Generator.ZOLA))
_DATED = lazy(r"\d{4}-\d\d?-\d")


def has_control(text: str, rest: bytes) -> bool:
    """Tell whether a text holds a control character that text should not hold."""
    if len(rest.translate(None, _CONTROLS)) != len(rest):
        return True
    if text.isascii():
        return False
    if b"\xc2" in rest and _C1.search(text):
        return True
    return "\ufffe" in text or "\uffff" in text


def body_signs(body: str, rest: bytes) -> frozenset[str]:
    """Return the signs of a body."""
    found: list[str] = []
    if not rest and (not body or body.isspace()):
        found.append(EMPTY_BODY)
    if b"\xc3" in rest and _MOJIBAKE_BYTES.search(body.encode("utf-8", "surrogatepass")):
        found.append(MOJIBAKE)
    if not body.isascii():
        found.append(FOREIGN)
    return frozenset(found)


def matter_signs(subject: Subject, head: str) -> frozenset[str]:
    """Return the signs of front matter."""
    post = subject.post
    matter = post.front_matter
    found: set[str] = set()
    if post.encoding.bom:
        found.add(BOM)
    if post.encoding.mixed_newlines:
        found.add(MIXED_NEWLINES)
    if matter.format is FrontMatterFormat.NONE:
        found.add(NO_MATTER)
    elif matter.opening[0] > 0:
        found.add(LATE)
    if not head.isascii():
        found.update(_foreign(head))
    if "\\" in head:
        found.add(ESCAPE)
    if ("\n " in head or "\n\t" in head or "\r" in head) and (
        FOREIGN in found or "* " in head or "+ " in head
    ):
        found.add(ODD_ITEM)
    if matter.values:
        found.update(_of_values(matter.values.values()))
        found.update(_of_keys(subject))
    else:
        found.add(NO_VALUES)
    return frozenset(found)


def _foreign(head: str) -> Iterator[str]:
    yield FOREIGN
    if _INVISIBLE.search(head):
        yield INVISIBLE


def _of_values(values: Iterable[JsonValue]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            if not value:
                continue
            if value[0] in _EDGES or value[-1] in _EDGES:
                yield SPACE
            wordlike = value[0] in _WORDLIKE or len(value) == 1
            if wordlike and len(value) <= 24 and not is_plain_date(value):
                yield SCALAR
            if not value.isascii() and _MOJIBAKE.search(value):
                yield MOJIBAKE
        elif isinstance(value, list):
            yield from _of_values(value)
            texts = [item for item in value if isinstance(item, str)]
            if len({text.casefold().strip() for text in texts}) != len(texts):
                yield REPEATED
        elif isinstance(value, dict):
            # No rule that has a sign is about its keys.
            yield from _of_values(value.values())
        elif value is not None:
            yield SCALAR


def _of_keys(subject: Subject) -> Iterator[str]:
    values, keys = subject.post.front_matter.values, subject.keys
    for key in values:
        if key not in keys:
            yield CAPITAL
        if misspelling_of(key) is not None:
            yield KEY
    strict = subject.generator in _STRICT
    for name in subject.config.date_keys:
        if name in keys and (
            strict
            or not is_plain_date(values[keys[name]])
            or str(values[keys[name]]).startswith("00")
        ):
            yield DATE
    if "published" in keys:
        yield DATE
    name = subject.post.path.replace("\\", "/").rpartition("/")[2]
    if "date" in keys and name[:1].isdigit():
        written = values[keys["date"]]
        if not isinstance(written, str) or written[:_NAME_DATE] != name[:_NAME_DATE]:
            yield OTHER_DAY
    if not keys.keys().isdisjoint(LATER_KEYS):
        yield LATER
    if not _ADDRESSES.isdisjoint(keys):
        yield ADDRESS
    yield from _of_names(values, keys)


def _of_names(values: Mapping[str, JsonValue], keys: Mapping[str, str]) -> Iterator[str]:
    """Signs of titles, tags and other values that name something."""
    if any(map(_PARTED.search, _texts(values, keys, _LISTS))) or any(
        "，" in item for name in _LISTS if name in keys for item in _items(values[keys[name]])
    ):
        yield COMMAS
    if any(text.lstrip()[:1] == "[" for text in _texts(values, keys, _MORE_LISTS)):
        yield BRACKET
    if any(_DATED.match(text) for text in _names(values)):
        yield DATED_TEXT
    if any(text.strip()[:1].lower() in _PLACEHOLDERS for text in _texts(values, keys, ("title",))):
        yield TITLE


_PARTED = lazy(r"[,，、;；|\n]")


def _items(value: JsonValue) -> Iterator[str]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))


def _names(values: Mapping[str, JsonValue]) -> Iterator[str]:
    """The texts and items of lists of keys that hold no dates."""
    for key, value in values.items():
        if isinstance(value, str):
            if key.lower() not in DATE_KEYS:
                yield value
        else:
            yield from _items(value)


def _texts(
    values: Mapping[str, JsonValue], keys: Mapping[str, str], names: Iterable[str]
) -> Iterator[str]:
    for name in names:
        if name in keys:
            value = values[keys[name]]
            if isinstance(value, str):
                yield value
