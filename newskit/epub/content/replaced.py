"""Elements an offline book cannot hold as they are: their text or a labelled link stands instead.

Each handler writes what takes the element's place, notes the change, and returns the output
element its children go into, or None when there is nothing inside to walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote

from newskit.epub.article import ImageSlot, Labels
from newskit.epub.content.state import ContentWalk, Element, append_text
from newskit.epub.content.values import absolute_url, clean, one_line, safe_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Images of a body: a place for the picture, or a link that says what it shows.


_PIXELS = re.compile(r"\s*([0-9]{1,5})(?:\.[0-9]*)?(?:px)?\s*")
# Where pages that load images late keep the real address.
_LATE = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-url")
_FILE_NAME = re.compile(r"[^/?#]{1,60}\.[A-Za-z0-9]{2,5}")


def image(walk: ContentWalk, node: LexborNode) -> Element | None:
    """Write an image slot, or the labelled link that stands for the image offline."""
    given = node.attributes
    stated = clean(_source(given))[0]
    source = absolute_url(stated, walk.notes.base)
    file = walk.notes.local(stated) if walk.notes.local else None
    alt = one_line(given.get("alt") or given.get("title") or "") or _caption(walk)
    link = safe_url(source)
    slot = ImageSlot(
        source=source,
        link=link,
        alt=alt,
        label=_label(walk.notes.labels, alt, source),
        width=_pixels(given.get("width")),
        height=_pixels(given.get("height")),
        in_link=walk.in_link,
        file=str(file or ""),
    )
    if file or walk.notes.embed or source.startswith("data:image/"):
        _write_slot(walk, slot)
        return None
    attributes = {"class": "nk-media"}
    if link and not slot.in_link:
        attributes["href"] = link
        element = walk.add("a", attributes)
    else:
        if source:
            attributes["data-src"] = source
        element = walk.add("span", attributes)
    append_text(element, slot.label)
    walk.notes.change("image", source, "labelled link" if element.tag == "a" else "text")
    return None


def vector(walk: ContentWalk, node: LexborNode) -> Element | None:
    """Write the words of an inline SVG; its drawing is not kept."""
    words = one_line(node.text(deep=True, separator=" "))
    if words:
        append_text(walk.add("span", {"class": "nk-media"}), words)
    walk.notes.change("svg", words, "text" if words else "dropped")
    return None


def _write_slot(walk: ContentWalk, slot: ImageSlot) -> None:
    from lxml.etree import ProcessingInstruction

    walk.out.append(ProcessingInstruction("nk", f"image {len(walk.notes.slots)}"))
    walk.notes.slots.append(slot)
    walk.notes.features.add("images")


def _source(given: dict[str, str | None]) -> str:
    source = (given.get("src") or "").strip()
    if not source or source.startswith("data:"):
        for name in _LATE:
            late = (given.get(name) or "").strip()
            if late:
                return late
    if not source:
        # The first candidate of a srcset: a URL, then perhaps a width or density.
        candidates = (given.get("srcset") or given.get("data-srcset") or "").split(",")
        source = (candidates[0].split() or [""])[0]
    return source


def _label(labels: Labels, alt: str, source: str) -> str:
    word = labels.labelled(labels.image)
    if alt:
        return f"{word}{alt}"
    name = one_line(unquote(source.partition("?")[0].rpartition("/")[2]))
    if _FILE_NAME.fullmatch(name) and not source.startswith("data:"):
        return f"{word}{name}"
    return labels.image


def _pixels(value: str | None) -> int:
    match = _PIXELS.fullmatch(value or "")
    return int(match.group(1)) if match else 0


def _caption(walk: ContentWalk) -> str:
    for parent, _ in reversed(walk.stack[-4:]):
        if parent.tag == "figure":
            caption = parent.css_first("figcaption")
            return one_line(caption.text(deep=True)) if caption is not None else ""
    return ""


Handler = Callable[["ContentWalk", "LexborNode"], "Element | None"]


def _labelled_link(walk: ContentWalk, label: str, given: str) -> str:
    """Write a link with words that say what it leads to; return what was done."""
    url = safe_url(absolute_url(clean(given)[0], walk.notes.base))
    if url and not walk.in_link:
        element = walk.add("a", {"class": "nk-media", "href": url})
        append_text(element, walk.notes.labels.labelled(label) + url)
        return "labelled link"
    element = walk.add("span", {"class": "nk-media"})
    append_text(element, walk.notes.labels.labelled(label) + one_line(given) if given else label)
    return "text"


def _script(walk: ContentWalk, node: LexborNode) -> Element | None:
    given = node.attributes
    kind = (given.get("type") or "").strip().lower()
    content = clean(_inner_text(node))[0]
    if kind.startswith("math/"):
        # Kramdown writes formulas this way; the formula is content.
        shown = f"\\[{content}\\]" if "display" in kind else f"\\({content}\\)"
        append_text(walk.add("span", {"class": "nk-math nk-tex"}), shown)
        walk.notes.features.add("math")
        return None
    source = (given.get("src") or "").strip()
    if source:
        action = _labelled_link(walk, walk.notes.labels.script, source)
        walk.notes.change("script", source, action)
    else:
        walk.notes.change("script", one_line(content) or kind, "dropped")
    return None


def _template(walk: ContentWalk, node: LexborNode) -> Element | None:
    walk.notes.change("template", one_line(node.html or ""), "dropped")
    return None


def _frame(walk: ContentWalk, node: LexborNode) -> Element | None:
    source = (node.attributes.get("src") or node.attributes.get("data") or "").strip()
    action = _labelled_link(walk, walk.notes.labels.embedded, source)
    walk.notes.change(node.tag or "iframe", source, action)
    fallback = clean(_inner_text(node))[0]
    if fallback.strip():
        append_text(walk.add("span"), fallback)
    return None


def _object(walk: ContentWalk, node: LexborNode) -> Element | None:
    source = (node.attributes.get("data") or "").strip()
    if source:
        action = _labelled_link(walk, walk.notes.labels.embedded, source)
        walk.notes.change("object", source, action)
    return walk.add("span")


def _player(walk: ContentWalk, node: LexborNode) -> Element | None:
    source = (node.attributes.get("src") or "").strip()
    if not source:
        first = node.css_first("source[src]")
        source = (first.attributes.get("src") or "").strip() if first is not None else ""
    labels = walk.notes.labels
    label = labels.video if node.tag == "video" else labels.audio
    walk.notes.change(node.tag or "video", source, _labelled_link(walk, label, source))
    return walk.add("span")


def _input(walk: ContentWalk, node: LexborNode) -> Element | None:
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


def _form(walk: ContentWalk, node: LexborNode) -> Element | None:
    walk.notes.change("form", one_line(node.attributes.get("action") or ""), "text")
    return walk.add("span")


def _option(walk: ContentWalk, _: LexborNode) -> Element | None:
    element = walk.add("span")
    # Options stand in lines of their own; without a space their words would run together.
    element.tail = " "
    return element


def _textarea(walk: ContentWalk, node: LexborNode) -> Element | None:
    append_text(walk.add("span", {"class": "nk-field nk-pre"}), clean(_inner_text(node))[0])
    walk.notes.change("form", "textarea", "text")
    return None


def _area(walk: ContentWalk, node: LexborNode) -> Element | None:
    label = one_line(node.attributes.get("alt") or node.attributes.get("title") or "")
    address = node.attributes.get("href") or ""
    if label or address:
        action = _labelled_link(walk, label or walk.notes.labels.link, address)
        walk.notes.change("area", address, action)
    return None


def _formula(walk: ContentWalk, node: LexborNode) -> Element | None:
    source = node.css_first('annotation[encoding="application/x-tex"]')
    if source is not None:
        tex = clean(source.text(deep=True))[0]
        append_text(walk.add("span", {"class": "nk-math nk-tex"}), f"\\({tex}\\)")
        walk.notes.features.add("math")
        return None
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
