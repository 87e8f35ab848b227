"""The plain part of YAML that most front matter is written in, read without a YAML parser.

Importing PyYAML takes longer than checking five hundred posts, and its events pass through Python
one by one. So front matter that holds nothing but top-level keys with values on one line, and lists
of such values, is read here by a regular expression; at the first thing that is anything else this
reader gives up (returns None), and libyaml reads the whole. Both give the same result: tests
compare them on real posts and on generated ones.

Values are read at once, places when one of them is first asked for: most posts are never found
fault with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from newskit.lazy import lazy
from newskit.post import JsonValue, KeySpan, Span
from newskit.read.front_matter import MAX_DIGITS, Parsed

# What YAML forbids or folds (YAML 1.2.2, sections 5.1 and 5.4), tabs, lone CRs, lone surrogates.
_ODD = lazy(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)"
)
# A plain scalar that every YAML parser ends where the line does (section 7.3.3): it starts with no
# indicator and holds neither ": " nor " #".
_FIRST = r"[^\s,\[\]{}#&*!|>'\"%@`:?=<~-]"
_PLAIN = rf"{_FIRST}[^\r\n:#]*+(?:(?::(?=\S)|(?<=\S)\#)[^\r\n:#]*+)*+"
_FLOW = rf"{_FIRST}[^\r\n:#,\[\]{{}}?]*+"
_QUOTED = r"\"[^\r\n\"\\]*\"|'[^\r\n']*'"
_ITEM = rf"(?:{_QUOTED}|{_FLOW})"
_LIST = rf"\[[ ]*(?:{_ITEM}[ ]*(?:,[ ]*{_ITEM}[ ]*)*)?\]"
_LINE = lazy(
    rf"(?:(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,100}}):(?:[ ]+(?P<value>{_QUOTED}|{_LIST}|{_PLAIN}))?"
    rf"|(?P<indent>[ ]*)-[ ]+(?P<item>{_QUOTED}|{_PLAIN})"
    r"|(?:\#[^\r\n]*)?)"
    r"[ ]*(?:\r?\n|\Z)"
    r"|(?P<odd>[^\r\n])"
)
_FLOW_ITEM = lazy(_ITEM)
_MAX_LENGTH = 16_384
_LONG_NUMBER = lazy(rf"[0-9A-Fa-f_.]{{{MAX_DIGITS}}}")


def parse_plain_yaml(text: str, start: int = 0, end: int | None = None) -> Parsed | None:
    """Parse front matter if it is plain enough, or return None to leave it to libyaml.

    Args:
        text: a text that holds front matter; places are offsets in it.
        start: where the front matter starts.
        end: where it ends; the end of the text by default.
    """
    stop = len(text) if end is None else end
    if stop - start > _MAX_LENGTH or _ODD.search(text, start, stop):
        return None
    if stop - start > MAX_DIGITS and _LONG_NUMBER.search(text, start, stop):
        return None  # is reported
    values = _values(text, start, stop)
    return Parsed(values, _Places(text, start, stop)) if values else None


def _values(text: str, start: int, end: int) -> dict[str, JsonValue] | None:
    """Return the values, or None where something is not plain."""
    values: dict[str, JsonValue] = {}
    # The list whose items may follow, its key, and how far its items are indented.
    items: list[JsonValue] | None = None
    name = margin = ""
    for key, value, indent, item, odd in _LINE.findall(text, start, end):
        if key:
            if key in values:
                return None
            if value:
                items = None
                values[key] = _flow(value) if value[0] == "[" else _scalar(value.rstrip(" "))
            else:
                items, name = [], key
                values[key] = None
        elif item:
            if items is None:
                return None
            if not items:
                margin = indent
                values[name] = items
            elif indent != margin:
                return None
            items.append(_scalar(item.rstrip(" ")))
        elif odd:
            return None
    return values


def _flow(raw: str) -> list[JsonValue]:
    return [_scalar(item.rstrip(" ")) for item in _FLOW_ITEM.findall(raw, 1, len(raw) - 1)]


def _scalar(raw: str) -> JsonValue:
    return raw[1:-1] if raw[0] in "\"'" else resolve_plain(raw)


class _Places(Mapping[str, KeySpan]):
    """Where the entries of plain front matter stand, found when one is first asked for."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._source: tuple[str, int, int] | None = (text, start, end)
        self._found: dict[str, KeySpan] = {}

    def __getitem__(self, pointer: str) -> KeySpan:
        return self._all()[pointer]

    def get(self, key: str, default: Any = None, /) -> Any:
        return self._all().get(key, default)

    def __contains__(self, pointer: object) -> bool:
        return pointer in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> dict[str, KeySpan]:
        if self._source is not None:
            self._found = _spans(*self._source)
            self._source = None
        return self._found


def _spans(text: str, start: int, end: int) -> dict[str, KeySpan]:
    """Find the places of the entries of plain front matter."""
    spans: dict[str, KeySpan] = {}
    first = -1
    # The key whose list or empty value is being read, how many items it has and where they start.
    name, place, count, margin = "", (0, 0), -1, 0
    for match in _LINE.finditer(text, start, end):
        if match.lastgroup in {"key", "value"}:
            if count >= 0:
                spans[f"/{name}"] = _open_span(text, place, margin if count else -1, match.start())
            name, place, count = match["key"], match.span("key"), -1
            first = place[0] if first < 0 else first
            opening, closing = match.span("value")
            if opening < 0:
                count = 0
                continue
            closing = opening + len(text[opening:closing].rstrip(" "))
            if text[opening] == "[":
                spans.update(_flow_spans(text, name, opening, closing))
            spans[f"/{name}"] = KeySpan(place, (opening, closing))
        elif match.lastgroup == "item":
            margin = margin if count else match.end("indent")
            opening, closing = match.span("item")
            closing = opening + len(text[opening:closing].rstrip(" "))
            spans[f"/{name}/{count}"] = KeySpan(None, (opening, closing))
            count += 1
    if count >= 0:
        spans[f"/{name}"] = _open_span(text, place, margin if count else -1, end)
    spans[""] = KeySpan(None, (first, first + len(text[first:end].rstrip())))
    return spans


def _open_span(text: str, key: Span, margin: int, end: int) -> KeySpan:
    """The place of the list that starts at `margin` and ends before `end`, or of no value."""
    if margin < 0:
        return KeySpan(key, (key[1] + 1, key[1] + 1))
    # libyaml's end mark is at the next token.
    return KeySpan(key, (margin, margin + len(text[margin:end].rstrip())))


def _flow_spans(text: str, name: str, start: int, end: int) -> Iterator[tuple[str, KeySpan]]:
    for index, item in enumerate(_FLOW_ITEM.finditer(text, start + 1, end - 1)):
        place = (item.start(), item.start() + len(item[0].rstrip(" ")))
        yield f"/{name}/{index}", KeySpan(None, place)


# YAML scalars to JSON values, as YAML 1.1 reads them (PyYAML and Ruby's Psych; Jekyll, Pelican).
# Three departures, so that what was written is kept: timestamps stay text, so do base-60 numbers
# and signed numbers with a leading zero (``22:30``, ``+0700``: clock times and UTC offsets in
# practice), and so do ``.inf`` and ``.nan``, which JSON cannot say.


_WORDS: Mapping[str, JsonValue] = {"~": None, "": None} | {
    word: value
    for value, words in (
        (True, ("yes", "true", "on")),
        (False, ("no", "false", "off")),
        (None, ("null",)),
    )
    for base in words
    for word in (base, base.capitalize(), base.upper())
}
_INT = lazy(
    r"(?P<bin>[-+]?0b[01_]+)|(?P<hex>[-+]?0x[0-9a-fA-F_]+)|(?P<oct>0[0-7_]+)"
    r"|(?P<dec>[-+]?(?:0|[1-9][0-9_]*))"
)
_FLOAT = lazy(
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)"
)
_NUMBER_START = frozenset("+-.0123456789")
_BASES = {"bin": 2, "hex": 16, "oct": 8, "dec": 10}


def resolve_plain(text: str) -> JsonValue:
    """Return the value of a plain (unquoted) scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START or len(text) > MAX_DIGITS:
        return text
    match = _INT.fullmatch(text)
    if match and match.lastgroup:
        digits = text.replace("_", "")
        return int(digits, _BASES[match.lastgroup])
    if _FLOAT.fullmatch(text) and any(character.isdigit() for character in text):
        number = float(text.replace("_", ""))
        return number if abs(number) != float("inf") else text
    return text


def resolve_tagged(text: str, tag: str) -> tuple[JsonValue, bool]:
    """Return the value of a scalar with an explicit tag, and whether the tag is understood."""
    if tag in {"!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"}:
        return text, True
    if tag in {
        "tag:yaml.org,2002:int",
        "tag:yaml.org,2002:float",
        "tag:yaml.org,2002:bool",
        "tag:yaml.org,2002:null",
    }:
        return resolve_plain(text), True
    if tag in {"tag:yaml.org,2002:binary", "!binary"}:  # Psych writes and reads the short one
        return _binary(text)
    return text, False


def _binary(text: str) -> tuple[JsonValue, bool]:
    import base64
    import binascii

    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8"), True
    except (binascii.Error, ValueError):
        return text, False


def misread(value: JsonValue, raw: str, tag: str | None) -> str:
    """Say why a scalar stays text that claims to be something else; empty where it does not."""
    if tag is None:
        digits = len(raw) > MAX_DIGITS and raw[0] in _NUMBER_START
        is_number = digits and value == raw and _MANY_DIGITS.fullmatch(raw)
        return f"a number of {len(raw):,} characters" if is_number else ""
    kind = tag.removeprefix("tag:yaml.org,2002:").removeprefix("!")
    if kind == "binary":
        return "`!!binary` that is not base64 of text"
    if kind in {"int", "float", "bool", "null"} and isinstance(value, str):
        return f"`!!{kind}` whose value is not one"
    return ""


_MANY_DIGITS = lazy(r"[-+]?(?:0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?)")
