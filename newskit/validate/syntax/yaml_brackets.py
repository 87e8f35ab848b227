"""Moves for a value in square brackets: brackets too few or too many, items without quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from newskit.lazy import lazy
from newskit.validate.syntax.move import Move
from newskit.validate.syntax.yaml_lines import YamlLine, double_quoted

__all__ = ["bracket_moves"]

_LISTS = lazy(r"\[[^\[\]]*\](?:[ \t,;]*\[[^\[\]]*\])+")
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
        yield move("NK133", message, new, "write one list")
    match = _AFTER_LIST.match(value)
    if match:
        message = f"`{match['rest'].strip()}` stands behind the list{of}"
        yield move("NK133", message, match["list"], "remove it", match.end("list"))
    if value.count("[") > value.count("]"):
        closed = value[:-1] + "]" if value[-1] in ")}>" else f"{value}]"
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
