"""Footnotes: a mark that leads to a note, and the note that leads back.

Most writers of footnotes (kramdown, Python-Markdown, markdown-it, GitHub, pandoc, WordPress and its
plug-ins, Substack, MediaWiki, Word) differ in classes and agree in that: a short link to a
place further down, which links back to where it came from. Where a note does not link back, its
container must say what it is (a class, DPUB-ARIA's `doc-endnotes`).
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from newskit.config.convert import Profile
from newskit.convert.conventions.nodes import Child, Node, Page, words
from newskit.convert.result import DifferenceKind
from newskit.convert.tree import MARK, NOTE
from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.markup.elements import HEADINGS, names

_SHORT = lazy(
    r"[\[(⟦]?\s*(?:note |n\.?\s?|fn\.?\s?)?"
    r"(\d{1,4}|[*†‡§¶#∗]{1,4}|[a-z]{1,2}|[ivxlc]{1,6})\s*[\])⟧.:]?\Z",
    re.IGNORECASE,
)
_SAYS = lazy(
    r"foot-?note|end-?note|\bfn(?:ref)?\b|noteref|\breference\b|sidenote|msofootnote",
    re.IGNORECASE,
)
_CONTAINER = lazy(
    r"foot-?notes?\b|end-?notes?\b|\breferences\b|reflist|doc-endnotes|footnotes[-_]|\bnotes\b"
    r"|msofootnote",
    re.IGNORECASE,
)
_BACK = lazy(
    r"[\s\u00a0\[\](){}^↩↑⤴⏎↵←⇑▲«\ufe0e\ufe0f.:,|]"
    r"|return|back|jump|up|retour|zurück|zum text|volver|nach oben",
    re.IGNORECASE,
)
_BLOCKS = names("li p div dd section aside td blockquote article")
_LISTS = names("ol ul section div dl table tbody aside footer")
_LABEL = lazy(r"[\w-]+\Z", re.ASCII)
_UNSEEN = names("sr-only visually-hidden screen-reader-text")


@dataclass(slots=True)
class _Note:
    """A note found.

    Attributes:
        block: the element that holds it.
        names: the places that lead to it.
        marks: the links that do.
        backs: the links in it that lead back.
    """

    block: Node
    marks: list[Node] = field(default_factory=list[Node])
    backs: list[Node] = field(default_factory=list[Node])


def read_footnotes(page: Page) -> None:
    """Let marks and notes be footnotes, where the profile has them."""
    if page.config.profile is Profile.COMMONMARK:
        return
    root = page.root
    _join_terms(root)
    order = {id(node): place for place, node in enumerate(root.walk())}
    places: dict[str, Node] = {}
    for node in root.walk():
        for name in ("id", "name"):
            if node.has(name) and (name == "id" or node.name == "a"):
                places.setdefault(node.get(name), node)
    pairs: list[tuple[Node, Node]] = []
    for link in root.all("a"):
        target = _target(link, places) if link.get("href").startswith("#") else None
        if target is not None and order[id(target)] > order[id(link)] and _is_mark(link):
            pairs.append((link, target))
    targets = {id(target) for _, target in pairs}
    found: dict[int, _Note] = {}
    for link, target in pairs:
        block = _block(target, link, targets)
        if block is not None:
            found.setdefault(id(block), _Note(block)).marks.append(link)
    notes = _whole([note for note in found.values() if _is_note(note, places, order)])
    if notes:
        _write(page, notes)


def _join_terms(root: Node) -> None:
    """Let notes whose label stands beside them (docutils) be blocks that begin with it.

    docutils 0.16 and later write lists of definitions, earlier ones a table for each note.
    """
    led = {link.get("href")[1:] for link in root.all("a")}
    for items in [one for one in root.all("dl", "table") if _SAYS.search(_said(one))]:
        if led.isdisjoint(one.get("id") for one in [items, *items.walk()]):
            continue
        inside = items.content()
        if items.name == "table":
            inside = [one for one in items.all("td", "th") if _is_of(one, items)]
        pairs = list(zip(inside[::2], inside[1::2], strict=False))
        if len(inside) % 2 or not all(_is_numbered(*pair) for pair in pairs):
            continue
        if items.name == "table":
            if len(pairs) > 1:
                continue
            items.children = []
            items.append(*inside)
        items.name = "div"
        for term, note in pairs:
            if isinstance(term, Node) and isinstance(note, Node):
                term.remove()
                term.name, note.name = "span", "div"
                first = note.first_child()
                box = first if isinstance(first, Node) and first.name == "p" else note
                box.children.insert(0, term)
                term.parent = box


def _is_of(cell: Node, table: Node) -> bool:
    """Tell whether a cell is the table's own, and of no table within it."""
    return next((up for up in cell.ancestors() if up.name == "table"), None) is table


def _is_numbered(term: Child, note: Child) -> bool:
    """Tell whether a term is the short label of a definition that follows it.

    Links back to several marks stand behind it: `1(1,2)`.
    """
    return (
        isinstance(term, Node)
        and isinstance(note, Node)
        and (term.name, note.name) in {("dt", "dd"), ("td", "td"), ("th", "td")}
        and _SHORT.match(re.sub(r"\([\w, ]*\)\Z", "", words(term))) is not None
    )


def _target(link: Node, places: dict[str, Node]) -> Node | None:
    name = link.get("href")[1:]
    return places.get(name) or places.get(unquote(name))


def _is_mark(link: Node) -> bool:
    """Tell whether a link is as short as the mark of a footnote."""
    if link.first("img", "svg", "p", "div") is not None:
        return False
    return _SHORT.match(words(link)) is not None


def _said(node: Node) -> str:
    found = node.attributes
    return " ".join(
        [
            found.get(name, "")
            for name in ("class", "role", "rel", "epub:type", "data-component-name")
        ]
    )


def _block(target: Node, mark: Node, targets: set[int]) -> Node | None:
    """Return the block of the note that a place stands in.

    It is the largest that begins with it, holds no other note and not the mark.
    """
    node = target
    if target.name not in _BLOCKS:
        around = next((up for up in target.ancestors() if up.name in _BLOCKS), None)
        if around is None:
            return None
        node = around
    above = {id(up) for up in mark.ancestors()}
    if node.name == "body" or id(node) in above:
        return None
    parent = node.parent
    while (
        parent is not None
        and parent.name in {"li", "dd", "div", "section", "aside"}
        and id(parent) not in above
        and parent.first_child() is node
        and sum(id(one) in targets for one in [parent, *parent.walk()]) == 1
    ):
        node, parent = parent, parent.parent
    return node


def _is_note(note: _Note, places: dict[str, Node], order: dict[int, int]) -> bool:
    """Find the links back; tell whether the block is a note."""
    if note.block.first(*HEADINGS) is not None:
        return False
    for link in note.block.all("a"):
        target = _target(link, places) if link.get("href").startswith("#") else None
        if target is None or order[id(target)] > order[id(note.block)]:
            continue
        if any(_is_at(target, mark) for mark in note.marks):
            note.backs.append(link)
    if note.backs:
        # What a long text says about itself is a table of contents, not a note.
        return True
    around = [note.block, *note.block.ancestors()]
    said = " ".join(
        [
            f"{_said(one)} {one.get('id')}"
            for one in around[:4]
            if one.name not in {"body", "article", "main"}
        ]
    )
    return bool(_CONTAINER.search(said)) and all(_SHORT.match(words(mark)) for mark in note.marks)


def _is_at(target: Node, mark: Node) -> bool:
    """Tell whether a place is where a mark stands."""
    if target is mark or any(up is target for up in mark.ancestors()):
        block = next((up for up in [target, *target.ancestors()] if up is target), target)
        return len(words(block)) - len(words(mark)) < 400 or block.name in {"p", "li"}
    if any(up is mark for up in target.ancestors()):
        return True
    if target.parent is mark.parent and target.parent is not None:
        return abs(target.index() - mark.index()) < 3
    holder = mark.parent
    return (
        holder is not None
        and target.parent is holder.parent
        and holder.parent is not None
        and (abs(target.index() - holder.index()) < 3)
    )


def _whole(notes: list[_Note]) -> list[_Note]:
    """Return the notes whose list holds nothing but notes: no item of another list may go."""
    blocks = {id(note.block) for note in notes}
    around = {id(up) for note in notes for up in note.block.ancestors()}
    lists: dict[int, bool] = {}
    kept: list[_Note] = []
    for note in notes:
        block, parent = note.block, note.block.parent
        if block.name == "td" or id(block) in around:
            continue
        if block.name == "li" and parent is not None:
            if id(parent) not in lists:
                lists[id(parent)] = all(
                    id(one) in blocks
                    for one in parent.children
                    if isinstance(one, Node) and one.name == "li"
                )
            if not lists[id(parent)]:
                continue
        kept.append(note)
    return kept


def _write(page: Page, notes: list[_Note]) -> None:
    """Put footnotes in the place of marks and notes."""
    labels = _labels(notes, page.labels)
    lists: list[Node] = []
    for note, label in zip(notes, labels, strict=True):
        number = _bare(words(note.marks[0]))
        for mark in note.marks:
            text = words(mark)
            if _bare(text).lower() != label and any(sign.isalnum() for sign in text):
                page.say(DifferenceKind.ELEMENT, mark, text)
            _write_mark(mark, label)
        for back in note.backs:
            text = _leave_back(back, note.block)
            if any(sign.isalnum() for sign in text):
                page.say(DifferenceKind.ELEMENT, back, text)
        _leave_number(note.block, number)
        block = note.block
        parent = block.parent
        written = Node(NOTE)
        written.set({"label": label})
        if parent is not None and parent not in lists:
            lists.append(parent)
        block.replace([written])
        if block.name in {"li", "div", "dd", "section", "aside", "blockquote"}:
            written.append(*block.children)
            _leave_places(written, note.marks)
        else:
            block.raw = ""
            written.append(block)
    for items in lists:
        _leave_label(page, items)
        _leave_list(items)


def _leave_places(note: Node, marks: list[Node]) -> None:
    """Take out the names in a note by which its marks led to it."""
    led = {mark.get("href")[1:] for mark in marks}
    for node in note.walk():
        if ' id="' in node.raw and node.get("id") in led:
            node.set({"id": None})


def _leave_label(page: Page, items: Node) -> None:
    """Leave out the heading of notes that only screen readers have (GitHub): renderers write it."""
    for box in [items, *items.ancestors()][:2]:
        for child in list(box.content()):
            if (
                isinstance(child, Node)
                and child.name in HEADINGS
                and not _UNSEEN.isdisjoint(child.classes)
            ):
                page.drop(DifferenceKind.HIDDEN, child, words(child))


def _labels(notes: list[_Note], taken: frozenset[str]) -> list[str]:
    """Return a label for each note: its mark's own number where all are different."""
    own: list[str] = []
    for note in notes:
        match = _SHORT.match(words(note.marks[0]))
        own.append(match[1].lower() if match and _LABEL.match(match[1]) else "")
    if all(own) and len({*own}) == len(own) and taken.isdisjoint(own):
        return own
    labels: list[str] = []
    number = 0
    for _ in notes:
        number += 1
        while str(number) in taken:
            number += 1
        labels.append(str(number))
    return labels


def _write_mark(mark: Node, label: str) -> None:
    """Put a mark in the place of a link, and of the raised elements that hold it alone."""
    node = mark
    while (
        node.parent is not None
        and node.parent.name in {"sup", "span", "small", "font", "b", "i", "em", "strong", "nobr"}
        and all(
            one is node
            or (isinstance(one, str) and re.fullmatch(r"[\s\[\]()]*", one))
            or (isinstance(one, Node) and not one.has_words())
            for one in node.parent.content()
        )
    ):
        node = node.parent
    written = Node(MARK)
    written.set({"label": label})
    if (
        node.parent is not None
        and node.parent.name == "sup"
        and all(
            isinstance(one, Node) or re.fullmatch(r"[\s,;]*", one) for one in node.parent.content()
        )
    ):
        sup = node.parent
        node.replace([written])
        sup.name = "span"
        sup.raw = ""
        return
    node.replace([written])


_RAISED = names("sup span small b i em strong p cite font div")


def _leave_back(back: Node, block: Node) -> str:
    """Take out a link back, with the brackets and the elements that hold nothing else.

    Returns:
        The words that go.
    """
    node = back
    while (
        node.parent is not None
        and node.parent is not block
        and node.parent.name in _RAISED
        and not _BACK.sub("", _besides(node.parent, node))
    ):
        node = node.parent
    if node.parent is None:
        return ""
    siblings = node.parent.children
    place = node.index()
    before = siblings[place - 1] if place else ""
    after = siblings[place + 1] if place + 1 < len(siblings) else ""
    if isinstance(before, str) and place:
        siblings[place - 1] = re.sub(r"(?:&nbsp;|\s)*[\[(]?\s*\Z", "", before)
    if isinstance(after, str) and place + 1 < len(siblings):
        # A link back that is the note's number has the sign after a number behind it.
        ends = r"\s*[\])]|[.:](?=\s)" if place == 0 and words(back)[-1:].isalnum() else r"\s*[\])]"
        siblings[place + 1] = re.sub(rf"\A(?:{ends})", "", after)
    node.remove()
    return words(node)


def _besides(parent: Node, node: Node) -> str:
    """Return the words beside a link back; other links back, and their letters, say nothing."""
    parts: list[str] = []
    for one in parent.content():
        if isinstance(one, str):
            parts.append(one)
        elif one is not node and not one.get("href").startswith("#"):
            links = one.first("a") is not None
            text = words(one)
            parts.append("" if links and len(text) < 4 else text)
    return "".join(parts)


def _bare(text: str) -> str:
    return text.strip(" \u00a0[](){}.:")


def _leave_number(block: Node, number: str) -> None:
    """Take out the number that a note begins with, where no list numbers it."""
    node = block
    while True:
        inside = node.content()
        if not inside:
            return
        first = inside[0]
        if isinstance(first, str):
            if block.name != "li" and number:
                place = next(n for n, one in enumerate(node.children) if one is first)
                first = re.sub(r"\A(?:&nbsp;|\s)+", "", first)
                pattern = rf"\s*[\[(]?{re.escape(number)}(?:[\])][.:]?|[.:])(?:\s|&nbsp;)+"
                node.children[place] = re.sub(rf"\A{pattern}", "", first)
            return
        if first.name in {"sup", "span", "b", "strong", "small"} and (
            not first.has_words() or (block.name != "li" and _bare(words(first)) == number)
        ):
            first.remove()
            continue
        if first.name not in _BLOCKS and first.name not in {"span", "font"}:
            return
        node = first


def _leave_list(items: Node) -> None:
    """Open the list that notes stood in, and leave out the rule above it."""
    for _ in range(4):
        if items.parent is None or items.name == "body":
            return
        inside = items.content()
        if not all(isinstance(one, Node) and one.name in {NOTE, "hr", "br"} for one in inside):
            if items.name in {"ol", "ul", "dl"}:
                items.name = "div"
            return
        parent = items.parent
        for rule in items.all("hr"):
            if rule.parent is items:
                rule.remove()
        place = items.index()
        before = [one for one in parent.children[:place] if not isinstance(one, str) or one.strip()]
        if (
            before
            and isinstance(before[-1], Node)
            and before[-1].name == "hr"
            and _SAYS.search(before[-1].get("class"))
        ):
            before[-1].remove()
        items.unwrap()
        if parent.name not in _LISTS:
            return
        items = parent
