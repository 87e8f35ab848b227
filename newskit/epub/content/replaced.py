"""Elements an offline book cannot hold as they are: their text or a labelled link stands instead.

Each handler writes what takes the element's place, notes the change, and returns the output
element its children go into, or None when there is nothing inside to walk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from newskit.epub.content.pictures import image, vector
from newskit.epub.content.state import append_text
from newskit.epub.content.text import clean, one_line
from newskit.epub.content.urls import absolute_url, safe_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newskit.epub.content.state import Walk
    from newskit.epub.content.types import Element

__all__ = ["HANDLERS"]

Handler = Callable[["Walk", "LexborNode"], "Element | None"]


def _labelled_link(walk: Walk, label: str, given: str) -> str:
    """Write a link with words that say what it leads to; return what was done."""
    url = safe_url(absolute_url(clean(given)[0], walk.notes.base))
    if url and not walk.in_link:
        element = walk.add("a", {"class": "nk-media", "href": url})
        append_text(element, walk.notes.labels.labelled(label) + url)
        return "labelled link"
    element = walk.add("span", {"class": "nk-media"})
    append_text(element, walk.notes.labels.labelled(label) + one_line(given) if given else label)
    return "text"


def _script(walk: Walk, node: LexborNode) -> Element | None:
    given = node.attributes
    kind = (given.get("type") or "").strip().lower()
    content = clean(_inner_text(node))[0]
    if kind.startswith("math/"):
        # Kramdown writes formulas this way; the formula is content.
        append_text(walk.add("code", {"class": "nk-math"}), content)
        walk.notes.features.add("math")
        return None
    source = (given.get("src") or "").strip()
    if source:
        action = _labelled_link(walk, walk.notes.labels.script, source)
        walk.notes.change("script", source, action)
    else:
        walk.notes.change("script", one_line(content) or kind, "dropped")
    return None


def _template(walk: Walk, node: LexborNode) -> Element | None:
    walk.notes.change("template", one_line(node.html or ""), "dropped")
    return None


def _frame(walk: Walk, node: LexborNode) -> Element | None:
    source = (node.attributes.get("src") or node.attributes.get("data") or "").strip()
    action = _labelled_link(walk, walk.notes.labels.embedded, source)
    walk.notes.change(node.tag or "iframe", source, action)
    fallback = clean(_inner_text(node))[0]
    if fallback.strip():
        append_text(walk.add("span"), fallback)
    return None


def _object(walk: Walk, node: LexborNode) -> Element | None:
    source = (node.attributes.get("data") or "").strip()
    if source:
        action = _labelled_link(walk, walk.notes.labels.embedded, source)
        walk.notes.change("object", source, action)
    return walk.add("span")


def _player(walk: Walk, node: LexborNode) -> Element | None:
    source = (node.attributes.get("src") or "").strip()
    if not source:
        first = node.css_first("source[src]")
        source = (first.attributes.get("src") or "").strip() if first is not None else ""
    labels = walk.notes.labels
    label = labels.video if node.tag == "video" else labels.audio
    walk.notes.change(node.tag or "video", source, _labelled_link(walk, label, source))
    return walk.add("span")


def _input(walk: Walk, node: LexborNode) -> Element | None:
    given = node.attributes
    kind = (given.get("type") or "text").strip().lower()
    if kind in {"checkbox", "radio"}:
        mark = "☑" if "checked" in given else "☐"
        append_text(walk.out, mark)
        return None
    if kind == "image":
        return image(walk, node)
    value = "" if kind in {"hidden", "password"} else given.get("value") or ""
    value = one_line(value or given.get("placeholder") or "")
    if value and kind != "hidden":
        append_text(walk.add("span", {"class": "nk-field"}), value)
    walk.notes.change("form", f"input {kind}", "text" if value else "dropped")
    return None


def _form(walk: Walk, node: LexborNode) -> Element | None:
    walk.notes.change("form", one_line(node.attributes.get("action") or ""), "text")
    return walk.add("span")


def _option(walk: Walk, _: LexborNode) -> Element | None:
    element = walk.add("span")
    # Options stand in lines of their own; without a space their words would run together.
    element.tail = " "
    return element


def _textarea(walk: Walk, node: LexborNode) -> Element | None:
    append_text(walk.add("span", {"class": "nk-field nk-pre"}), clean(_inner_text(node))[0])
    walk.notes.change("form", "textarea", "text")
    return None


def _area(walk: Walk, node: LexborNode) -> Element | None:
    label = one_line(node.attributes.get("alt") or node.attributes.get("title") or "")
    address = node.attributes.get("href") or ""
    if label or address:
        action = _labelled_link(walk, label or walk.notes.labels.link, address)
        walk.notes.change("area", address, action)
    return None


def _formula(walk: Walk, node: LexborNode) -> Element | None:
    text = one_line(node.text(deep=True, separator=" ")) or one_line(
        node.attributes.get("alttext") or ""
    )
    append_text(walk.add("span", {"class": "nk-math"}), text)
    walk.notes.change("math", text, "text")
    walk.notes.features.add("math")
    return None


def _inner_text(node: LexborNode) -> str:
    child = node.first_child
    return (child.text_content or "") if child is not None else ""


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "area": _area,
        "audio": _player,
        "embed": _frame,
        "form": _form,
        "iframe": _frame,
        "img": image,
        "input": _input,
        "math": _formula,
        "object": _object,
        "option": _option,
        "script": _script,
        "svg": vector,
        "template": _template,
        "textarea": _textarea,
        "video": _player,
    }
)
