"""Values of records as JSON and its readers take them, and the identifiers of records."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from enum import Enum
from hashlib import sha1
from typing import Any, Final, cast
from urllib.parse import urlsplit, urlunsplit

from newskit.characters import is_encodable
from newskit.config.model import POST_ENDINGS
from newskit.frozen import dataclass
from newskit.messages import escape_surrogates
from newskit.post import JsonValue, escape_pointer

# Values that JSON and its common readers take, with what had to be changed.

_MAX_DEPTH: Final = 64
_INT64: Final = 1 << 63
_FLAT: Final = frozenset({str, int, float, bool, type(None)})


@dataclass(frozen=True, slots=True)
class Loss:
    """What a record could not carry over.

    Attributes:
        pointer: JSON Pointer (RFC 6901) into the record.
        kind: ``damaged-text``, ``big-integer`` or ``depth``.
    """

    pointer: str
    kind: str


def clean_text(text: str) -> str:
    """Return `text` with each lone surrogate (a byte that is not UTF-8) as U+FFFD."""
    if is_encodable(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def clean(value: JsonValue) -> tuple[JsonValue, tuple[Loss, ...]]:
    """Return a copy of `value` as every JSON reader takes it, and what was changed.

    Lone surrogates become U+FFFD, integers beyond 64 bits text, mappings deeper than 64 levels
    null.
    """
    losses: list[Loss] = []
    root: list[JsonValue] = [value]
    # A holder is a list with an index or a mapping with a key.
    stack: list[tuple[Any, Any, str, int]] = [(root, 0, "", 0)]
    while stack:
        holder, key, place, depth = stack.pop()
        item = cast("JsonValue", holder[key])
        if isinstance(item, str):
            holder[key] = clean_text(item)
            if holder[key] != item:
                losses.append(Loss(place, "damaged-text"))
        elif isinstance(item, int) and not -_INT64 <= item < _INT64:
            holder[key] = str(item)
            losses.append(Loss(place, "big-integer"))
        elif isinstance(item, (dict, list)) and depth >= _MAX_DEPTH:
            holder[key] = None
            losses.append(Loss(place, "depth"))
        elif isinstance(item, dict):
            copied = {clean_text(name): entry for name, entry in item.items()}
            holder[key] = copied
            stack.extend(
                (copied, name, f"{place}/{escape_pointer(name)}", depth + 1) for name in copied
            )
        elif isinstance(item, list):
            holder[key] = entries = list(item)
            stack.extend((entries, at, f"{place}/{at}", depth + 1) for at in range(len(entries)))
    return root[0], tuple(sorted(losses, key=lambda loss: loss.pointer))


def plain(item: object) -> JsonValue:
    """Return a flat dataclass (a difference, a removal) or a mapping as JSON values."""
    if item.__class__ is dict:
        row = cast("dict[str, JsonValue]", item)
        if _FLAT.issuperset(map(type, row.values())):
            return row  # as most are: rows of differences and removals
    if callable(as_row := getattr(item, "as_row", None)):
        return plain(as_row())
    names = getattr(item, "newskit_fields", None) or getattr(item, "__dataclass_fields__", None)
    if names is not None and not isinstance(item, type):
        return {name: _plain_value(getattr(item, name)) for name in names if name[0] != "_"}
    if isinstance(item, Mapping):
        mapping = cast("Mapping[object, object]", item)
        return {str(key): _plain_value(value) for key, value in mapping.items()}
    return _plain_value(item)


def _plain_value(value: object) -> JsonValue:
    if value.__class__ in _FLAT:
        return cast("JsonValue", value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Sequence):
        return [_leaf(item) for item in cast("Sequence[object]", value)]
    if isinstance(value, Mapping):
        mapping = cast("Mapping[object, object]", value)
        return {str(key): _leaf(item) for key, item in mapping.items()}
    return str(value)


def _leaf(value: object) -> JsonValue:
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


_NAMESPACE: Final = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")
"""The namespace of URLs (RFC 9562, section 6.6)."""
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


def address_id(address: str) -> str:
    """Return the identifier of a post with the URL or permalink `address`.

    A UUID of version 5 in the URL namespace (RFC 9562, section 5.5), so any other tool can make
    the same one. Scheme and host are lower-cased, a default port and a fragment are dropped.
    """
    return _uuid5(_normal(address))


def path_id(relative: str) -> str:
    """Return the identifier of a post that has only its path (``/`` separators).

    The ending does not count, so that a post keeps its identifier when it becomes Markdown.
    """
    stem, dot, ending = relative.rpartition(".")
    if dot and stem and f".{ending.lower()}" in POST_ENDINGS and not stem.endswith("/"):
        relative = stem
    if not relative.isascii():
        relative = escape_surrogates(unicodedata.normalize("NFC", relative))
    return _uuid5(f"file:{relative}")


def numbered_id(taken: str, number: int) -> str:
    """Return the identifier of the post that is the `number`-th to claim `taken`."""
    return _uuid5(f"urn:uuid:{taken}#{number}")


def _normal(address: str) -> str:
    clean = escape_surrogates(address)
    try:
        parts = urlsplit(clean)
    except ValueError:
        return clean
    scheme = parts.scheme.lower()
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(scheme, "\n"))
    return urlunsplit((scheme, host, parts.path, parts.query, ""))


def _uuid5(name: str) -> str:
    """Return what ``str(uuid.uuid5(NAMESPACE_URL, name))`` does, in a fifth of the time."""
    digits = sha1(_NAMESPACE + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    head, middle, tail = digits[:12], digits[13:16], digits[17:32]
    return f"{head[:8]}-{head[8:]}-5{middle}-{variant}{tail[:3]}-{tail[3:]}"
