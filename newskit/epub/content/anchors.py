"""Ids and the links to them: unique, spelled as XML names, none dead, none empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from newskit.epub.content.elements import BLOCKS
from newskit.epub.content.footnotes import mark_notes
from newskit.epub.content.structure import has_content
from newskit.epub.content.urls import safe_url

if TYPE_CHECKING:
    from newskit.epub.content.state import Element, Notes

__all__ = ["TOP", "resolve_anchors"]

TOP = "nk-top"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")


def resolve_anchors(root: Element, notes: Notes) -> None:
    """Set the ids that were found, point the links inside the page at them."""
    names = _set_ids(notes)
    notes.places.update(names)
    for link, fragment in notes.fragments:
        _point(link, fragment, names, notes)
    mark_notes(notes)
    for link in list(root.iter("a")):
        address = link.get("href")
        if address is not None and not has_content(link):
            # A link without words cannot be announced; what it led to stays with it.
            holds_blocks = next(link.iter(*sorted(BLOCKS)), None) is not None
            link.tag = "div" if holds_blocks else "span"
            del link.attrib["href"]
            link.set("data-href", address)
            notes.change("empty-link", address, "text")


def _set_ids(notes: Notes) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for given, element in notes.ids.items():
        name = given
        if _NAME.fullmatch(name) is None or name.startswith("nk-") or name in taken:
            stem = "id-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", given)[:60].strip("-")
            name, number = stem, 1
            while name in taken or name in notes.ids:
                number += 1
                name = f"{stem}-{number}"
        taken.add(name)
        names[given] = name
        element.set("id", name)
    return names


def _point(link: Element, fragment: str, names: dict[str, str], notes: Notes) -> None:
    given = fragment if fragment in names else unquote(fragment)
    if given in names:
        link.set("href", f"#{names[given]}")
        return
    if given in {"", "top"}:
        link.set("href", f"#{TOP}")
        return
    original = safe_url(f"{notes.base}#{fragment}") if notes.base else ""
    if original:
        link.set("href", original)
        notes.change("dead-fragment", f"#{fragment}", "link to the original")
    else:
        link.set("data-href", f"#{fragment}")
        notes.change("dead-fragment", f"#{fragment}", "text")
