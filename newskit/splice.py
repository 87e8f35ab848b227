"""Edits on text, and new keys in front matter that leave everything else as it is."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

from newskit.post import FrontMatterFormat
from newskit.problem import Edit
from newskit.scalars import json_text, toml_key, toml_value, yaml_key, yaml_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newskit.post import JsonValue, Post

__all__ = ["apply_edits", "insert_keys", "only_added", "shared_start", "smallest_edit"]

_KEY_LINE: Final = re.compile(r"^([ \t]*)[^\s#].*$", re.MULTILINE)
_TABLE_LINE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with `edits` made; their order does not matter.

    Several insertions at one place are made in the order they are given.

    Args:
        text: the text the edits' offsets (code points) belong to.
        edits: replacements that do not overlap.

    Raises:
        ValueError: when edits overlap or lie outside the text.
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not position <= edit.start <= edit.end <= len(text):
            raise ValueError(f"edit {edit.start}-{edit.end} overlaps another or leaves the text")
        pieces += (text[position : edit.start], edit.text)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)


def smallest_edit(start: int, old: str, new: str) -> Edit:
    """Return the edit that makes `old`, which stands at `start`, `new`, and replaces least."""
    head = shared_start(old, new)
    tail = shared_start(old[head:][::-1], new[head:][::-1])
    return Edit(start + head, start + len(old) - tail, new[head : len(new) - tail])


def shared_start(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def only_added(
    before: Mapping[str, JsonValue], after: Mapping[str, JsonValue], added: Mapping[str, JsonValue]
) -> bool:
    """Tell whether `after` is `before` with `added` to it: same values, old keys in old order."""
    old = [key for key in after if key not in added]
    return old == list(before) and dict(after) == {**before, **added}


def insert_keys(post: Post, values: Mapping[str, JsonValue]) -> tuple[Edit, ...]:
    """Return the edits that add `values` at the end of the front matter of `post`.

    The style of what is there is kept: newline, indentation, flow or block mappings; TOML keys
    go before the first table header, because after it they would belong to the table. A post
    without front matter gets a YAML block at its very start. Nothing else is touched. Re-read
    the result and check it with `only_added` before trusting it: front matter is written by
    people.

    Args:
        post: the post; its front matter must be valid.
        values: keys that are not in the front matter yet, in the order to write them.

    Raises:
        ValueError: when the front matter is invalid, a key is there already, or the format
            cannot say a value (a null in TOML).
    """
    front = post.front_matter
    if not front.valid:
        raise ValueError("front matter that cannot be read cannot take keys")
    if taken := [key for key in values if key in front.values]:
        raise ValueError(f"front matter has the key already: {', '.join(taken)}")
    if not values:
        return ()
    if front.format is FrontMatterFormat.TOML:
        return (_insert_toml(post, values),)
    if front.format is FrontMatterFormat.JSON:
        return (_insert_json(post, values),)
    if front.format is FrontMatterFormat.YAML:
        return (_insert_yaml(post, values),)
    newline = _newline(post)
    lines = _yaml_lines(post, values, "")
    return (Edit(0, 0, newline.join(["---", *lines, "---", ""])),)


def _newline(post: Post) -> str:
    """The line ending of the front matter, else the one the file uses most."""
    if (opening_end := post.front_matter.opening[1]) > 0:
        after = post.text[opening_end : opening_end + 2]
        if after == "\r\n":
            return after
        if after[:1] in {"\r", "\n"}:
            return after[:1]
    return post.encoding.newline or "\n"


def _codec(post: Post) -> str:
    return "utf-8" if post.encoding.how == "damaged" else post.encoding.name


def _yaml_lines(post: Post, values: Mapping[str, JsonValue], indent: str) -> list[str]:
    codec = _codec(post)
    return [
        f"{indent}{yaml_key(key, codec)}: {yaml_value(value, codec)}"
        for key, value in values.items()
    ]


def _insert_yaml(post: Post, values: Mapping[str, JsonValue]) -> Edit:
    start, end = post.front_matter.content
    content = post.text[start:end]
    root = post.front_matter.spans.get("")
    flow_end = root.value[1] - 1 if root else start + len(content.rstrip()) - 1
    if content.lstrip().startswith("{") and post.text[flow_end : flow_end + 1] == "}":
        return _insert_flow(post, values, start, flow_end)
    newline = _newline(post)
    first_key = _KEY_LINE.search(content) if post.front_matter.values else None
    indent = first_key[1] if first_key and not content.startswith("%") else ""
    added = newline.join(_yaml_lines(post, values, indent))
    lead = newline if content and content[-1] not in "\r\n" else ""
    return Edit(end, end, f"{lead}{added}{newline}")


def _insert_flow(post: Post, values: Mapping[str, JsonValue], start: int, brace: int) -> Edit:
    """Add members before the closing `brace` of a flow mapping that starts after `start`."""
    codec = _codec(post)
    inside = post.text[start:brace].rstrip()
    place = start + len(inside)
    members = [
        f"{json_text(key, codec)}: {json_text(value, codec)}" for key, value in values.items()
    ]
    lead = "" if inside.endswith("{") else " " if inside.endswith(",") else ", "
    return Edit(place, place, lead + ", ".join(members))


def _insert_toml(post: Post, values: Mapping[str, JsonValue]) -> Edit:
    start, end = post.front_matter.content
    content = post.text[start:end]
    newline = _newline(post)
    codec = _codec(post)
    lines = [
        f"{toml_key(key, codec)} = {toml_value(value, codec)}" for key, value in values.items()
    ]
    place = start + _top_level_end(content)
    lead = newline if place > start and post.text[place - 1] not in "\r\n" else ""
    return Edit(place, place, lead + newline.join(lines) + newline)


def _top_level_end(content: str) -> int:
    """Where top-level keys of TOML end: before the first table header and its comments.

    A line that starts with a bracket may also stand in an array or a string; it is a header when
    what precedes it is TOML on its own.
    """
    for header in _TABLE_LINE.finditer(content):
        try:
            tomllib.loads(content[: header.start()].replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError:
            continue
        place = header.start()
        for line in reversed(content[:place].splitlines(keepends=True)):
            if line.strip() and not line.lstrip().startswith("#"):
                break
            place -= len(line)
        return place
    return len(content)


def _insert_json(post: Post, values: Mapping[str, JsonValue]) -> Edit:
    front = post.front_matter
    if not post.text[slice(*front.content)].lstrip().startswith("{") and not post.text.startswith(
        "{", front.opening[0]
    ):
        return _insert_bare(post, values)
    start = min(front.opening[0], front.content[0])
    brace = post.text.rfind("}", start, max(front.content[1], front.closing[1]))
    inside = post.text[start:brace].rstrip()
    codec = _codec(post)
    gap = post.text[start + len(inside) : brace]
    newline = _newline(post)
    if "\n" not in gap and "\r" not in gap:
        return _insert_flow(post, values, start, brace)
    first = re.search(r"\{[ \t]*(?:\r\n|\r|\n)([ \t]*)\S", post.text[start:brace])
    indent = first[1] if first else "  "
    members = [
        f"{indent}{json_text(key, codec)}: {json_text(value, codec)}"
        for key, value in values.items()
    ]
    place = start + len(inside)
    lead = newline if inside.endswith(("{", ",")) else f",{newline}"
    return Edit(place, place, lead + f",{newline}".join(members))


def _insert_bare(post: Post, values: Mapping[str, JsonValue]) -> Edit:
    """Add members to JSON whose outer braces are left out, as Hexo allows between ``;;;``."""
    start, end = post.front_matter.content
    content = post.text[start:end]
    inside = content.rstrip()
    codec = _codec(post)
    newline = _newline(post)
    indent = content[: len(content) - len(content.lstrip(" \t"))] if inside else ""
    members = f",{newline}".join(
        f"{indent}{json_text(key, codec)}: {json_text(value, codec)}"
        for key, value in values.items()
    )
    if not inside:
        return Edit(end, end, members + newline)
    place = start + len(inside)
    lead = newline if inside.endswith(",") else f",{newline}"
    return Edit(place, place, lead + members)
