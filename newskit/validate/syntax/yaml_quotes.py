"""Moves for values in quotes of some kind: missing, mixed, curly or unescaped ones."""

from __future__ import annotations

from collections.abc import Iterator

from newskit.frozen import NamedTuple, replace
from newskit.lazy import lazy
from newskit.validate.syntax.meaning import Move
from newskit.validate.syntax.yaml_lines import (
    YamlLine,
    double_quoted,
    is_entry,
    single_quoted,
    take_apart,
)

_GLUED = lazy(
    r"(?P<first>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\"'\s][^\"']*?)[ \t]*"
    r"(?P<second>(?<![\w.-])[A-Za-z_][\w-]{2,30}:(?:[ \t].*|$))"
)
_CURLY = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "‘": "’",
    "”": "”",
    "’": "’",
    "「": "」",
    "″": "″",
}
_ESCAPE_BEFORE = r"\\(?![0abt\tnvfre \"/\\N_LPxuU])"
_ESCAPE = lazy(_ESCAPE_BEFORE + "(?!$)")
_ESCAPED = lazy(_ESCAPE_BEFORE + ".")
_ESCAPED_QUOTE = lazy(_ESCAPE_BEFORE + "(?=['’‘“”])")
# An apostrophe, as in '90s and 'tis, or a mark that is part of a name: no text starts so in quotes.
_APOSTROPHE = lazy(r"'(?:\d0s\b|(?:tis|twas|til|cause|em|n)\b|[^\w\s\"'(\[{<«“„#@*&$€£¿¡.…+~/\\-])")
_REMARK = lazy(r"(?<![ \t])[ \t]+#")
_MARKS_AT_END = lazy(r"(?<![^\w\s\"'])[^\w\s\"']+\Z")
_WHOLE = lazy(r"\"(?:[^\"\\]|\\.)*\"")
_OPEN = frozenset("\"'“”„‘’")


def quote_moves(lines: tuple[str, ...], index: int) -> Iterator[Move]:
    """Yield the moves for the line at `index`, likeliest first."""
    line = take_apart(lines[index])
    value = line.value
    if not value:
        return
    if value[0] == '"':
        yield from _double(lines, index, line)
    elif value[0] == "'":
        yield from _single(index, line)
    elif value[0] in _CURLY:
        yield from _curly(index, line)
    elif value[-1] in "\"'" and value.count(value[-1]) == 1:
        quote = value[-1]
        message = f"the value{_of(line)} ends with a quote and does not start with one"
        yield _move(
            "NK128", message, _Place(index, line), f"{quote}{value}", "add the opening quote"
        )


def _of(line: YamlLine) -> str:
    return f" of `{line.key}`" if line.key else ""


class _Place(NamedTuple):
    """A line and its index."""

    number: int
    line: YamlLine


def _move(
    code: str, message: str, place: _Place, value: str, hint: str = "", *, at: int = 0
) -> Move:
    index, line = place
    new = f"{line.head}{value}{line.comment}"
    return Move(code, message, index, len(line.head) + at, {index: new}, hint)


def _double(lines: tuple[str, ...], index: int, line: YamlLine) -> Iterator[Move]:
    value = line.value
    yield from _glued(index, line)
    bare = value.rstrip(",;")
    if len(bare) > 1 and bare[-1] == '"' and not bare.endswith('\\"'):
        inner = bare[1:-1]
        at = inner.find('"') + 1
        if at == len(inner) and not inner.endswith('\\"'):
            message = f"the value{_of(line)} is closed by two quotes"
            fixed = bare[:-1]
            yield _move("NK120", message, _Place(index, line), fixed, "remove one", at=at)
        if at == 1 and inner.count('"') == 1 and inner != '"':
            message = f"the value{_of(line)} is opened by two quotes"
            yield _move("NK120", message, _Place(index, line), bare[1:], "remove one", at=at)
        if at > 0:
            message = f"a quote inside the value{_of(line)} is not escaped"
            hint = 'write \\" inside double quotes'
            yield _move("NK120", message, _Place(index, line), double_quoted(inner), hint, at=at)
        yield from _escapes(_Place(index, line), inner)
        if bare != value:
            message = f"`{value[len(bare) :]}` stands behind the value{_of(line)}"
            yield _move("NK133", message, _Place(index, line), bare, at=len(bare))
    if value[-1] in "'”“″„" and len(value) > 1:
        message = f'the value{_of(line)} opens with " and closes with {value[-1]}'
        yield _move(
            "NK128", message, _Place(index, line), double_quoted(value[1:-1]), at=len(value) - 1
        )
    yield from _over_lines(lines, index, line)
    yield from _outside(_Place(index, line))
    closed = _WHOLE.match(value)
    if closed is not None:
        yield _behind(_Place(index, line), closed.end())
    else:
        message = f"the quote that opens the value{_of(line)} is never closed"
        yield _move(
            "NK128", message, _Place(index, line), f'{value}"', "close the quote on this line"
        )


def _behind(place: _Place, end: int) -> Move:
    """Text behind the quote that closes a value.

    Where a comment follows, somebody minded the quotes: one of them may stand in the wrong place.
    """
    value = place.line.value
    message = f"text follows the closing quote of the value{_of(place.line)}"
    move = _move("NK133", message, place, double_quoted(value), at=end)
    return replace(move, safe=_REMARK.search(value, end) is None)


def _outside(place: _Place) -> Iterator[Move]:
    """Marks behind the quote that closes a value: nobody wants its quotes to be shown."""
    value = place.line.value
    quote = value[0]
    end = len(_MARKS_AT_END.sub("", value))
    if not 1 < end < len(value) or value[end - 1] != quote:
        return
    message = f"`{value[end:]}` stands behind the closing quote of the value{_of(place.line)}"
    escaped = double_quoted if quote == '"' else single_quoted
    move = _move("NK133", message, place, escaped(value[1 : end - 1] + value[end:]), at=end)
    yield replace(move, hint="put it inside the quotes, or remove it", safe=False)


def _escapes(place: _Place, inner: str) -> Iterator[Move]:
    """A backslash that starts no escape: it goes before a quote, and is doubled elsewhere."""
    found = _ESCAPE.search(inner)
    if found is None:
        return
    message = f"the backslash in the value{_of(place.line)} starts no escape"
    at = found.start() + 1
    bare = _ESCAPED_QUOTE.sub("", inner)
    if bare != inner and not _ESCAPE.search(bare):
        yield _move("NK139", message, place, f'"{bare}"', "remove the backslash", at=at)
        return
    fixed = '"' + _ESCAPE.sub(r"\\\\", bare) + '"'
    # Before a mark such as & it may be one of Markdown, or meant to be none.
    safe = all(match[0][1:].isalnum() for match in _ESCAPED.finditer(bare))
    move = _move("NK139", message, place, fixed, "double the backslash", at=at)
    yield replace(move, safe=safe)


def _over_lines(lines: tuple[str, ...], index: int, line: YamlLine) -> Iterator[Move]:
    """A quoted value over several lines whose inner quotes are not escaped."""
    if _WHOLE.fullmatch(line.value):
        # It is closed where it stands: what follows is not part of it.
        return
    last = index
    while last + 1 < len(lines) and not is_entry(lines[last + 1]) and lines[last + 1][:1] != "#":
        last += 1
    while last > index and not lines[last].strip():
        last -= 1
    if last == index:
        return
    text = "\n".join((line.value + line.comment, *lines[index + 1 : last + 1])).rstrip()
    closed = text.endswith('"')
    quoted = double_quoted(text[1:-1] if closed else text[1:]).split("\n")
    new = {index: line.head + quoted[0]}
    new |= {index + number: part for number, part in enumerate(quoted[1:], 1)}
    if closed:
        message = f"a quote inside the value{_of(line)} is not escaped"
        yield Move("NK120", message, index, len(line.head), new, 'write \\" inside double quotes')
    else:
        message = f"the quote that opens the value{_of(line)} is never closed"
        hint = "close the quote where the value ends"
        yield Move("NK128", message, index, len(line.head), new, hint)


def _single(index: int, line: YamlLine) -> Iterator[Move]:
    value = line.value
    if _APOSTROPHE.match(value) and "'" not in value[1:]:
        message = f"the value{_of(line)} starts with `'`, which YAML takes for a quote"
        hint = "put the value in double quotes"
        yield _move("NK122", message, _Place(index, line), double_quoted(value), hint)
    yield from _glued(index, line)
    bare = value.rstrip(",;")
    if len(bare) > 1 and bare[-1] == "'":
        inner = bare[1:-1]
        at = inner.find("'") + 1
        if at > 0:
            message = f"a single quote inside the value{_of(line)} is not escaped"
            hint = "write '' inside single quotes"
            # Two quotes at the start may be one too many, or a quote and an apostrophe.
            twice = at == 1 and inner.count("'") == 1
            fixed = single_quoted(inner)
            if twice and not _APOSTROPHE.match(inner):
                fixed, hint = bare[1:], "remove one"
            move = _move("NK120", message, _Place(index, line), fixed, hint, at=at)
            yield replace(move, safe=not twice)
        if bare != value:
            message = f"`{value[len(bare) :]}` stands behind the value{_of(line)}"
            yield _move("NK133", message, _Place(index, line), bare, at=len(bare))
    if value[-1] in '"’”‘' and len(value) > 1:
        message = f"the value{_of(line)} opens with ' and closes with {value[-1]}"
        yield _move(
            "NK128", message, _Place(index, line), single_quoted(value[1:-1]), at=len(value) - 1
        )
    yield from _outside(_Place(index, line))
    second = value.find("'", 1)
    if second > 0:
        yield _behind(_Place(index, line), second + 1)
    else:
        message = f"the quote that opens the value{_of(line)} is never closed"
        yield _move(
            "NK128", message, _Place(index, line), f"{value}'", "close the quote on this line"
        )


def _curly(index: int, line: YamlLine) -> Iterator[Move]:
    value = line.value
    closing = _CURLY[value[0]]
    if len(value) > 1 and (value[-1] in closing or value[-1] in _OPEN):
        inner = value[1:-1]
        message = f"the value{_of(line)} is in {value[0]}{value[-1]}, which YAML takes for text"
        yield _move(
            "NK125", message, _Place(index, line), double_quoted(inner), "write straight quotes"
        )


def _glued(index: int, line: YamlLine) -> Iterator[Move]:
    match = _GLUED.fullmatch(line.value + line.comment)
    if match is None or not line.key or match["first"][-2:-1] == "=":
        return  # an attribute's quote does not close the value: `<b style="color: red">`
    new = f"{line.head}{match['first']}\n{line.indent}{match['second']}"
    name = match["second"].partition(":")[0]
    at = len(line.head) + match.start("second")
    message = f"`{name}` stands on the same line as `{line.key}`"
    yield Move("NK126", message, index, at, {index: new}, f"put `{name}` on a line of its own")
