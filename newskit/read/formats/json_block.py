"""JSON front matter (RFC 8259): a token loop gives values, positions and duplicate keys.

No recursion, so 100,000 nested brackets are refused like anything else that is too deep.
"""

from __future__ import annotations

import json

from newskit.lazy import lazy
from newskit.post import JsonValue, KeySpan, escape_pointer
from newskit.read.front_matter import (
    MAX_DEPTH,
    MAX_DIGITS,
    Frame,
    Parsed,
    ParserNote,
    moved,
    unreadable_value,
)

_SPACE = lazy(r"[ \t\r\n]*")
_TOKEN = lazy(
    r'(?P<string>"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")'
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)"
    r"|(?P<word>true|false|null)"
    r"|(?P<mark>[\[\]{},:])"
)
_WORDS: dict[str, JsonValue] = {"true": True, "false": False, "null": None}


class _SyntaxError(Exception):
    def __init__(self, message: str, position: int, code: str = "NK105") -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.code = code


class _Frame(Frame):
    __slots__ = ("after_comma",)

    def __init__(
        self, container: dict[str, JsonValue] | list[JsonValue], pointer: str, start: int
    ) -> None:
        super().__init__(container, pointer, start)
        self.after_comma = False


def parse_json(text: str) -> Parsed:
    """Parse JSON front matter; Hexo's ``;;;`` blocks may leave out the outer braces."""
    bare = not text.lstrip().startswith("{")
    if bare and not text.strip():
        return Parsed()
    source = "{" + text.rstrip().rstrip(",") + "}" if bare else text
    shift = -1 if bare else 0
    builder = _Builder(source)
    try:
        builder.run()
    except _SyntaxError as error:
        name = "front-matter-syntax" if error.code == "NK105" else "hostile-front-matter"
        position = max(0, error.position + shift)
        note = ParserNote(
            error.code, name, f"JSON cannot be parsed: {error.message}", position, position
        )
        return Parsed(notes=(note,), valid=False)
    notes = tuple(moved(note, shift) for note in builder.notes)
    if not isinstance(builder.root, dict):
        note = ParserNote(
            "NK104", "front-matter-not-a-mapping", "front matter is not a JSON object", 0, len(text)
        )
        return Parsed(notes=(note,), valid=False)
    spans = builder.spans
    if bare:  # the braces that were added are not in the text
        spans = {pointer: _move(span, shift) for pointer, span in spans.items()}
        spans[""] = KeySpan(None, (0, len(text.rstrip())))
    return Parsed(builder.root, spans, notes)


def _move(span: KeySpan, shift: int) -> KeySpan:
    key = (span.key[0] + shift, span.key[1] + shift) if span.key else None
    return KeySpan(key, (max(0, span.value[0] + shift), span.value[1] + shift))


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.stack: list[_Frame] = []
        self.spans: dict[str, KeySpan] = {}
        self.notes: list[ParserNote] = []
        self.root: JsonValue = None

    def run(self) -> None:
        self._value(*self._next("a value"))
        while self.stack:
            self._step()
        rest = _SPACE.match(self.text, self.position)
        if rest and rest.end() != len(self.text):
            raise _SyntaxError("text behind the closing brace", rest.end())

    def _next(self, wanted: str) -> tuple[str, str, int, int]:
        space = _SPACE.match(self.text, self.position)
        start = space.end() if space else self.position
        match = _TOKEN.match(self.text, start)
        if match is None or match.lastgroup is None:
            found = f"`{self.text[start]}`" if start < len(self.text) else "the end"
            raise _SyntaxError(f"{wanted} was expected, found {found}", start)
        self.position = match.end()
        return match.lastgroup, match[0], start, match.end()

    def _step(self) -> None:
        """Read one entry of the innermost container, or its end."""
        frame = self.stack[-1]
        closing = "}" if isinstance(frame.container, dict) else "]"
        token = self._next(f"a value or `{closing}`")
        if token[1] == closing and token[0] == "mark":
            if frame.after_comma:
                raise _SyntaxError(f"a comma stands before `{closing}`", token[2])
            self._close(token[3])
            return
        if isinstance(frame.container, dict):
            self._key(frame, token)
            token = self._next("a value")
        frame.after_comma = False
        depth = len(self.stack)
        self._value(*token)
        if len(self.stack) == depth:
            self._separator()

    def _separator(self) -> None:
        """Read the comma behind an entry, or leave the closing mark for the next step."""
        if not self.stack:
            return
        frame = self.stack[-1]
        closing = "}" if isinstance(frame.container, dict) else "]"
        kind, mark, start, _ = self._next(f"a comma or `{closing}`")
        if kind == "mark" and mark == ",":
            frame.after_comma = True
        elif kind == "mark" and mark == closing:
            self.position = start
        else:
            raise _SyntaxError(f"a comma or `{closing}` was expected, found `{mark[:20]}`", start)

    def _key(self, frame: _Frame, token: tuple[str, str, int, int]) -> None:
        kind, raw, start, end = token
        if kind != "string":
            raise _SyntaxError(f"a key in double quotes was expected, found `{raw[:20]}`", start)
        key = str(json.loads(raw))
        if key in frame.seen:
            self.notes.append(
                ParserNote(
                    "NK106",
                    "duplicate-key",
                    f"the key `{key}` stands twice; readers keep the last one",
                    start,
                    end,
                    hint="delete one of the two, or rename it",
                    related=frame.seen[key],
                    pointer=f"{frame.pointer}/{escape_pointer(key)}",
                )
            )
        frame.seen.setdefault(key, start)
        frame.key, frame.key_span = key, (start, end)
        colon = self._next("a colon")
        if colon[1] != ":":
            raise _SyntaxError(f"a colon was expected behind the key `{key}`", colon[2])

    def _value(self, kind: str, raw: str, start: int, end: int) -> None:
        if kind == "mark":
            if raw not in "[{":
                raise _SyntaxError(f"a value was expected, found `{raw}`", start)
            if len(self.stack) >= MAX_DEPTH:
                raise _SyntaxError(f"nested more than {MAX_DEPTH} levels deep", start, "NK112")
            self.stack.append(_Frame({} if raw == "{" else [], self._child_pointer(), start))
            return
        value: JsonValue = _WORDS[raw] if kind == "word" else _scalar(kind, raw)
        if kind == "number" and value == raw:
            what = f"a number of {len(raw):,} characters"
            self.notes.append(unreadable_value(what, start, end))
        self._attach(value, start, end)

    def _close(self, end: int) -> None:
        frame = self.stack.pop()
        self._attach(frame.container, frame.start, end)
        self._separator()

    def _attach(self, value: JsonValue, start: int, end: int) -> None:
        if not self.stack:
            self.root = value
            self.spans[""] = KeySpan(None, (start, end))
            return
        frame = self.stack[-1]
        self.spans[self._child_pointer()] = KeySpan(frame.key_span, (start, end))
        if isinstance(frame.container, list):
            frame.container.append(value)
        elif frame.key is not None:
            frame.container[frame.key] = value
        frame.key = frame.key_span = None

    def _child_pointer(self) -> str:
        return self.stack[-1].child_pointer() if self.stack else ""


def _scalar(kind: str, raw: str) -> JsonValue:
    if kind == "number":
        number = float(raw) if not raw.lstrip("-").isdigit() else None
        if len(raw) > MAX_DIGITS or (number is not None and abs(number) == float("inf")):
            return raw
    value: JsonValue = json.loads(raw)
    return value
