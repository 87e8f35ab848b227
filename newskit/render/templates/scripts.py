"""Shortcodes that an Eleventy site writes in JavaScript, where they only fill a template in.

Nothing is run: a function that gives back a template literal, or texts put together, is read as
that text with slots. One that does anything else is not known.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.render.templates.arguments import Arguments
from newskit.render.templates.filters import LONGEST, escape_once

_LONGEST: Final = 64_000
_MOST_FILES: Final = 60
_MOST_TEXT: Final = 500_000
_MOST_NAMES: Final = 500
_MOST_LOOKED_FOR: Final = 50
"""Names after which one that nothing adds is looked for no more."""
_DEEPEST: Final = 6
_ADDED: Final = lazy(
    r"\.add(?:Nunjucks|Liquid|Async|JavaScript)?(?:Async)?(?P<paired>Paired)?(?:Nunjucks|Liquid)?"
    r"(?:Async)?Short[cC]ode\(\s*[\"'`](?P<name>[\w.-]+)[\"'`]\s*,\s*"
)
_IMPORTED: Final = lazy(
    r"(?:import\s++(?P<names>[^\s;'\"()][^;'\"()]{0,399}?)\s++from\s*+"
    r"|(?:const|let|var)\s++(?P<required>[^\s=;][^=;]{0,399}?)\s*+=\s*+require\(\s*+"
    r"|import\s*+\(?\s*+|require\(\s*+)[\"'](?P<path>\.{1,2}/[^\"'\n]+)[\"']"
)
_DOTTED: Final = lazy(r"(?:\w+\.)?([A-Za-z_$][\w$]*)\s*(?=[,);}\n]|\Z)")
_HEAD: Final = lazy(
    r"(?:async\s++)?(?:(?P<one>[A-Za-z_$][\w$]*+)\s*+=>\s*+"
    r"|(?:function\s*+\*?\s*+[\w$]*+\s*+)?\((?P<many>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*(?:=>\s*)?)"
)
_PARAMETER: Final = lazy(
    r"\s*([A-Za-z_$][\w$]*)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.]+)))?\s*\Z"
)
_CONST: Final = lazy(r"\s*(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*=\s*(.*)\Z", re.DOTALL)
_NAME: Final = lazy(r"\s*([A-Za-z_$][\w$]*)(?:\.trim\(\)|\.toString\(\))?\s*\Z")
_TEXT: Final = lazy(r"\s*(?:\"([^\"\\]*)\"|'([^'\\]*)'|(-?\d+(?:\.\d+)?))\s*\Z")
_RENDERED: Final = lazy(
    r"[^;`]*?\.(render|renderInline)\(\s*([A-Za-z_$][\w$]*)"
    r"(?:\.trim\(\))?\s*\)\s*\Z"
)
_LOOKS: Final = lazy(
    r"<[^<>]*\s(?:class|style|id|width|height|loading|decoding|sizes|data-[\w-]+|aria-[\w-]+|role"
    r"|tabindex|allow|frameborder|target|rel)\s*=\s*[\"'][^\"'<>]*\Z"
)
_NEXT: Final = lazy(r"\n[ \t]*(?:const|let|var|return|\})")
_ESCAPE: Final = lazy(r"\\([`$\\{}'\"n])")
_PARAGRAPH: Final = lazy(r"\A<p>(.*)</p>\s*\Z", re.DOTALL)

Render = Callable[[str], str]


class Shortcode(NamedTuple):
    """A function that fills a text in.

    Attributes:
        parameters: names and what they are where nothing is given; for a paired shortcode, the
            first is what it encloses.
        by_name: whether it takes its arguments by name, as of one object.
        constants: names of its own and the expressions they stand for, in order.
        result: the expression it gives back.
    """

    parameters: tuple[tuple[str, str], ...]
    by_name: bool
    constants: tuple[tuple[str, str], ...]
    result: str

    def show(self, given: Arguments, inner: str | None, render: Render | None) -> str | None:
        """Return what it shows; None where that depends on more than what it is given.

        Args:
            given: its arguments, names among them replaced by their values.
            inner: what it encloses; None for a shortcode that stands alone.
            render: gives the HTML of Markdown.
        """
        parameters = list(self.parameters)
        values: dict[str, str] = {}
        if inner is not None:
            if not parameters or self.by_name:
                return None
            values[parameters.pop(0)[0]] = inner
        for place, (name, default) in enumerate(parameters):
            if self.by_name:
                values[name] = given.named.get(name.lower(), default)
            else:
                values[name] = given.values[place] if place < len(given.values) else default
        if given.named and not self.by_name:
            return None
        work = _Filling(values, render)
        length = 0
        try:
            for name, expression in self.constants:
                found = work.value(expression, 0)
                if found is not None:
                    values[name] = found
                    length += len(found)
                if length > LONGEST:  # each may be twice the one before
                    return None
            return work.value(self.result, 0)
        except RecursionError:
            return None


class _Filling(NamedTuple):
    """Values that fill the slots of one call."""

    values: Mapping[str, str]
    render: Render | None

    def value(self, expression: str, depth: int) -> str | None:
        """Return the value of an expression; None where it is not known."""
        expression = expression.strip()
        if depth > _DEEPEST:
            return None
        while expression.startswith("(") and _closed(expression, 0) == len(expression):
            expression = expression[1:-1].strip()
        if expression.startswith("`") and _literal_end(expression, 0) == len(expression):
            return self._literal(expression[1:-1], depth)
        if (text := _TEXT.match(expression)) is not None:
            return next(one for one in text.groups() if one is not None)
        if (name := _NAME.match(expression)) is not None:
            return self.values.get(name[1])
        if (rendered := _RENDERED.match(expression)) is not None:
            return self._rendered(rendered[2], inline=rendered[1] == "renderInline")
        return self._choice(expression, depth)

    def _choice(self, expression: str, depth: int) -> str | None:
        parts = _outside(expression, "?:")
        if parts is not None:
            condition, yes, no = parts
            asked = condition.strip()
            opposite = asked.startswith("!")
            known = self.value(asked.lstrip("! "), depth + 1)
            if known is None:
                return None
            return self.value(yes if bool(known) != opposite else no, depth + 1)
        for sign in ("||", "??", "&&"):  # what binds least first
            if (pieces := _outside(expression, sign)) is not None:
                return self._first(pieces, depth, going_on=sign == "&&")
        pieces = _outside(expression, "+")
        return None if pieces is None else self._joined(pieces, depth)

    def _joined(self, pieces: list[str], depth: int) -> str | None:
        values = [self.value(one, depth + 1) for one in pieces]
        known = [one for one in values if one is not None]
        if len(known) < len(values) or sum(map(len, known)) > LONGEST:
            return None
        return "".join(known)

    def _first(self, pieces: list[str], depth: int, *, going_on: bool) -> str | None:
        """Return the first value that ends a row of choices, which goes on at texts or at none."""
        value = None
        for one in pieces:
            value = self.value(one, depth + 1)
            if value is None or bool(value) != going_on:
                break
        return value

    def _rendered(self, name: str, *, inline: bool) -> str | None:
        text = self.values.get(name)
        if text is None or self.render is None:
            return None
        html = self.render(text)
        paragraph = _PARAGRAPH.match(html) if inline else None
        return paragraph[1] if paragraph and "<p>" not in paragraph[1] else html

    def _literal(self, inner: str, depth: int) -> str | None:
        """Fill a template literal in; slots of how something looks may stay empty."""
        shown = ""
        position = 0
        while (slot := inner.find("${", position)) >= 0:
            shown += _unescaped(inner[position:slot])
            position = _closed(inner, slot + 1)
            if position < 0:
                return None
            found = self.value(inner[slot + 2 : position - 1], depth + 1)
            if found is None and not _LOOKS.search(shown[-500:]):
                return None
            is_value = shown.endswith(('="', "='"))
            # Nothing escapes it, so a reference stays one; a quotation mark would end the value.
            shown += escape_once(found or "") if is_value else found or ""
            if len(shown) > LONGEST:
                return None
        return shown + _unescaped(inner[position:])


class Scripts:
    """The shortcodes of a site, found in its settings and the files these import."""

    def __init__(self, path: str, read: Callable[[str], str]) -> None:
        """Take the path of the settings and what gives the text of a file of the site.

        Args:
            path: relative to the root of the site.
            read: gives the text of a file by such a path; empty for none.
        """
        self._path, self._read = path, read
        self._found: dict[str, Shortcode | None] = {}

    def find(self, name: str) -> Shortcode | None:
        """Return the shortcode of a name; None where it has none that can be read."""
        if name not in self._found and len(self._found) < _MOST_NAMES:
            try:
                self._found[name] = self._search(name)
            except RecursionError:  # texts in texts, hundreds deep
                self._found[name] = None
        return self._found.get(name)

    def _search(self, name: str) -> Shortcode | None:
        if (added := self._added.get(name)) is not None:
            path, start = added
            return self._function(self._files[path], start, path, 0)
        if len(self._found) > _MOST_LOOKED_FOR:
            return None
        for path, text in self._files.items():
            if "shortcode" not in path.lower() or name not in text:
                continue
            if (start := _defined(text, name)) >= 0:
                return _read_function(text, start)
        return None

    @cached_property
    def _added(self) -> dict[str, tuple[str, int]]:
        """The file and the place of what is added under a name, for all names."""
        found: dict[str, tuple[str, int]] = {}
        for path, text in self._files.items():
            for added in _ADDED.finditer(text):
                found.setdefault(added["name"], (path, added.end()))
        return found

    @cached_property
    def _files(self) -> dict[str, str]:
        found: dict[str, str] = {}
        waiting = deque([self._path])
        room = _MOST_TEXT
        while waiting and len(found) < _MOST_FILES and room > 0:
            path = waiting.popleft()
            if path in found:
                continue
            text = self._text(path)
            room -= len(text)
            found[path] = text
            waiting += [_beside(path, one["path"]) for one in _IMPORTED.finditer(text)]
        return found

    def _text(self, path: str) -> str:
        names = [path] if path.endswith((".js", ".mjs", ".cjs")) else []
        names += [f"{path}.js", f"{path}/index.js", f"{path}.cjs", f"{path}.mjs"]
        return next((text for one in names if (text := self._read(one))), "")[:_LONGEST]

    def _function(self, text: str, start: int, path: str, depth: int) -> Shortcode | None:
        """Read the function that stands at a place, or that a name there stands for."""
        named = _DOTTED.match(text, start)
        if named is None:
            return _read_function(text, start)
        if depth > _DEEPEST:
            return None
        place = _defined(text, named[1])
        if place >= 0:
            return self._function(text, place, path, depth + 1)
        first = text[start : named.start(1)].rstrip(".") or named[1]
        for imported in _IMPORTED.finditer(text):
            names = imported["names"] or imported["required"] or ""
            if not re.search(rf"(?<![\w$]){re.escape(first)}(?![\w$])", names):
                continue
            path = _beside(path, imported["path"])
            inner = self._text(path)
            place = _defined(inner, named[1])
            if place < 0:
                place = _exported(inner)
            return None if place < 0 else self._function(inner, place, path, depth + 1)
        return None


def _beside(path: str, other: str) -> str:
    """Return a path that a file of the site names, relative to the root; empty for one outside."""
    parts = path.split("/")[:-1]
    for step in other.split("/"):
        if step == ".." and not parts:
            return ""
        if step == "..":
            parts.pop()
        elif step not in {"", "."}:
            parts.append(step)
    return "/".join(parts)


def _defined(text: str, name: str) -> int:
    """Return where the function of a name begins; -1 where it has none here."""
    word = re.escape(name)
    found = re.search(
        rf"(?:(?:const|let|var)\s+{word}\s*=\s*|exports\.{word}\s*=\s*"
        rf"|(?<![\w$.]){word}\s*:\s*(?=async|function|\(|[A-Za-z_$][\w$]*\s*=>))"
        rf"|(?:async\s+)?function\s+{word}\s*(?=\()"
        rf"|(?:^[ \t]+|[{{,][ \t]*)(?:async[ \t]+)?{word}[ \t]*(?=\([^()]*\)[ \t]*\{{)",
        text,
        re.MULTILINE,
    )
    return found.end() if found else -1


def _exported(text: str) -> int:
    found = re.search(r"(?:export\s+default\s+|module\.exports\s*=\s*)", text)
    return found.end() if found else -1


def _read_function(text: str, start: int) -> Shortcode | None:
    """Read a function that gives back a text with slots; None for one that does more."""
    head = _HEAD.match(text, start)
    if head is None:
        return None
    listed = head["one"] or head["many"] or ""
    by_name = listed.strip().startswith("{")
    if by_name:
        listed = listed.strip().rpartition("}")[0].lstrip("{")
    parameters: list[tuple[str, str]] = []
    for one in listed.split(",") if listed.strip() else []:
        if not one.strip():
            continue
        parameter = _PARAMETER.match(one)
        if parameter is None:
            return None
        default = parameter[2] or parameter[3] or parameter[4] or ""
        parameters.append((parameter[1], "" if default in _NOTHING else default))
    body = _body(text, head.end())
    if body is None:
        return None
    constants, result = body
    return Shortcode(tuple(parameters), by_name, constants, result)


_NOTHING: Final = frozenset({"undefined", "null", "false"})


def _body(text: str, start: int) -> tuple[tuple[tuple[str, str], ...], str] | None:
    """Return the constants of a function's body and what it gives back."""
    if not text.startswith("{", start):
        end = _statement_end(text, start)
        return ((), text[start:end])
    end = _closed(text, start)
    if end < 0:
        return None
    inner, position = text[start + 1 : end - 1], 0
    constants: list[tuple[str, str]] = []
    while position < len(inner):
        stop = _statement_end(inner, position)
        statement = inner[position:stop].strip()
        position = stop + 1
        if not statement or statement.startswith("//"):
            continue
        if re.match(r"return\b", statement):
            return tuple(constants), statement.removeprefix("return")
        constant = _CONST.match(statement)
        if constant is None:
            return None
        constants.append((constant[1], constant[2]))
    return None


# Where things end in JavaScript, as far as texts with slots need it.

_OPENING: Final = {"(": ")", "[": "]", "{": "}"}


def _skipped(text: str, place: int) -> int:
    """Return where what begins at a place ends: a text, a comment, a bracket; or the next place."""
    sign = text[place]
    if sign == "`":
        return _literal_end(text, place)
    if sign in "\"'":
        end = place + 1
        while end < len(text) and text[end] != sign and text[end] != "\n":
            end += 2 if text[end] == "\\" else 1
        return end + 1
    if text.startswith("//", place):
        return _or_end(text.find("\n", place), text)
    if text.startswith("/*", place):
        return _or_end(text.find("*/", place), text) + 2
    return _closed(text, place) if sign in _OPENING else place + 1


def _or_end(place: int, text: str) -> int:
    return len(text) if place < 0 else place


def _closed(text: str, start: int) -> int:
    """Return where the bracket that opens at a place is closed, behind it; -1 where it is not."""
    waiting = [_OPENING[text[start]]]
    place = start + 1
    while place < len(text) and len(waiting) < _MOST_OPEN:
        sign = text[place]
        if sign in _OPENING:
            waiting.append(_OPENING[sign])
            place += 1
        elif sign == waiting[-1]:
            waiting.pop()
            place += 1
            if not waiting:
                return place
        else:
            place = _skipped(text, place)
            if place < 0:
                return -1
    return -1


_MOST_OPEN: Final = 100


def _literal_end(text: str, start: int) -> int:
    """Return where a template literal ends, behind its mark; -1 where it does not."""
    place = start + 1
    while 0 <= place < len(text):
        if text[place] == "`":
            return place + 1
        if text[place] == "\\":
            place += 2
        elif text.startswith("${", place):
            place = _closed(text, place + 1)
        else:
            place += 1
    return -1


def _statement_end(text: str, start: int) -> int:
    """Return where a statement or an argument ends: a ``;``, a ``,`` or ``)`` outside of it."""
    place = start
    while 0 <= place < len(text):
        if text[place] in ";),}":
            return place
        if text[place] == "\n" and _NEXT.match(text, place):
            return place
        place = _skipped(text, place)
    return len(text)


def _outside(expression: str, signs: str) -> list[str] | None:
    """Split an expression at signs that stand outside of texts and brackets; None without them.

    ``?:`` gives three parts, others as many as there are.
    """
    chooses = signs == "?:"
    parts: list[str] = []
    begin = place = 0
    wanted = "?" if chooses else signs
    while 0 <= place < len(expression):
        pair = expression[place : place + 2]
        if pair in _PAIRS and pair != wanted:
            place += 2
        elif expression.startswith(wanted, place) and not (chooses and len(parts) == 2):
            parts.append(expression[begin:place])
            begin = place = place + len(wanted)
            wanted = ":" if chooses else wanted
        else:
            place = _skipped(expression, place)
    parts.append(expression[begin:])
    return parts if (len(parts) == 3 if chooses else len(parts) > 1) else None


_PAIRS: Final = frozenset(("??", "?.", "++", "||", "&&"))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text)
