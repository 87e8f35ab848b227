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

import re
from collections.abc import Iterator, Mapping

from newskit.post import JsonValue, KeySpan
from newskit.read.formats.base import Parsed
from newskit.read.formats.yaml_scalars import resolve_plain

__all__ = ["parse_plain_yaml"]

# What YAML forbids or folds (YAML 1.2.2, sections 5.1 and 5.4), tabs, lone CRs, lone surrogates.
_ODD = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)"
)
# A plain scalar that every YAML parser ends where the line does (section 7.3.3): it starts with no
# indicator and holds neither ": " nor " #".
_FIRST = r"[^\s,\[\]{}#&*!|>'\"%@`:?=<~-]"
_PLAIN = rf"{_FIRST}[^\r\n:#]*+(?:(?::(?=\S)|(?<=\S)\#)[^\r\n:#]*+)*+"
_FLOW = rf"{_FIRST}[^\r\n:#,\[\]{{}}?]*"
_QUOTED = r"\"[^\r\n\"\\]*\"|'[^\r\n']*'"
_ITEM = rf"(?:{_QUOTED}|{_FLOW})"
_LIST = rf"\[[ ]*(?:{_ITEM}[ ]*(?:,[ ]*{_ITEM}[ ]*)*)?\]"
_LINE = re.compile(
    rf"(?:(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,100}}):(?:[ ]+(?P<value>{_QUOTED}|{_LIST}|{_PLAIN}))?"
    rf"|(?P<indent>[ ]*)-[ ]+(?P<item>{_QUOTED}|{_PLAIN})"
    r"|(?:\#[^\r\n]*)?)"
    r"[ ]*(?:\r?\n|\Z)"
    r"|(?P<odd>[^\r\n])"
)
_FLOW_ITEM = re.compile(_ITEM)
_MAX_LENGTH = 16_384


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
            self._found = _Finder(*self._source).spans
            self._source = None
        return self._found


class _Finder:
    """Finds the places of the entries of plain front matter."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.spans: dict[str, KeySpan] = {}
        # The key whose list or empty value is being read, and where its items start.
        self.key: re.Match[str] | None = None
        self.count = 0
        self.start = 0
        first = -1
        for match in _LINE.finditer(text, start, end):
            if match["key"]:
                first = match.start() if first < 0 else first
                self._entry(match)
            elif match["item"]:
                self._item(match)
        self._close_list(end)
        self.spans[""] = KeySpan(None, (first, first + len(text[first:end].rstrip())))

    def _entry(self, match: re.Match[str]) -> None:
        self._close_list(match.start())
        start, end = match.span("value")
        if start < 0:
            self.key, self.count = match, 0
            return
        name = match["key"]
        end = start + len(self.text[start:end].rstrip(" "))
        if self.text[start] == "[":
            self._flow(name, start, end)
        self.spans[f"/{name}"] = KeySpan(match.span("key"), (start, end))

    def _flow(self, name: str, start: int, end: int) -> None:
        for index, item in enumerate(_FLOW_ITEM.finditer(self.text, start + 1, end - 1)):
            place = (item.start(), item.start() + len(item[0].rstrip(" ")))
            self.spans[f"/{name}/{index}"] = KeySpan(None, place)

    def _item(self, match: re.Match[str]) -> None:
        if self.key is None:
            return
        if not self.count:
            self.start = match.end("indent")
        start = match.start("item")
        place = (start, start + len(match["item"].rstrip(" ")))
        self.spans[f"/{self.key['key']}/{self.count}"] = KeySpan(None, place)
        self.count += 1

    def _close_list(self, end: int) -> None:
        """Note the place of the list or of the empty value that ends before `end`."""
        match = self.key
        if match is None:
            return
        self.key = None
        if self.count:
            # libyaml's end mark is at the next token.
            value = (self.start, self.start + len(self.text[self.start : end].rstrip()))
        else:
            value = (match.end("key") + 1, match.end("key") + 1)
        self.spans[f"/{match['key']}"] = KeySpan(match.span("key"), value)
