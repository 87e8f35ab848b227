"""YAML scalars to JSON values, as YAML 1.1 reads them (PyYAML and Ruby's Psych; Jekyll, Pelican).

Three departures, so that what was written is kept: timestamps stay text, so do base-60 numbers and
signed numbers with a leading zero (``22:30``, ``+0700``: clock times and UTC offsets in practice),
and so do ``.inf`` and ``.nan``, which JSON cannot say.
"""

from __future__ import annotations

from collections.abc import Mapping

from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.read.formats.base import MAX_DIGITS

_WORDS: Mapping[str, JsonValue] = {"~": None, "": None} | {
    word: value
    for value, words in (
        (True, ("yes", "true", "on")),
        (False, ("no", "false", "off")),
        (None, ("null",)),
    )
    for base in words
    for word in (base, base.capitalize(), base.upper())
}
_INT = lazy(
    r"(?P<bin>[-+]?0b[01_]+)|(?P<hex>[-+]?0x[0-9a-fA-F_]+)|(?P<oct>0[0-7_]+)"
    r"|(?P<dec>[-+]?(?:0|[1-9][0-9_]*))"
)
_FLOAT = lazy(
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)"
)
_NUMBER_START = frozenset("+-.0123456789")
_BASES = {"bin": 2, "hex": 16, "oct": 8, "dec": 10}


def resolve_plain(text: str) -> JsonValue:
    """Return the value of a plain (unquoted) scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_START or len(text) > MAX_DIGITS:
        return text
    match = _INT.fullmatch(text)
    if match and match.lastgroup:
        digits = text.replace("_", "")
        return int(digits, _BASES[match.lastgroup])
    if _FLOAT.fullmatch(text) and any(character.isdigit() for character in text):
        number = float(text.replace("_", ""))
        return number if abs(number) != float("inf") else text
    return text


def resolve_tagged(text: str, tag: str) -> tuple[JsonValue, bool]:
    """Return the value of a scalar with an explicit tag, and whether the tag is understood."""
    if tag in {"!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"}:
        return text, True
    if tag in {
        "tag:yaml.org,2002:int",
        "tag:yaml.org,2002:float",
        "tag:yaml.org,2002:bool",
        "tag:yaml.org,2002:null",
    }:
        return resolve_plain(text), True
    if tag in {"tag:yaml.org,2002:binary", "!binary"}:  # Psych writes and reads the short one
        return _binary(text)
    return text, False


def _binary(text: str) -> tuple[JsonValue, bool]:
    import base64
    import binascii

    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8"), True
    except (binascii.Error, ValueError):
        return text, False


def misread(value: JsonValue, raw: str, tag: str | None) -> str:
    """Say why a scalar stays text that claims to be something else; empty where it does not."""
    if tag is None:
        digits = len(raw) > MAX_DIGITS and raw[0] in _NUMBER_START
        is_number = digits and value == raw and _LONG_NUMBER.fullmatch(raw)
        return f"a number of {len(raw):,} characters" if is_number else ""
    kind = tag.removeprefix("tag:yaml.org,2002:").removeprefix("!")
    if kind == "binary":
        return "`!!binary` that is not base64 of text"
    if kind in {"int", "float", "bool", "null"} and isinstance(value, str):
        return f"`!!{kind}` whose value is not one"
    return ""


_LONG_NUMBER = lazy(r"[-+]?(?:0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?)")
