"""The plain part of YAML that most front matter is written in, read without a YAML parser.

Importing PyYAML takes longer than checking five hundred posts, and its events pass through Python
one by one. So front matter that holds nothing but top-level keys with values on one line, and lists
of such values, is read here by a regular expression; at the first thing that is anything else this
reader gives up (returns None), and libyaml reads the whole. Both give the same result: tests
compare them on real posts and on generated ones.
"""

from __future__ import annotations

import re

from newskit.post import JsonValue, KeySpan, Span
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
_PLAIN = rf"{_FIRST}(?:[^\r\n:#]|:(?=\S)|(?<=\S)\#)*"
_FLOW = rf"{_FIRST}[^\r\n:#,\[\]{{}}?]*"
_QUOTED = r"\"[^\r\n\"\\]*\"|'[^\r\n']*'"
_ITEM = rf"(?:{_QUOTED}|{_FLOW})"
_LIST = rf"\[[ ]*(?:{_ITEM}[ ]*(?:,[ ]*{_ITEM}[ ]*)*)?\]"
_LINE = re.compile(
    rf"(?:(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,100}}):(?:[ ]+(?P<value>{_QUOTED}|{_LIST}|{_PLAIN}))?"
    rf"|(?P<indent>[ ]*)-[ ]+(?P<item>{_QUOTED}|{_PLAIN})"
    r"|(?:\#[^\r\n]*)?)"
    r"[ ]*(?:\r?\n|\Z)"
)
_FLOW_ITEM = re.compile(_ITEM)
_MAX_LENGTH = 16_384


def parse_plain_yaml(text: str) -> Parsed | None:
    """Parse front matter if it is plain enough, or return None to leave it to libyaml.

    Args:
        text: the text between the fences.
    """
    if len(text) > _MAX_LENGTH or _ODD.search(text):
        return None
    reader = _Reader(text)
    return reader.parsed() if reader.run() else None


class _Reader:
    """Reads line by line; `run` once, then `parsed`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[str, JsonValue] = {}
        self.spans: dict[str, KeySpan] = {}
        self.first = -1
        # The key whose list is being read, if any.
        self.name = ""
        self.key: Span = (0, 0)
        self.items: list[JsonValue] | None = None
        self.indent = ""
        self.start = 0

    def run(self) -> bool:
        """Read everything; tell whether all of it was plain."""
        text, position, length = self.text, 0, len(self.text)
        match_line = _LINE.match
        while position < length:
            match = match_line(text, position)
            if match is None:
                return False
            if match["key"] is not None:
                if not self._entry(match):
                    return False
            elif match["item"] is not None and not self._item(match):
                return False
            position = match.end()
        self._close_list(length)
        return self.first >= 0

    def parsed(self) -> Parsed:
        """Return what was read."""
        self.spans[""] = KeySpan(None, (self.first, len(self.text.rstrip())))
        return Parsed(self.values, self.spans)

    def _entry(self, match: re.Match[str]) -> bool:
        self._close_list(match.start("key"))
        name = match["key"]
        if name in self.values:
            return False
        if self.first < 0:
            self.first = match.start("key")
        key = match.span("key")
        start, end = match.span("value")
        if start < 0:
            self.values[name] = None
            self.name, self.key, self.items = name, key, []
            return True
        raw = self.text[start:end].rstrip(" ")
        end = start + len(raw)
        self.values[name] = self._flow(name, start, end) if raw[0] == "[" else _scalar(raw)
        self.spans[f"/{name}"] = KeySpan(key, (start, end))
        return True

    def _item(self, match: re.Match[str]) -> bool:
        items = self.items
        if items is None:
            return False
        if not items:
            self.indent = match["indent"]
            self.start = match.end("indent")
        elif match["indent"] != self.indent:
            return False
        raw = match["item"].rstrip(" ")
        start = match.start("item")
        self.spans[f"/{self.name}/{len(items)}"] = KeySpan(None, (start, start + len(raw)))
        items.append(_scalar(raw))
        return True

    def _close_list(self, end: int) -> None:
        """Note the place of the list or of the empty value that ends before `end`."""
        items = self.items
        if items is None:
            return
        self.items = None
        if items:
            self.values[self.name] = items
            # libyaml's end mark is at the next token.
            stop = self.start + len(self.text[self.start : end].rstrip())
            self.spans[f"/{self.name}"] = KeySpan(self.key, (self.start, stop))
        else:
            place = self.key[1] + 1
            self.spans[f"/{self.name}"] = KeySpan(self.key, (place, place))

    def _flow(self, name: str, start: int, end: int) -> list[JsonValue]:
        found: list[JsonValue] = []
        for match in _FLOW_ITEM.finditer(self.text, start + 1, end - 1):
            raw = match[0].rstrip(" ")
            place = (match.start(), match.start() + len(raw))
            self.spans[f"/{name}/{len(found)}"] = KeySpan(None, place)
            found.append(_scalar(raw))
        return found


def _scalar(raw: str) -> JsonValue:
    return raw[1:-1] if raw[0] in "\"'" else resolve_plain(raw)
