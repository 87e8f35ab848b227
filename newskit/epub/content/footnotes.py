"""Footnotes: what leads to a note and back, and the note, marked so that readers pop it up.

A note is recognised by its links, not by words or names: the place one link leads to holds
another that leads back to where the first one stands.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from urllib.parse import unquote

from newskit.epub.content.elements import BLOCKS, PHRASING
from newskit.epub.content.state import Element, Notes
from newskit.epub.content.structure import has_content
from newskit.epub.content.values import safe_url

_TYPE: Final = "{http://www.idpf.org/2007/ops}type"
_HOLDERS: Final = frozenset({"li", "p", "div", "dd", "blockquote"})
_NOTE: Final = re.compile(r"fn[:_-]?[0-9A-Za-z]")
_BACK: Final = re.compile(r"fnref[:_-]?")
_AROUND: Final = 3
"""Levels around a link that an id may stand on: ``sup``, ``span``, the paragraph."""

_WITHIN: Final = 8


def mark_notes(notes: Notes) -> None:
    """Mark the links to notes, the notes, and the links back."""
    if not notes.fragments:
        return
    _name_prefix()
    elements = {f"#{name}": notes.ids[given] for given, name in notes.places.items()}
    places = {
        link: elements[address]
        for link, _ in notes.fragments
        if (address := link.get("href", "")) in elements
    }
    leading: dict[Element, list[Element]] = {}
    for link, place in places.items():
        leading.setdefault(place, []).append(link)
    within = _links_by_holder(list(places))
    marked: set[Element] = set()
    for link, place in places.items():
        holder = _holder(place)
        if holder is None or link in marked or holder in link.iterancestors():
            _mark_by_name(link)
            continue
        backs = [
            one
            for one in within.get(holder, ())
            if any(_is_at(places[one], other) for other in leading[place])
        ]
        if not backs:
            _mark_by_name(link)
            continue
        for other in leading[place]:
            _mark(other, "noteref")
        for one in backs:
            _mark(one, "backlink")
        marked.update(leading[place], backs)
        _set_apart(holder, place)


@cache
def _name_prefix() -> None:
    """Have the attributes written as ``epub:type``, which some readers look for by its letters."""
    from lxml import etree

    etree.register_namespace("epub", _TYPE[1 : _TYPE.index("}")])


def _links_by_holder(links: list[Element]) -> dict[Element, list[Element]]:
    """Return the links that stand in each element that may be a note."""
    found: dict[Element, list[Element]] = {}
    for link in links:
        for number, around in enumerate(link.iterancestors()):
            if number == _WITHIN:
                break
            if around.tag in _HOLDERS:
                found.setdefault(around, []).append(link)
    return found


def _holder(target: Element) -> Element | None:
    """Return the block that a place is or, within a line, stands in."""
    number = 0
    place: Element | None = target
    while place is not None and number <= _AROUND:
        if place.tag in _HOLDERS:
            return place if place.getparent() is not None else None
        if place.tag not in PHRASING:
            return None
        place = place.getparent()
        number += 1
    return None


def _is_at(place: Element, link: Element) -> bool:
    """Tell whether a place is a link, or close around it or in it."""
    if place is link or place.getparent() is link:
        return True
    for number, around in enumerate(link.iterancestors()):
        if around is place:
            return True
        if number == _AROUND:
            break
    return False


def _mark(link: Element, kind: str) -> None:
    link.set("role", f"doc-{kind}")
    link.set(_TYPE, kind)


def _mark_by_name(link: Element) -> None:
    """Mark a link that nothing leads back from, by the name that renderers give its place."""
    if link.get("role"):
        return
    name = link.get("href", "")[1:].removeprefix("id-")
    if _BACK.match(name):
        _mark(link, "backlink")
    elif _NOTE.match(name):
        _mark(link, "noteref")


def _set_apart(holder: Element, target: Element) -> None:
    """Make a note an ``aside``, which is what reading systems show on its own."""
    from lxml import etree

    if holder.get(_TYPE) or any(child.get(_TYPE) == "footnote" for child in holder):
        return
    aside = etree.Element("aside", {_TYPE: "footnote", "role": "doc-footnote"})
    if holder.tag in {"li", "dd"}:
        aside.text, holder.text = holder.text, None
        aside.extend(list(holder))
        holder.append(aside)
    else:
        parent = holder.getparent()
        if parent is None:
            return
        aside.tail, holder.tail = holder.tail, None
        parent.replace(holder, aside)
        aside.append(holder)
    name = holder.get("id") if target is holder else None
    if name is not None:
        del holder.attrib["id"]
        aside.set("id", name)


# Ids and the links to them: unique, spelled as XML names, none dead, none empty.

TOP = "nk-top"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")


def resolve_anchors(root: Element, notes: Notes) -> None:
    """Set the ids that were found, point the links inside the page at them."""
    names = _set_ids(notes)
    notes.places.update(names)
    alike = _alike(names) if notes.fragments else {}
    for link, fragment in notes.fragments:
        _point(link, fragment, (names, alike), notes)
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


def _alike(names: dict[str, str]) -> dict[str, str]:
    """Return the ids by their letters and digits alone, where no two ids share these."""
    found: dict[str, str] = {}
    for given, name in names.items():
        plain = _plain(given)
        found[plain] = "" if plain in found else name
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "-", unquote(name).casefold()).strip("-")


def _point(
    link: Element, fragment: str, known: tuple[dict[str, str], dict[str, str]], notes: Notes
) -> None:
    names, alike = known
    given = fragment if fragment in names else unquote(fragment)
    # A site's anchors may be made by other rules of case and hyphens than its renderer's.
    name = names.get(given) or alike.get(_plain(given) or "-")
    if name:
        link.set("href", f"#{name}")
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
