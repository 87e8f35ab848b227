"""Functions of Hugo's templates that work on texts, numbers and lists.

Source: Hugo 0.111 to 0.150, "Functions"; the value that a pipe hands on is the last one given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from types import MappingProxyType
from typing import Final, cast
from urllib.parse import urlsplit

from newskit.lazy import lazy
from newskit.render.templates.context import TemplateContext
from newskit.render.templates.expressions import absolute, relative
from newskit.render.templates.filters import LONGEST

_TAGS: Final = lazy(r"<[^<>]*>")
_PARAGRAPH: Final = lazy(r"\A\s*<p>(.*)</p>\s*\Z", re.DOTALL)
_VERB: Final = lazy(r"%%|%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z])")


class Unknown(Exception):  # noqa: N818 - no error: what is not known
    """A template asks for what is not known here."""


class Html(str):
    """A text that is HTML, which templates do not escape."""

    __slots__ = ()


_Function = Callable[["list[object]", "TemplateContext"], object]


def is_true(value: object) -> bool:
    """Tell whether a condition holds for a value: all but the empty ones."""
    return bool(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    if value is None:
        return ""
    raise Unknown


def _number(value: object) -> float:
    try:
        return float(_text(value))
    except ValueError:
        raise Unknown from None


def _markdownify(given: list[object], context: TemplateContext) -> object:
    text = _text(given[0])
    html = context.render(text) if context.render else text
    alone = _PARAGRAPH.match(html)
    return Html(alone[1] if alone and "<p>" not in alone[1] else html)


def _printf(given: list[object], _: TemplateContext) -> object:
    rest = iter(given[1:])
    return _VERB.sub(
        lambda verb: "%" if verb[0] == "%%" else _text(next(rest, "")), _text(given[0])
    )


def _replace(given: list[object], _: TemplateContext) -> object:
    text, old, new = map(_text, given[:3])
    if text.count(old) * len(new) > LONGEST:
        raise Unknown
    return text.replace(old, new)


def _default(given: list[object], _: TemplateContext) -> object:
    return given[-1] if is_true(given[-1]) or given[-1] is False else given[0]


def _index(given: list[object], _: TemplateContext) -> object:
    found = given[0]
    for key in given[1:]:
        if isinstance(found, Mapping):
            items = cast("Mapping[str, object]", found)
            found = items.get(_text(key), items.get(_text(key).lower()))
        elif isinstance(found, list) and isinstance(key, int):
            several = cast("list[object]", found)
            found = several[key] if 0 <= key < len(several) else None
        else:
            raise Unknown
    return found


def _length(given: list[object], _: TemplateContext) -> object:
    if isinstance(given[0], (str, list, dict)):
        return len(cast("str | list[object]", given[0]))
    raise Unknown


def _contains(given: list[object], _: TemplateContext) -> object:
    where, what = given[:2]
    if isinstance(where, list):
        return what in cast("list[object]", where)
    return _text(what) in _text(where)


def _equal(given: list[object], _: TemplateContext) -> object:
    return any(_text(given[0]) == _text(other) for other in given[1:])


def _joined(given: list[object], _: TemplateContext) -> object:
    if not isinstance(given[0], list):
        raise Unknown
    return _text(given[1] if len(given) > 1 else "").join(
        map(_text, cast("list[object]", given[0]))
    )


def _address(given: list[object], _: TemplateContext) -> object:
    try:
        parts = urlsplit(_text(given[0]))
    except ValueError:
        raise Unknown from None
    return {"host": parts.netloc, "scheme": parts.scheme, "path": parts.path}


def _html(given: list[object], _: TemplateContext) -> object:
    return Html(_text(given[0]))


_STRINGS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "lower": str.lower,
        "upper": str.upper,
        "title": str.title,
        "plainify": lambda text: unescape(_TAGS.sub("", text)),
        "htmlEscape": escape,
        "htmlUnescape": unescape,
        "chomp": lambda text: text.rstrip("\r\n"),
        "strings.TrimSpace": str.strip,
        "strings.ToLower": str.lower,
        "strings.ToUpper": str.upper,
        "strings.FirstUpper": lambda text: text[:1].upper() + text[1:],
        "safeURL": str,
        "safeCSS": str,
        "safeJS": str,
    }
)


def _of_text(function: Callable[[str], str]) -> _Function:
    return lambda given, _: function(_text(given[0]))


def _guarded(function: _Function, least: int) -> _Function:
    """Refuse a call with fewer values than the function takes."""

    def call(given: list[object], context: TemplateContext) -> object:
        if len(given) < least:
            raise Unknown
        return function(given, context)

    return call


_KNOWN: Final[Mapping[str, tuple[int, _Function]]] = MappingProxyType(
    {
        **{name: (1, _of_text(function)) for name, function in _STRINGS.items()},
        "safeHTML": (1, _html),
        "safeHTMLAttr": (1, _html),
        "markdownify": (1, _markdownify),
        "string": (1, lambda given, _: _text(given[0])),
        "int": (1, lambda given, _: int(_number(given[0]))),
        "print": (0, lambda given, _: "".join(map(_text, given))),
        "printf": (1, _printf),
        "replace": (3, _replace),
        "strings.Replace": (3, _replace),
        "trim": (2, lambda given, _: _text(given[0]).strip(_text(given[1]))),
        "strings.Trim": (2, lambda given, _: _text(given[0]).strip(_text(given[1]))),
        "strings.TrimPrefix": (2, lambda given, _: _text(given[1]).removeprefix(_text(given[0]))),
        "strings.TrimSuffix": (2, lambda given, _: _text(given[1]).removesuffix(_text(given[0]))),
        "hasPrefix": (2, lambda given, _: _text(given[0]).startswith(_text(given[1]))),
        "strings.HasPrefix": (2, lambda given, _: _text(given[0]).startswith(_text(given[1]))),
        "strings.HasSuffix": (2, lambda given, _: _text(given[0]).endswith(_text(given[1]))),
        "strings.Contains": (2, _contains),
        "in": (2, _contains),
        "split": (2, lambda given, _: _text(given[0]).split(_text(given[1]) or None)),
        "delimit": (2, _joined),
        "default": (2, _default),
        "index": (2, _index),
        "isset": (2, lambda given, context: _index(given, context) is not None),
        "len": (1, _length),
        "slice": (0, lambda given, _: list(given)),
        "eq": (2, _equal),
        "ne": (2, lambda given, context: not _equal(given, context)),
        "lt": (2, lambda given, _: _number(given[0]) < _number(given[1])),
        "le": (2, lambda given, _: _number(given[0]) <= _number(given[1])),
        "gt": (2, lambda given, _: _number(given[0]) > _number(given[1])),
        "ge": (2, lambda given, _: _number(given[0]) >= _number(given[1])),
        "not": (1, lambda given, _: not is_true(given[0])),
        "and": (1, lambda given, _: next((one for one in given if not is_true(one)), given[-1])),
        "or": (1, lambda given, _: next((one for one in given if is_true(one)), given[-1])),
        "cond": (3, lambda given, _: given[1] if is_true(given[0]) else given[2]),
        "urls.Parse": (1, _address),
        "relURL": (1, lambda given, context: relative(_text(given[0]), context)),
        "absURL": (1, lambda given, context: absolute(_text(given[0]), context)),
    }
)

_FULL_NAMES: Final = MappingProxyType(
    {
        **{f"safe.{name}": f"safe{name}" for name in ("HTML", "HTMLAttr", "URL", "CSS", "JS")},
        **{f"transform.{name[0].upper()}{name[1:]}": name for name in ("markdownify", "plainify")},
        "transform.HTMLEscape": "htmlEscape",
        "transform.HTMLUnescape": "htmlUnescape",
        "collections.Delimit": "delimit",
        "collections.In": "in",
        "collections.Index": "index",
        "collections.IsSet": "isset",
        "collections.Slice": "slice",
        "compare.Default": "default",
        "fmt.Printf": "printf",
        "strings.Chomp": "chomp",
        "strings.Split": "split",
        "strings.Title": "title",
        "urls.AbsURL": "absURL",
        "urls.RelURL": "relURL",
    }
)
"""Names of functions within their families (Hugo 0.123), with their short ones."""

_ALL: Final = {**_KNOWN, **{name: _KNOWN[short] for name, short in _FULL_NAMES.items()}}

FUNCTIONS: Final[Mapping[str, _Function]] = MappingProxyType(
    {name: _guarded(function, least) for name, (least, function) in _ALL.items()}
)
