"""Settings that are text of a form: addresses, tags, selectors. What has another is an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from newskit.errors import ConfigError

__all__ = ["check_form"]


def check_form(form: str, value: str, where: object) -> None:
    """Check a setting that is written in a form.

    Args:
        form: ``url``, ``tag``, ``attribute``, ``selector`` or ``language``.
        value: the setting.
        where: its place, for the message.

    Raises:
        ConfigError: when it has another form.
    """
    wrong = _FORMS[form](value)
    if wrong:
        kind, hint = wrong
        raise ConfigError(f"{where}: {value!r} is no {kind}", hint=hint)


def _url(value: str) -> tuple[str, str] | None:
    """Addresses are completed by it, so it has a scheme and a host (RFC 3986, section 3)."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        host = None
    else:
        if parts.scheme in {"http", "https"} and host and value.isprintable() and " " not in value:
            return None
    return "whole address of the web", "write it as https://example.org/news/"


def _tag(value: str) -> tuple[str, str] | None:
    import re

    if re.fullmatch(r"[A-Za-z][\w.:-]*", value):
        return None
    return "name of a tag", "write one name without brackets, such as sup; repeat it for others"


def _attribute(value: str) -> tuple[str, str] | None:
    import re

    if re.fullmatch(r"[^\s\x00-\x20\"'<>/=,]+", value):
        return None
    return "name of an attribute", "write one name, such as id; repeat it for others"


def _selector(value: str) -> tuple[str, str] | None:
    """What the parser that is asked for the elements takes is a selector."""
    from selectolax.lexbor import LexborHTMLParser

    try:
        LexborHTMLParser("<p>").css(value)
    except Exception:  # noqa: BLE001 (the parser raises its own kinds)
        return "CSS selector", "write it as in a style sheet, such as img[width='1'] or div.ad"
    return None


def _language(value: str) -> tuple[str, str] | None:
    """Well-formed tags (RFC 5646, section 2.1), but for the grandfathered ones."""
    import re

    tag = (
        r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
        r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
        r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    )
    if re.fullmatch(tag, value.replace("_", "-"), re.ASCII | re.IGNORECASE):
        return None
    return "language tag (BCP 47)", "write it as en, pt-BR or zh-Hans"


_FORMS: Mapping[str, Callable[[str], tuple[str, str] | None]] = MappingProxyType(
    {
        "url": _url,
        "tag": _tag,
        "attribute": _attribute,
        "selector": _selector,
        "language": _language,
    }
)
