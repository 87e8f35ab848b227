"""Values as YAML, TOML and JSON source, on one line, in characters the file's codec can say."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.resolver import Resolver

    from newskit.post import JsonValue

__all__ = ["json_text", "toml_key", "toml_value", "yaml_key", "yaml_value"]

# Plain YAML scalars start with a letter, a CJK character or a digit here: fewer than YAML 1.2
# section 7.3.3 allows, so that every reader (Psych, go-yaml, PyYAML) takes them as text.
_YAML_PLAIN: Final = re.compile(
    r"[^\W_](?:[^\x00-\x1f:#\[\]{},\x7f-\xa0]|:(?=[^\s,\[\]{}])|(?<=\S)#)*"
)
# YAML 1.1 words and numbers that some reader takes for something else than text.
_YAML_WORD: Final = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|nan|inf|~|[-+]?[0-9][0-9_.,:eExXoOa-fA-F+-]*"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)",
    re.IGNORECASE,
)
_TOML_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
# What JSON may hold raw but YAML (5.1) or TOML may not: DEL, C1 controls, line and paragraph
# separators, lone surrogates, non-characters, the byte order mark.
_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


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
    return not _UNPRINTABLE.search(value) and _resolves_to_text(value)


def _resolves_to_text(value: str) -> bool:
    from yaml.nodes import ScalarNode

    # PyYAML's stub leaves `resolve` untyped.
    tag = str(_resolver().resolve(ScalarNode, value, (True, False)))  # type: ignore[no-untyped-call]
    return tag == "tag:yaml.org,2002:str"


@cache
def _resolver() -> Resolver:
    from yaml.resolver import Resolver

    return Resolver()


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
