"""Moves for list items: another mark than a hyphen, a value where an item should stand."""

from __future__ import annotations

from collections.abc import Iterator

from newskit.lazy import lazy
from newskit.validate.syntax.move import Move
from newskit.validate.syntax.yaml_lines import take_apart

__all__ = ["OTHER_MARK", "list_moves"]

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
