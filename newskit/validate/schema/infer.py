"""A schema from the posts of an archive: what they have in common is the rule.

Types, formats, few values and required keys are counted; what only a few posts do differently is
left out of the schema, which reports these posts as outliers. How often each thing was seen stands
in ``$comment``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from newskit.frozen import dataclass, field
from newskit.post import JsonValue
from newskit.validate.schema.formats import FORMATS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MAX_VALUES = 64
_MAX_DEPTH = 4
_MAX_ENUM = 12
_MIN_FOR_ENUM = 20
_OUTLIER_SHARE = 0.02
_FORMATS = ("date", "date-time", "jekyll-date", "hugo-date", "email", "uri", "uuid")
_FREE_TEXT = frozenset(("title", "description", "summary", "slug", "permalink", "excerpt", "deck"))
_TYPE_ORDER = ("string", "integer", "number", "boolean", "array", "object", "null")


@dataclass(slots=True)
class KeyEvidence:
    """What was seen in one place of the front matter; size is bounded, whatever the archive."""

    seen: int = 0
    types: Counter[str] = field(default_factory=Counter[str])
    formats: Counter[str] = field(default_factory=Counter[str])
    values: Counter[str] = field(default_factory=Counter[str])
    many_values: bool = False
    keys: dict[str, KeyEvidence] = field(default_factory=dict[str, "KeyEvidence"])
    items: KeyEvidence | None = None


def count_values(evidence: KeyEvidence, values: Iterable[JsonValue]) -> None:
    """Count what `values` are; call it as often as there are posts."""
    stack: list[tuple[KeyEvidence, JsonValue, int]] = [(evidence, value, 0) for value in values]
    while stack:
        place, value, depth = stack.pop()
        place.seen += 1
        place.types[_type_of(value)] += 1
        if isinstance(value, str):
            _text(place, value)
        elif isinstance(value, Mapping) and depth < _MAX_DEPTH:
            for key, child in value.items():
                if key in place.keys or len(place.keys) < 500:
                    stack.append((place.keys.setdefault(key, KeyEvidence()), child, depth + 1))
        elif isinstance(value, list) and depth < _MAX_DEPTH:
            if place.items is None:
                place.items = KeyEvidence()
            stack += [(place.items, child, depth + 1) for child in value]


def _text(place: KeyEvidence, value: str) -> None:
    for name in _FORMATS:
        if FORMATS[name](value):
            place.formats[name] += 1
    if place.many_values:
        return
    place.values[value] += 1
    if len(place.values) > _MAX_VALUES:
        place.many_values = True
        place.values.clear()


def infer_schema(evidence: KeyEvidence, *, required_at: float = 0.98) -> dict[str, Any]:
    """Return the schema that most posts agree on.

    Args:
        evidence: what `count_values` counted over the front matter of all posts.
        required_at: share of the posts that must have a key for it to be required.
    """
    schema: dict[str, Any] = {
        "$schema": _DIALECT,
        "$comment": f"inferred from {evidence.seen:,} posts; required at {required_at:.0%}",
        **_object(evidence, required_at),
    }
    return schema


def _object(evidence: KeyEvidence, required_at: float) -> dict[str, Any]:
    total = evidence.types["object"]
    required = sorted(
        key for key, child in evidence.keys.items() if total and child.seen / total >= required_at
    )
    found: dict[str, Any] = {"type": "object"}
    if required:
        found["required"] = required
    found["properties"] = {
        key: _place(key, child, total, required_at)
        for key, child in sorted(evidence.keys.items(), key=lambda item: (-item[1].seen, item[0]))
        if child.seen > max(1, total * 0.001)
    }
    return found


def _place(key: str, evidence: KeyEvidence, total: int, required_at: float) -> dict[str, Any]:
    found: dict[str, Any] = {"$comment": f"{evidence.seen:,} of {total:,}"}
    kinds = _usual(evidence.types)
    if kinds:
        found["type"] = kinds[0] if len(kinds) == 1 else kinds
    if "string" in kinds:
        found |= _string(key, evidence)
    if "array" in kinds and evidence.items is not None and evidence.items.seen:
        found["items"] = _place(key, evidence.items, evidence.items.seen, required_at)
        del found["items"]["$comment"]
    if kinds == ["object"]:
        comment = found["$comment"]
        found = {"$comment": comment, **_object(evidence, required_at)}
    return found


def _usual(types: Counter[str]) -> list[str]:
    """The types that more than outliers have; whole numbers go with numbers."""
    total = sum(types.values())
    kept = {kind for kind, count in types.items() if count > total * _OUTLIER_SHARE}
    if "number" in kept:
        kept.discard("integer")
    return [kind for kind in _TYPE_ORDER if kind in kept]


def _string(key: str, evidence: KeyEvidence) -> dict[str, Any]:
    texts = evidence.types["string"]
    for name in _FORMATS:
        if evidence.formats[name] >= texts * (1 - _OUTLIER_SHARE):
            return {"format": name}
    if evidence.many_values or texts < _MIN_FOR_ENUM or key.lower() in _FREE_TEXT:
        return {}
    usual = [value for value, count in evidence.values.items() if count > texts * 0.005]
    rare = sum(count for count in evidence.values.values() if count <= texts * 0.005)
    few = (
        0 < len(usual) <= _MAX_ENUM and texts >= len(usual) * 10 and rare <= texts * _OUTLIER_SHARE
    )
    if not few or evidence.types.keys() - {"string", "null"}:
        return {}
    listed: list[Any] = sorted(usual)
    if "null" in _usual(evidence.types):
        listed.append(None)
    return {"enum": listed}


def _type_of(value: JsonValue) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"
