"""Numbers whose digits matter: ``1.10`` is no ``1.1``, and ``007`` is no ``7``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from newskit.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.post import JsonValue, Post

__all__ = ["Digits", "with_digits"]

_SOME: Final = lazy(r"(?<![\w.])[-+]?(?:\d+\.\d*0|0\d+|\d{16,}|\d+\.\d{16,})(?![\w.])")
_NUMBER: Final = lazy(r"[-+]?(?:\d+\.\d+|\d+)")
_EXACT: Final = 1 << 53
"""Above it, readers that hold numbers as binary64 (JSON's usual ones, RFC 8259) lose digits."""

_MOST_DIGITS: Final = 19
_INT64: Final = 1 << 63
"""Numbers from here on become text for every reader (`newskit.records.clean`)."""


class Digits(NamedTuple):
    """Front matter with numbers as they were written.

    Attributes:
        values: the front matter; such a number is text in it.
        pointers: where they are (RFC 6901).
    """

    values: Mapping[str, JsonValue]
    pointers: tuple[str, ...] = ()


def with_digits(post: Post) -> Digits:
    """Return the front matter of a post with the digits that its numbers were written with."""
    front = post.front_matter
    if not any(map(_holds_number, front.values.values())) or not _SOME.search(
        post.text, *front.content
    ):
        return Digits(front.values)
    values = cast("dict[str, JsonValue]", _copied(dict(front.values)))
    pointers: list[str] = []
    for pointer, span in front.spans.items():
        text = post.text[slice(*span.value)]
        if not _NUMBER.fullmatch(text) or not _loses(text):
            continue
        keys = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        if _set(values, keys, text):
            pointers.append(pointer)
    return Digits(values, tuple(pointers))


def _loses(text: str) -> bool:
    digits = text.lstrip("+-")
    if "." in digits:
        return repr(float(digits)) != digits and not digits.endswith(".0")
    if digits[0] == "0" and len(digits) > 1:
        return True
    # What is longer is text already; Python refuses to parse thousands of digits.
    return len(digits) <= _MOST_DIGITS and _EXACT < int(digits) < _INT64


def _copied(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    return value


def _set(values: dict[str, JsonValue], keys: list[str], text: str) -> bool:
    """Put a text in the place of the number at a pointer; False where there is none."""
    inside: JsonValue = values
    for key in keys[:-1]:
        if isinstance(inside, dict):
            inside = inside.get(key)
        elif isinstance(inside, list) and key.isdigit() and int(key) < len(inside):
            inside = inside[int(key)]
        else:
            return False
    last = keys[-1] if keys else ""
    if isinstance(inside, dict) and _is_number(inside.get(last)):
        inside[last] = text
    elif (
        isinstance(inside, list)
        and last.isdigit()
        and int(last) < len(inside)
        and _is_number(inside[int(last)])
    ):
        inside[int(last)] = text
    else:
        return False
    return True


def _holds_number(value: JsonValue) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_number, value.values()))
    if isinstance(value, list):
        return any(map(_holds_number, value))
    return _is_number(value)


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
