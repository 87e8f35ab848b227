"""What becomes of each HTML element in an EPUB content document.

The content models are those of the HTML standard, section 4 (https://html.spec.whatwg.org/), as
EPUB 3.3, section 6.1 asks for them in XML syntax.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from newskit.epub.content.state import Element, Notes
from newskit.epub.content.values import (
    absolute_url,
    clean,
    is_absolute,
    normalise_language,
    one_line,
    safe_url,
)
from newskit.markup.elements import HEADINGS

# Which attributes stay on an element, and in what form.

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_INTEGER = re.compile(r"\s*(-?[0-9]{1,9})")
# What a reader still sees of an inline style; colours and sizes are the style sheet's, so that
# contrast and dark mode can be promised.
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), "nk-strong"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE), "nk-em"),
    (re.compile(r"text-decoration[^;]*:[^;]*underline", re.IGNORECASE), "nk-u"),
    (re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE), "nk-s"),
    (re.compile(r"text-align\s*:\s*center", re.IGNORECASE), "nk-center"),
    (re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE), "nk-end"),
    (re.compile(r"white-space\s*:\s*pre", re.IGNORECASE), "nk-pre"),
)
_ALIGN = MappingProxyType({"center": "nk-center", "middle": "nk-center", "right": "nk-end"})


def set_attributes(
    notes: Notes, given: Mapping[str, str | None], element: Element, name: str
) -> None:
    """Set what may stay of `given` on `element`; `name` is a class to add first."""
    classes = [name] if name else []
    for key, value in given.items():
        handler = _HANDLERS.get(key)
        if handler is not None:
            handler(notes, element, value or "", classes)
    if classes:
        element.set("class", " ".join(dict.fromkeys(classes)))
    if element.tag == "bdo" and element.get("dir") is None:
        element.tag = "span"


def _id(notes: Notes, element: Element, value: str, _: list[str]) -> None:
    value = value.strip()
    if not value:
        return
    if value in notes.ids:
        if notes.ids[value] is not element:
            notes.change("duplicate-id", value, "dropped")
        return
    notes.ids[value] = element


def _name(notes: Notes, element: Element, value: str, classes: list[str]) -> None:
    if element.tag == "a" and value.strip() not in notes.ids:
        _id(notes, element, value, classes)


def _class(_: Notes, __: Element, value: str, classes: list[str]) -> None:
    # Our own names start with nk-; a post's class of that name would be styled as ours.
    classes.extend(part for part in clean(value)[0].split() if not part.startswith("nk-"))


def _lang(_: Notes, element: Element, value: str, __: list[str]) -> None:
    language = normalise_language(value)
    if language:
        element.set("lang", language)
        element.set(_XML_LANG, language)


def _dir(_: Notes, element: Element, value: str, __: list[str]) -> None:
    value = value.strip().lower()
    if value in {"ltr", "rtl", "auto"} and not (element.tag == "bdo" and value == "auto"):
        element.set("dir", value)


def _title(_: Notes, element: Element, value: str, __: list[str]) -> None:
    value = one_line(value)
    if value:
        element.set("title", value)


def _style(_: Notes, __: Element, value: str, classes: list[str]) -> None:
    classes.extend(name for pattern, name in _STYLES if pattern.search(value))


def _align(_: Notes, __: Element, value: str, classes: list[str]) -> None:
    name = _ALIGN.get(value.strip().lower())
    if name:
        classes.append(name)


def _href(notes: Notes, element: Element, value: str, _: list[str]) -> None:
    if element.tag != "a":
        return
    value = clean(value)[0].strip()
    page, mark, fragment = value.partition("#")
    if mark and (not page or page == notes.base):
        notes.fragments.append((element, fragment))
        return
    full = absolute_url(value, notes.base)
    url = safe_url(full)
    found = notes.readings.link(value, url) if notes.readings else None
    if found is not None:
        notes.links.append((element, found))
    if url:
        element.set("href", url)
    elif value:
        kind = "unsafe-link" if is_absolute(full) else "relative-link"
        element.set("data-href", value)
        if found is None:
            notes.change(kind, value, "text")


def _span(_: Notes, element: Element, value: str, __: list[str], key: str) -> None:
    number = _INTEGER.match(value)
    # HTML, section 4.9.11: colspan is 1 to 1000, rowspan 0 to 65534; 1 says nothing.
    if element.tag in {"td", "th"} and number and 1 < int(number.group(1)) <= 1000:
        element.set(key, number.group(1))


def _colspan(notes: Notes, element: Element, value: str, classes: list[str]) -> None:
    _span(notes, element, value, classes, "colspan")


def _rowspan(notes: Notes, element: Element, value: str, classes: list[str]) -> None:
    _span(notes, element, value, classes, "rowspan")


def _scope(_: Notes, element: Element, value: str, __: list[str]) -> None:
    if element.tag == "th" and value.strip().lower() in {"row", "col", "rowgroup", "colgroup"}:
        element.set("scope", value.strip().lower())


def _start(_: Notes, element: Element, value: str, __: list[str]) -> None:
    number = _INTEGER.match(value)
    if element.tag == "ol" and number:
        element.set("start", str(int(number.group(1))))


def _value(_: Notes, element: Element, value: str, __: list[str]) -> None:
    number = _INTEGER.match(value)
    if element.tag == "li" and number:
        element.set("value", str(int(number.group(1))))


def _type(_: Notes, element: Element, value: str, __: list[str]) -> None:
    if element.tag == "ol" and value.strip() in {"1", "a", "A", "i", "I"}:
        element.set("type", value.strip())


def _reversed(_: Notes, element: Element, __: str, ___: list[str]) -> None:
    if element.tag == "ol":
        element.set("reversed", "reversed")


_HANDLERS: Mapping[str, Callable[[Notes, Element, str, list[str]], None]] = MappingProxyType(
    {
        "id": _id,
        "name": _name,
        "class": _class,
        "lang": _lang,
        "xml:lang": _lang,
        "dir": _dir,
        "title": _title,
        "style": _style,
        "align": _align,
        "href": _href,
        "colspan": _colspan,
        "rowspan": _rowspan,
        "scope": _scope,
        "start": _start,
        "value": _value,
        "type": _type,
        "reversed": _reversed,
    }
)

# Elements that stand where flow content may stand, and stay what they are.
_BLOCKS_NAMES = """
p div blockquote pre ul ol li dl dt dd hr figure figcaption table caption thead tbody tfoot
tr td th
"""
BLOCKS = HEADINGS | frozenset(_BLOCKS_NAMES.split())

# Elements of running text that stay what they are; an unknown element becomes a `span`.
_KEPT_INLINE_NAMES = """
a abbr b bdi bdo br cite code del dfn em i ins kbd mark q ruby rp rt s samp small span
strong sub sup u var wbr
"""
KEPT_INLINE = frozenset(_KEPT_INLINE_NAMES.split())

TRANSPARENT = frozenset({"a", "del", "ins"})
VOID = frozenset({"br", "hr", "wbr"})

# A block cannot stand in these, and they cannot become a `div` without losing what they are.
HARD = HEADINGS | {"pre"}

# Where only phrasing content may stand.
PHRASING = KEPT_INLINE | HARD | {"p"}

# Obsolete and sectioning elements: the element to use and the class that tells what it was.
# Sectioning elements become `div`: a body is one part of the page's article, and the rules on
# landmarks, headers and footers inside each other cannot be promised for what people wrote.
RENAMED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("article", "aside", "footer", "header", "hgroup", "main", "nav", "search", "section"),
            ("div", ""),
        ),
        **dict.fromkeys(("fieldset", "dialog", "optgroup", "body"), ("div", "")),
        **dict.fromkeys(("dir", "menu"), ("ul", "")),
        **dict.fromkeys(("listing", "plaintext", "xmp"), ("pre", "")),
        **dict.fromkeys(("address", "details", "summary", "legend", "title"), ("div", "")),
        "center": ("div", "nk-center"),
        "acronym": ("abbr", ""),
        "big": ("span", "nk-big"),
        "strike": ("s", ""),
        "tt": ("code", ""),
    }
)

# Elements that hold nothing a reader sees, or whose content is not text.
_DROPPED_NAMES = """
-comment -doctype base basefont bgsound col colgroup frame link meta param source style track
"""

# Elements that something else stands for; the names are those of `replaced.HANDLERS`.
_REPLACED_NAMES = """
area audio embed form iframe img input math object option script svg template textarea video
"""

Writing: TypeAlias = "tuple[str, str, bool] | None"
"""The element to write (empty: something replaces it, which the second part names), its class, and
whether it is a block; None for what is dropped."""

UNKNOWN: Writing = ("span", "", False)

ELEMENTS: Mapping[str, Writing] = MappingProxyType(
    {
        **{name: (name, "", True) for name in BLOCKS},
        **{name: (name, "", False) for name in KEPT_INLINE},
        **{name: (tag, kind, tag in BLOCKS) for name, (tag, kind) in RENAMED.items()},
        **{name: ("", name, False) for name in _REPLACED_NAMES.split()},
        **dict.fromkeys(_DROPPED_NAMES.split()),
    }
)
"""How each element is written; one that is not here is `UNKNOWN`."""
