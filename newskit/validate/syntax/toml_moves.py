"""Moves for a line of broken TOML (TOML 1.0): separators, quotes, arrays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newskit.dates.generators import hugo_reads
from newskit.lazy import lazy
from newskit.validate.repair.neighbours import DATE_KEYS
from newskit.validate.syntax.meaning import Move
from newskit.validate.syntax.yaml_lines import double_quoted

# Moves for broken JSON (RFC 8259), which is looked at as a whole.

_TRAILING = lazy(r",(?=\s*[}\]])")
_ENDS_VALUE = lazy(r"(?:[\"}\]\w])\s*\Z")
_STARTS_ENTRY = lazy(r"\s*[\"{\[\w]")
_SINGLE = lazy(r"'((?:[^'\\\"]|\\.)*)'")
_BARE_KEY = lazy(r"(?P<head>[ \t]*[{,]?[ \t]*)(?P<key>[A-Za-z_]\w*)[ \t]*:")
_QUOTED = lazy(
    r"(?P<head>\s*\{?\s*(?:\"[^\"]*\"\s*:\s*)?)\"(?P<text>.*)\"(?P<tail>\s*[,}]*\s*)", re.DOTALL
)
_ESCAPED = lazy(r"\\.", re.DOTALL)
_COMMENT = lazy(r"[ \t]*//[^\"]*\Z")


def json_moves(lines: tuple[str, ...], index: int) -> Iterator[Move]:
    """Yield what may be wrong with the line at `index`, likeliest first."""
    text = lines[index]
    after = "\n".join(lines[index + 1 :])
    match = _TRAILING.search(f"{text}\n{after}")
    if match and match.start() < len(text):
        new = text[: match.start()] + text[match.end() :]
        message = "a comma stands behind the last entry"
        yield Move("NK136", message, index, match.start(), {index: new}, "remove the comma")
    if _ENDS_VALUE.search(text) and _STARTS_ENTRY.match(after):
        message = "a comma is missing behind the entry"
        new = f"{text.rstrip()},"
        yield Move("NK136", message, index, len(text.rstrip()), {index: new}, "add a comma")
    match = _QUOTED.fullmatch(text)
    if match and '"' in _ESCAPED.sub("", match["text"]):
        at = match.start("text") + match["text"].index('"')
        new = f"{match['head']}{double_quoted(match['text'])}{match['tail']}"
        message = "a quote inside the text is not escaped"
        yield Move("NK120", message, index, at, {index: new}, 'write \\" inside double quotes')
    match = _COMMENT.search(text)
    if match:
        message = "JSON has no comments"
        yield Move("NK133", message, index, match.start(), {index: text[: match.start()]})
    if "'" in text:
        new = _SINGLE.sub(lambda found: f'"{found[1]}"', text)
        message = "text is in single quotes; JSON wants double quotes"
        yield Move("NK134", message, index, text.index("'"), {index: new})
    match = _BARE_KEY.match(text)
    if match:
        new = f'{match["head"]}"{match["key"]}":{text[match.end() :]}'
        message = f"the key `{match['key']}` is not in quotes"
        yield Move("NK134", message, index, match.start("key"), {index: new})


_LINE = lazy(
    r"(?P<key>[ \t]*(?:[A-Za-z0-9_.-]+|\"[^\"]*\"))(?P<mark>[ \t]*[=:：][ \t]*)(?P<value>.*?)"
    # A comment has white space in front; in "C#" and behind a hash in quotes there is none.
    r"(?P<rest>[ \t]*(?:,|;)?(?:[ \t]+#[^\"'”’]*|[ \t]*))\Z",
    re.DOTALL,
)
_CURLY = "“”„‟«»‘’"
_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_ITEM = lazy(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|“[^”]*”|[^,]+")
_ESCAPE = lazy(r"\\(?![btnfr\"\\uU])")
_TWO_COMMAS = lazy(r",\s*,")
_MISSING_COMMA = lazy(r"([\"'])[ \t]+(?=[\"'])")
_GLUED = lazy(
    r"(?P<first>\"(?:[^\"\\]|\\.)*\"|'[^']*'|\[[^\[\]]*\]|[^\s\"'\[\]]+)[ \t]*[,;]?[ \t]*"
    r"(?P<second>(?P<key>[A-Za-z_][\w-]*)[ \t]*=[ \t]*\S.*)",
    re.DOTALL,
)
_DATE = lazy(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?\Z")


def toml_moves(lines: tuple[str, ...], index: int) -> Iterator[Move]:
    """Yield what may be wrong with the line at `index`, likeliest first."""
    match = _LINE.match(lines[index])
    if match is None:
        return
    key, mark, value, rest = match["key"], match["mark"], match["value"].strip(), match["rest"]
    name = key.strip().strip('"')
    at = match.start("value")
    if "=" not in mark:
        code = "NK123" if "：" in mark else "NK135"
        message = f"`{mark.strip()}` separates `{name}` and its value; TOML wants `=`"
        for new in dict.fromkeys((value, double_quoted(value))):
            yield Move(code, message, index, match.start("mark"), {index: f"{key} = {new}{rest}"})
    head = f"{key}{mark}" if "=" in mark else f"{key} = "
    glued = _GLUED.fullmatch(value)
    if glued:
        message = f"`{glued['key']}` stands on the same line as `{name}`"
        new = f"{head}{glued['first']}\n{glued['second']}{rest}"
        hint = f"put `{glued['key']}` on a line of its own"
        yield Move("NK126", message, index, at + glued.start("second"), {index: new}, hint)
    if value[:1] == "[" and not any("]" in line for line in lines[index:]):
        last = max(number for number, line in enumerate(lines) if line.strip())
        message = f"the bracket that opens the list of `{name}` is never closed"
        new = f"{lines[last].rstrip().rstrip(',')}]"
        yield Move("NK129", message, index, at, {last: new}, "add `]`")
    if rest.strip()[:1] in {",", ";"}:
        message = f"`{rest.strip()[0]}` stands behind the value of `{name}`"
        comment = rest.strip()[1:]
        yield Move("NK133", message, index, match.end("value"), {index: f"{head}{value}{comment}"})
    for code, message, new in _values(name, value):
        column = at + _inside(code, value)
        # In quotes, Hugo does not read every date, nor any text that is not a date.
        safe = name.lower() not in DATE_KEYS or hugo_reads(new.strip("\"'"))
        yield Move(code, message, index, column, {index: f"{head}{new}{rest}"}, safe=safe)


def _inside(code: str, value: str) -> int:
    """Where in a value the fault stands: an inner quote, a comma that is missing or too many."""
    if code == "NK120":
        return 1 + value[1:].find(value[0])
    found = None
    if code == "NK136":
        found = _MISSING_COMMA.search(value) or _TWO_COMMAS.search(value)
        return found.end() - 1 if found else 0
    if code == "NK125":
        found = re.search(f"[{_CURLY}]", value)
    return found.start() if found else 0


def _values(name: str, value: str) -> Iterator[tuple[str, str, str]]:
    if not value:
        yield "NK134", f"`{name}` has no value", '""'
        return
    if any(mark in value for mark in _CURLY):
        what = "an item" if value[0] == "[" else "the value"
        message = f"{what} of `{name}` is in curly quotes, which TOML does not know"
        yield "NK125", message, value.translate(_STRAIGHT)
        if value[0] in _CURLY and value[-1] in _CURLY:
            yield "NK125", message, double_quoted(value[1:-1])
    if value[0] == "[":
        yield from _array(name, value)
    elif value[0] in "\"'":
        yield from _quoted(name, value)
    elif value.lower() in {"true", "false"}:
        yield "NK134", f"`{name}` is {value}; TOML writes {value.lower()}", value.lower()
    elif not _DATE.match(value):
        if value[-1] in "\"'":
            yield "NK128", f"the value of `{name}` lacks its opening quote", value[-1] + value
        yield "NK134", f"the text of `{name}` is not in quotes", double_quoted(value)


def _quoted(name: str, value: str) -> Iterator[tuple[str, str, str]]:
    quote = value[0]
    if len(value) > 1 and value[-1] == quote:
        inner = value[1:-1]
        if inner.count(quote) == 1 and inner.startswith(quote) and inner != quote:
            yield "NK120", f"the value of `{name}` is opened by two quotes", value[1:]
        if quote in inner:
            yield (
                "NK120",
                f"a quote inside the value of `{name}` is not escaped",
                double_quoted(inner),
            )
        if quote == '"' and _ESCAPE.search(inner):
            message = f"the backslash in the value of `{name}` starts no escape"
            yield "NK139", message, '"' + _ESCAPE.sub(r"\\\\", inner) + '"'
    elif len(value) > 1 and value[-1] in "\"'”’":
        message = f"the value of `{name}` opens with {quote} and closes with {value[-1]}"
        yield "NK128", message, double_quoted(value[1:-1])
    elif quote not in value[1:]:
        message = f"the quote that opens the value of `{name}` is never closed"
        yield "NK128", message, value + quote
    else:
        message = f"text follows the closing quote of the value of `{name}`"
        yield "NK133", message, double_quoted(value)


def _array(name: str, value: str) -> Iterator[tuple[str, str, str]]:
    missing = _MISSING_COMMA.sub(r"\1, ", value)
    if missing != value:
        yield "NK136", f"a comma is missing between two items of `{name}`", missing
    inner = value[1:-1] if value.endswith("]") else value[1:]
    items = [item.strip() for item in _ITEM.findall(inner)]
    kept = [item for item in items if item]
    if value.endswith("]") and ", ," in re.sub(r",\s*", ", ", value):
        yield "NK136", f"two commas stand behind each other in `{name}`", f"[{', '.join(kept)}]"
    if not value.endswith("]"):
        yield "NK129", f"the bracket that opens the list of `{name}` is never closed", f"{value}]"
    quoted = [_in_quotes(item) for item in kept]
    yield "NK134", f"the items of `{name}` are not in quotes", f"[{', '.join(quoted)}]"


def _in_quotes(item: str) -> str:
    """An item in quotes; one that only ends with a quote lacks the other."""
    if item[0] in "\"'":
        return item
    last = item[-1]
    return last + item if last in "\"'" and item.count(last) == 1 else double_quoted(item)
