"""Moves for a line of broken YAML: separators, indentation, reserved characters, stray text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from newskit.dates.generators import parse_date
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.read.formats.registry import parse_front_matter
from newskit.validate.repair.neighbours import DATE_KEYS, KNOWN_KEYS, LIST_KEYS
from newskit.validate.syntax.meaning import REMOVED, Move
from newskit.validate.syntax.yaml_lines import (
    YamlLine,
    double_quoted,
    is_entry,
    is_foreign_comment,
    take_apart,
)
from newskit.validate.syntax.yaml_quotes import quote_moves

# Moves for a value in square brackets: brackets too few or too many, items without quotes.


_LISTS = lazy(r"\[[^\[\]]*\](?:[ \t,;]*\[[^\[\]]*\])+")
_QUOTED = r"(?:\"[^\"\\]*\"|'[^']*')"
_SIDE_BY_SIDE = lazy(rf"\[[ \t]*{_QUOTED}(?:(?:[ \t]*,[ \t]*|[ \t]+){_QUOTED})+[ \t]*\]")
_AFTER_LIST = lazy(r"(?P<list>\[[^\[\]]*\])(?P<rest>[^\w\[(){}]+)\Z")


def bracket_moves(index: int, line: YamlLine) -> Iterator[Move]:
    """Yield what may be wrong with a value that starts with a bracket, likeliest first."""
    value = line.value
    at = len(line.head)
    of = f" of `{line.key}`" if line.key else ""

    def move(code: str, message: str, new: str, hint: str = "", column: int = 0) -> Move:
        lines = {index: f"{line.head}{new}{line.comment}"}
        return Move(code, message, index, at + column, lines, hint)

    if _LISTS.fullmatch(value):
        parts = re.findall(r"\[([^\[\]]*)\]", value)
        items = [item.strip() for part in parts for item in part.split(",")]
        message = f"several lists stand behind each other in the value{of}"
        new = f"[{', '.join(item for item in items if item)}]"
        joined = move("NK133", message, new, "write one list")
        # Of a key that holds no names, they may be a text: `usage: [file] [more]`.
        yield replace(joined, safe=not line.key or line.key.lower() in LIST_KEYS)
    if _SIDE_BY_SIDE.fullmatch(value):
        # As Clojure writes its vectors.
        new = f"[{', '.join(re.findall(_QUOTED, value))}]"
        joined = move("NK136", f"a comma is missing between two items{of}", new, "add a comma")
        yield replace(joined, safe=line.key.lower() in LIST_KEYS)
    match = _AFTER_LIST.match(value)
    if match:
        message = f"`{match['rest'].strip()}` stands behind the list{of}"
        yield move("NK133", message, match["list"], "remove it", match.end("list"))
    if value.count("[") > value.count("]"):
        # A bracket that opens once more was meant to close.
        other = value[-1] in ")}>" or (value[-1] == "[" and value.count("[") == 2)
        closed = value[:-1] + "]" if other else f"{value}]"
        yield move(
            "NK129", f"the bracket that opens the list{of} is never closed", closed, "add `]`"
        )
    yield from _quotes(line, move)
    if value.endswith("]") and value.count("]") == 1:
        items = [item.strip() for item in value[1:-1].split(",")]
        quoted = (item if item[:1] in "\"'" else double_quoted(item) for item in items if item)
        message = f"an item of the list{of} needs quotes"
        yield move("NK122", message, f"[{', '.join(quoted)}]")


def _quotes(line: YamlLine, move: Callable[..., Move]) -> Iterator[Move]:
    """An item whose quote is opened and never closed."""
    inner = line.value[1:-1] if line.value[-1] in "])}>" else line.value[1:]
    items = inner.split(",")
    column = 1
    for index, item in enumerate(items):
        text = item.strip()
        if text[:1] in {'"', "'"} and text[0] not in text[1:]:
            items[index] = item.rstrip() + text[0]
            message = f"the quote that opens an item of `{line.key}` is never closed"
            hint = "close the quote behind the item"
            at = column + len(item) - len(item.lstrip())
            yield move("NK128", message, f"[{','.join(items)}]", hint, at)
            return
        column += len(item) + 1


# Moves for list items: another mark than a hyphen, a value where an item should stand.


OTHER_MARK = lazy(
    r"(?P<indent>[ \t\u00a0\u3000]*)(?P<mark>[=*+•·●◦▪‣–—−‐‑]|-(?=[\u00a0\u3000]))"
    r"[ \t\u00a0\u3000]+(?P<item>\S.*)\Z"
)
"""A line that a writer meant as a list item and YAML does not take for one."""


def list_moves(lines: tuple[str, ...], index: int) -> Iterator[Move]:
    """Yield what may be wrong with the line at `index` as an item of a list."""
    above = lines[index - 1] if index else ""
    over = take_apart(above)
    match = OTHER_MARK.match(lines[index])
    if match and (above.lstrip().startswith("- ") or (over.key and not over.value)):
        new = _hyphens(lines, index)
        message = f"the list item starts with `{match['mark']}`, not with a hyphen"
        yield Move("NK140", message, index, match.start("mark"), new, "write `- `")
    below = lines[index + 1] if index + 1 < len(lines) else ""
    line = take_apart(lines[index])
    if line.key and line.value and below.lstrip().startswith("- "):
        indent = below[: len(below) - len(below.lstrip())]
        first = f"{line.indent}{line.dash}{line.key}:\n{indent}- {line.value}{line.comment}"
        message = f"`{line.key}` has a value and a list below it"
        hint = "make the value the first item"
        yield Move("NK132", message, index, len(line.head), {index: first}, hint, safe=False)


def _hyphens(lines: tuple[str, ...], index: int) -> dict[int, str]:
    """The line at `index` and those behind it that have such a mark too, with hyphens."""
    above = lines[index - 1]
    indent = above[: len(above) - len(above.lstrip())] if above.lstrip().startswith("- ") else None
    new: dict[int, str] = {}
    for number in range(index, len(lines)):
        match = OTHER_MARK.match(lines[number])
        if match is None:
            break
        own = "  " if match["indent"].strip(" ") else match["indent"]
        new[number] = f"{own if indent is None else indent}- {match['item']}"
    return new


_INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"
_WIDE_SPACE = lazy("[\u00a0\u3000]")
_TIGHT = lazy(
    r"(?P<head>[ \t]*(?:- )?[A-Za-z_][\w-]*(?:[ \t]+:(?=[\"'])|:))(?P<value>(?!//)\S.*)\Z",
    re.DOTALL,
)
_TIGHT_DASH = lazy(r"(?P<head>[ \t]*-)(?P<value>[^\s-].*)\Z", re.DOTALL)
_EQUALS = lazy(r"(?P<head>[ \t]*[A-Za-z_][\w-]*)[ \t]*=[ \t]*(?P<value>.*)\Z", re.DOTALL)
_WORD = lazy(r"(?P<key>[A-Za-z_][\w-]*)[ \t]+(?P<value>[^\s:：].*)\Z", re.DOTALL)
_BARE_GLUED = lazy(
    r"(?P<first>.*?[^\s:])[ \t]*(?P<second>(?<![A-Za-z_-])(?P<key>[a-z_]{3,20}): \S.*)"
)
_MAPPED_ITEM = lazy(r"(?P<head>(?P<indent> +)- +)[A-Za-z_][\w-]*:(?:[ ]|\Z)")
_NEAR_DATES = frozenset(("created", "update", "updates", "modify", "dates", "late"))
_MARGIN = 60
_WORDS = frozenset(
    ("layout", "slug", "draft", "published", "type", "lang", "language", "comments", "toc", "math")
)
_RESERVED = frozenset("*&@`%!|>[{?,]}#-")


def yaml_moves(lines: tuple[str, ...], index: int) -> Iterator[Move]:
    """Yield what may be wrong with the line at `index`, likeliest first."""
    text = lines[index]
    if not text.strip():
        return
    if is_foreign_comment(text):
        new = {number: f"# {lines[number]}" for number in _comment(lines, index)}
        message = "YAML knows no such comment: its comments start with `#`"
        yield Move("NK141", message, index, len(text) - len(text.lstrip()), new, "write `#`")
    yield from _spaces(index, text)
    yield from _separators(index, text)
    yield from quote_moves(lines, index)
    line = take_apart(text)
    if line.value[:1] == "[":
        yield from bracket_moves(index, line)
    yield from _plain(lines, index, line)
    yield from _folded(lines, index, line)
    yield from _indentation(lines, index, text)


def _comment(lines: tuple[str, ...], index: int) -> Iterator[int]:
    """The line at `index` and those behind it up to the end of its comment."""
    ends = {"<": "-->", "/*": "*/"}
    start = lines[index].lstrip()
    end = ends.get(start[:1]) or ends.get(start[:2])
    for number in range(index, len(lines)):
        yield number
        if end is None or end in lines[number]:
            return


def _spaces(index: int, text: str) -> Iterator[Move]:
    line = take_apart(text)
    head = _WIDE_SPACE.sub(" ", line.head)
    if head != line.head:
        at = next(i for i, character in enumerate(text) if character in "\u00a0\u3000")
        message = f"U+{ord(text[at]):04X} stands where YAML wants a plain space"
        yield Move("NK137", message, index, at, {index: head + text[len(line.head) :]})
    bare = text.lstrip(f" {_INVISIBLE}")
    if set(text[: len(text) - len(bare)]) & set(_INVISIBLE):
        at = next(i for i, character in enumerate(text) if character in _INVISIBLE)
        message = f"the invisible character U+{ord(text[at]):04X} stands in front of the key"
        new = text[: len(text) - len(bare)].translate(dict.fromkeys(map(ord, _INVISIBLE))) + bare
        yield Move("NK312", message, index, at, {index: new}, "delete it")
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    if "\t" in indent:
        for spaces in ("  ", "    ", ""):
            new = indent.replace("\t", spaces) + text[len(indent) :]
            message = "a tab indents the line; YAML wants spaces"
            yield Move("NK124", message, index, indent.index("\t"), {index: new})
    rest = text[len(indent) :]
    if "\t" in rest:
        new = indent + rest.replace("\t", " ")
        message = "a tab stands where YAML wants a space"
        yield Move("NK124", message, index, len(indent) + rest.index("\t"), {index: new})


def _separators(index: int, text: str) -> Iterator[Move]:
    line = take_apart(text)
    if line.colon.strip() == "：":
        at = len(line.indent + line.dash + line.key)
        head = f"{line.indent}{line.dash}{line.key}: "
        message = f"a full-width colon stands behind `{line.key}`"
        for value in (line.value, double_quoted(line.value)):
            new = f"{head}{value}{line.comment}".rstrip()
            yield Move("NK123", message, index, at, {index: new}, "write a colon and a space")
    for pattern, code, what in ((_TIGHT, "NK131", "colon"), (_TIGHT_DASH, "NK140", "hyphen")):
        match = pattern.match(text)
        if match is None:
            continue
        message = f"no space follows the {what}"
        for value in (match["value"], double_quoted(match["value"].rstrip())):
            new = f"{match['head']} {value}"
            yield Move(code, message, index, match.end("head"), {index: new}, "add a space")
    match = _EQUALS.match(text)
    if match:
        new = f"{match['head']}: {match['value']}"
        message = "`=` separates key and value; YAML wants a colon"
        yield Move("NK135", message, index, match.end("head"), {index: new})
    match = _WORD.match(text)
    if match and match["key"].lower() in KNOWN_KEYS | {"deck", "kicker", "lang", "source"}:
        message = f"no colon stands behind `{match['key']}`"
        for value in (match["value"], double_quoted(match["value"].rstrip())):
            new = f"{match['key']}: {value}"
            yield Move("NK138", message, index, match.end("key"), {index: new})
    match = _BARE_GLUED.fullmatch(line.value)
    if match and line.key and match["key"] in KNOWN_KEYS and _is_glued(match):
        new = f"{line.head}{match['first']}\n{line.indent}{match['second']}{line.comment}"
        at = len(line.head) + match.start("second")
        message = f"`{match['key']}` stands on the same line as `{line.key}`"
        yield Move("NK126", message, index, at, {index: new})


def _is_glued(match: re.Match[str]) -> bool:
    """Whether a word with a colon in a plain value is a key: what follows it is a value of one."""
    key, value = match["key"], match["second"].partition(":")[2].strip()
    if key in DATE_KEYS or key in _NEAR_DATES:
        return parse_date(value.strip("\"'")) is not None
    return " " not in value or value[0] in "[\"'"


def _plain(lines: tuple[str, ...], index: int, line: YamlLine) -> Iterator[Move]:
    """Put the whole value in quotes, with the lines it goes on in."""
    value = line.value
    if not value or (not line.key and not line.dash):
        return
    of = f" of `{line.key}`" if line.key else ""
    at = len(line.head)
    hint = "put the value in quotes"
    if value[0] in _RESERVED:
        code = "NK122"
        message = f"the value{of} starts with `{value[0]}`, which YAML keeps for itself"
        if line.key.lower() in _WORDS and value[0] in "*&@%`!|>":
            # A layout or slug that starts so is a slip of the pen: quotes would keep it.
            bare = f"{line.head}{value.lstrip('*&@%`!|> ')}{line.comment}"
            hint = f"remove the `{value[0]}`"
            yield Move(code, message, index, at, {index: bare}, hint, safe=False)
            return
    elif ": " in value or value.endswith(":"):
        code = "NK121"
        at += value.find(": ") if ": " in value else len(value) - 1
        message = f"a colon inside the value{of} makes YAML see another key"
    else:
        code, message = "NK105", f"YAML cannot read the value{of} without quotes"
    if value[0] not in "!&#" and _reads_alone(value):
        # What is wrong stands elsewhere: quotes would make text of a list, a block or a word.
        return
    last = index
    depth = len(line.indent)
    while last + 1 < len(lines) and _continues(lines[last + 1], depth):
        last += 1
    if last > index and code != "NK105":
        text = "\n".join((value + line.comment, *lines[index + 1 : last + 1]))
        parts = double_quoted(text.rstrip()).split("\n")
        new = {index: line.head + parts[0]}
        new |= {index + number: part for number, part in enumerate(parts[1:], 1)}
        yield Move(code, message, index, at, new, hint)
    text = f"{line.head}{double_quoted(value)}{line.comment}"
    whole = _NEXT_KEY.search(value) is None
    yield Move(code, message, index, at, {index: text}, hint, safe=whole)


# A mapping of Python or JSON was cut up: the next key of it is no part of the value.
_NEXT_KEY = lazy(r"[\"'],\s*([\"'])\w+\1\s*:")


def _folded(lines: tuple[str, ...], index: int, line: YamlLine) -> Iterator[Move]:
    """A text on the lines below its key that starts with a character YAML keeps for itself."""
    below = lines[index + 1].strip() if index + 1 < len(lines) else ""
    if not line.key or line.value or below[:1] not in _RESERVED or below[:2] == "- ":
        return
    if not _continues(lines[index + 1], len(line.indent)):
        return
    message = f"the value of `{line.key}` starts with `{below[0]}`, which YAML keeps for itself"
    new = f"{line.head.rstrip()} >-{line.comment}"
    hint = "write `>-` behind the key"
    yield Move("NK122", message, index, len(line.head), {index: new}, hint)


def _reads_alone(value: str) -> bool:
    return parse_front_matter(FrontMatterFormat.YAML, f"k: {value}\n").valid


def _continues(line: str, depth: int) -> bool:
    indent = len(line) - len(line.lstrip(" "))
    return bool(line.strip()) and indent > depth and not is_entry(line)


def _indentation(lines: tuple[str, ...], index: int, text: str) -> Iterator[Move]:
    """Line the entry up with the ones before it, or indent text that goes on from above."""
    bare = text.lstrip(" ")
    indent = len(text) - len(bare)
    yield from list_moves(lines, index)
    above = [line for line in lines[:index] if line.strip() and not line.lstrip().startswith("#")]
    if not above:
        if indent:
            message = "the key is indented unlike its neighbours"
            yield Move("NK127", message, index, indent, {index: bare})
        return
    if is_entry(text):
        yield from _into_item(lines, index, above[-1], indent)
        key = take_apart(text).key.lower()
        columns = dict.fromkeys(len(line) - len(line.lstrip(" ")) for line in reversed(above))
        # Below a mapping of its own, a key that posts have at the top may belong to either.
        either = len(columns) > 1 and key in KNOWN_KEYS
        for column in sorted(columns) if either else columns:
            if column != indent and is_entry(above[-1]):
                new = {
                    number: " " * column + lines[number][indent:]
                    for number in _block(lines, index, indent)
                }
                item = bare.startswith("- ") and above[-1].lstrip(" ").startswith("- ")
                out = column == 0 and above[-1].lstrip(" ").startswith("- ")
                safe = item or (not out and not either and key in KNOWN_KEYS)
                yield Move("NK127", _unlike(above[-1], indent), index, indent, new, safe=safe)
    elif bare.strip() in {"]", "}"} and _is_whole(above):
        message = f"`{bare.strip()}` closes nothing"
        yield Move("NK133", message, index, indent, {index: REMOVED}, "remove it")
    elif bare[:3] in {"```", "~~~"}:
        return
    elif "://" in above[-1] and " " not in bare.strip() and above[-1] == lines[index - 1]:
        message = "the line is the rest of the address above"
        new = {index - 1: above[-1] + bare.strip(), index: REMOVED}
        yield Move("NK132", message, index, indent, new, "write the address on one line")
    else:
        message = "the line is neither an entry nor the rest of one"
        hint = "indent it if it goes on from the line above"
        safe = _goes_on(lines[index - 1], bare)
        yield Move("NK132", message, index, indent, {index: f"  {bare}"}, hint, safe=safe)


def _into_item(lines: tuple[str, ...], index: int, above: str, indent: int) -> Iterator[Move]:
    """A key that stands right below the dash of an item goes on with the item's mapping."""
    item = _MAPPED_ITEM.match(above)
    if item is None or not indent or len(item["indent"]) != indent:
        return
    if lines[index].lstrip(" ").startswith("- "):
        return
    column = " " * len(item["head"])
    new = {number: column + lines[number][indent:] for number in _block(lines, index, indent)}
    if any(line.lstrip(" ").startswith("- ") for line in new.values()):
        return
    message = "the key stands below the dash of an item and not below its keys"
    yield Move("NK127", message, index, indent, new, "indent it as the keys of the item are")


def _is_whole(above: list[str]) -> bool:
    parsed = parse_front_matter(FrontMatterFormat.YAML, "\n".join(above) + "\n")
    return parsed.valid and bool(parsed.values)


def _goes_on(above: str, bare: str) -> bool:
    """Whether a line is the rest of the sentence above it, which was broken at the right margin."""
    text = above.rstrip()
    full = len(text) >= _MARGIN and text[-1] not in ".!?。！？:;\"'"
    return full and " " in bare.strip()


def _block(lines: tuple[str, ...], index: int, indent: int) -> Iterator[int]:
    """The line at `index` and those behind it that are indented as it is, or deeper."""
    yield index
    for number in range(index + 1, len(lines)):
        line = lines[number]
        if len(line) - len(line.lstrip(" ")) < max(indent, 1) or not line.strip():
            return
        yield number


def _unlike(above: str, indent: int) -> str:
    """Say what is wrong with an indentation: most often it stands below a key that has a value."""
    over = take_apart(above)
    if over.key and over.value and indent > len(over.indent):
        return f"the line is indented below `{over.key}`, which has a value already"
    return "the line is indented unlike its neighbours"
