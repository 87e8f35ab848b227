"""Edits on text, and new keys in front matter that leave everything else as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from newskit.lazy import lazy
from newskit.parsing import load_toml
from newskit.post import FrontMatterFormat, JsonValue, Post
from newskit.problem import Edit

# Values as YAML, TOML and JSON source, on one line, in characters the file's codec can say.


# Plain YAML scalars start with a letter, a CJK character or a digit here: fewer than YAML 1.2
# section 7.3.3 allows, so that every reader (Psych, go-yaml, PyYAML) takes them as text.
_YAML_PLAIN: Final = lazy(r"[^\W_](?:[^\x00-\x1f:#\[\]{},\x7f-\xa0]|:(?=[^\s,\[\]{}])|(?<=\S)#)*")
# Words and numbers of YAML 1.1 that some reader takes for something else than text: all that
# PyYAML's resolver knows, and more.
_YAML_WORD: Final = lazy(
    r"(?:y|n|yes|no|on|off|true|false|null|nan|inf|~|[-+]?[0-9][0-9_.,:eExXoOa-fA-F+-]*"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)",
    re.IGNORECASE,
)
_TOML_BARE: Final = lazy(r"[A-Za-z0-9_-]+")
# What JSON may hold raw but YAML (5.1) or TOML may not: DEL, C1 controls, line and paragraph
# separators, lone surrogates, non-characters, the byte order mark.
_UNPRINTABLE: Final = lazy("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def json_text(value: JsonValue, codec: str = "utf-8") -> str:
    """Return `value` as JSON on one line that is also a YAML flow node (YAML 1.2, section 1.3)."""
    return _sayable(json.dumps(value, ensure_ascii=False), codec, _json_escape)


def yaml_key(key: str, codec: str = "utf-8") -> str:
    """Return `key` as a YAML mapping key."""
    return yaml_value(key, codec)


def yaml_value(value: JsonValue, codec: str = "utf-8") -> str:
    """Return `value` as YAML on one line: plain where every reader agrees, else quoted."""
    if isinstance(value, str) and _is_plain(value) and _sayable(value, codec, _mark) == value:
        return value
    return json_text(value, codec)


def toml_key(key: str, codec: str = "utf-8") -> str:
    """Return `key` as a TOML key, bare where it can be."""
    return key if _TOML_BARE.fullmatch(key) else toml_value(key, codec)


def toml_value(value: JsonValue, codec: str = "utf-8") -> str:
    """Return `value` as TOML 1.0 on one line.

    Raises:
        ValueError: for a null, which TOML cannot say.
    """
    if value is None:
        raise ValueError("TOML has no null")
    if isinstance(value, str):
        return _sayable(json.dumps(value, ensure_ascii=False), codec, _toml_escape)
    if isinstance(value, list):
        return f"[{', '.join(toml_value(item, codec) for item in value)}]"
    if isinstance(value, dict):
        members = (
            f"{toml_key(key, codec)} = {toml_value(item, codec)}" for key, item in value.items()
        )
        return f"{{ {', '.join(members)} }}" if value else "{}"
    return json.dumps(value)


def _is_plain(value: str) -> bool:
    if not _YAML_PLAIN.fullmatch(value) or _YAML_WORD.fullmatch(value) or value != value.strip():
        return False
    return not _UNPRINTABLE.search(value)


def _sayable(source: str, codec: str, escape: Callable[[str], str]) -> str:
    """Escape in `source` what must not stand raw and what `codec` cannot encode."""
    source = _UNPRINTABLE.sub(lambda match: escape(match[0]), source)
    try:
        source.encode(codec)
    except UnicodeEncodeError:
        return "".join(char if _encodes(char, codec) else escape(char) for char in source)
    return source


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _json_escape(char: str) -> str:
    return json.dumps(char)[1:-1]


def _toml_escape(char: str) -> str:
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def _mark(_: str) -> str:
    return "\x00"


_KEY_LINE: Final = lazy(r"^([ \t]*)[^\s#].*$", re.MULTILINE)
_TABLE_LINE: Final = lazy(r"^[ \t]*\[", re.MULTILINE)


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
    if front.format is FrontMatterFormat.META:
        return (_insert_meta(post, values),)
    newline = front_matter_newline(post)
    lines = _yaml_lines(post, values, "")
    return (Edit(0, 0, newline.join(["---", *lines, "---", ""])),)


def front_matter_newline(post: Post) -> str:
    """Return the line ending of the front matter, else the one the file uses most."""
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


def _insert_meta(post: Post, values: Mapping[str, JsonValue]) -> Edit:
    """Add lines ``Key: value``; what is not text on one line cannot be said there."""
    newline = front_matter_newline(post)
    start, end = post.front_matter.content
    prefix = ".. " if post.text.startswith(".. ", start) else ""
    lines: list[str] = []
    for key, value in values.items():
        if not isinstance(value, str) or value.splitlines() not in ([value], []):
            raise ValueError(f"a line cannot say the value of {key}")
        lines.append(f"{prefix}{key}: {value}{newline}")
    head = "" if post.text[:end].endswith(("\n", "\r")) else newline
    return Edit(end, end, head + "".join(lines))


def _insert_yaml(post: Post, values: Mapping[str, JsonValue]) -> Edit:
    start, end = post.front_matter.content
    content = post.text[start:end]
    root = post.front_matter.spans.get("")
    if root and content.lstrip().startswith("{") and post.text[root.value[1] - 1] == "}":
        return _insert_flow(post, values, start, root.value[1] - 1)
    newline = front_matter_newline(post)
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
    newline = front_matter_newline(post)
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
            load_toml(content[: header.start()].replace("\r\n", "\n"))
        except ValueError:
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
    newline = front_matter_newline(post)
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
    newline = front_matter_newline(post)
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


# What would change in a text, as a unified diff that `patch` takes.


def unified(before: str, after: str, label: str) -> bytes:
    r"""Return the diff of two texts; lines end at LF alone, as they do for patch(1).

    Args:
        before: the text as it was; lone bytes as surrogate escapes.
        after: the text as it would be.
        label: the post, as the user named it.
    """
    from difflib import unified_diff

    name = label.lstrip("/")  # as git writes it; patch -p1 takes the first part away
    lines = unified_diff(
        _cut_lines(before),
        _cut_lines(after),
        _name_in_diff(f"a/{name}"),
        _name_in_diff(f"b/{name}"),
    )
    whole = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(whole).encode("utf-8", "surrogateescape")


def _name_in_diff(name: str) -> str:
    """A file's name as git writes it: in quotes with control characters, a tab behind spaces."""
    if any(char < " " or char in '"\\\x7f' for char in name):
        escaped = (
            f"\\{ord(char):03o}" if char < " " or char in '"\\\x7f' else char for char in name
        )
        return f'"{"".join(escaped)}"'
    return f"{name}\t" if " " in name else name


def _cut_lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
