"""The tree the conventions read and rewrite, and the places of it that links lead to."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import unquote

from newskit.config.convert import ConvertConfig, Profile
from newskit.convert.notes import Note
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import TARGET, Event, attributes, unescape
from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.markup.definitions import LABEL
from newskit.markup.elements import ANY_BLOCK, MEDIA, RAW_TEXT, VOID, names

Child: TypeAlias = "Node | str"
"""An element or comment, or text as it is serialised."""


_NEAR = 32


class Node:
    """An element, or a comment when it has no name.

    Attributes:
        name: the element's name.
        raw: its attributes, as the parser serialises them.
        other: a comment without its brackets, or the unparsed content of an element.
        children: what it holds.
        parent: the element around it.
    """

    __slots__ = ("children", "name", "other", "parent", "place", "raw")

    def __init__(self, name: str, raw: str = "", other: str = "") -> None:
        self.name = name
        self.raw = raw
        self.other = other
        self.children: list[Child] = []
        self.parent: Node | None = None
        self.place = 0  # where it was seen last in its parent, which others may have moved since

    def get(self, attribute: str) -> str:
        """Return an attribute's value; empty for none."""
        return attributes(self.raw).get(attribute, "") if self.raw else ""

    def has(self, attribute: str) -> bool:
        """Tell whether there is an attribute, whatever its value."""
        return f' {attribute}="' in self.raw

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes, unescaped."""
        return attributes(self.raw)

    @property
    def classes(self) -> list[str]:
        """The names in its class attribute."""
        return self.get("class").split() if "class" in self.raw else []

    def set(self, values: Mapping[str, str | None]) -> None:
        """Set attributes, or remove those whose value is None."""
        self.raw = written({**self.attributes, **values})

    def append(self, *children: Child) -> Node:
        """Add children; return the node itself."""
        for child in children:
            if isinstance(child, Node):
                child.parent, child.place = self, len(self.children)
            self.children.append(child)
        return self

    def index(self) -> int:
        """Return where it stands in its parent; looked for from where it was, outwards.

        Raises:
            ValueError: when it is in none.
        """
        children = self.parent.children if self.parent is not None else []
        near = min(self.place, len(children) - 1)
        for far in range(_NEAR):
            for place in (near - far, near + far):
                if 0 <= place < len(children) and children[place] is self:
                    self.place = place
                    return place
        for place, one in enumerate(children):
            if one is self:
                self.place = place
                return place
        raise ValueError(f"<{self.name}> is in no parent")

    def replace(self, children: Iterable[Child]) -> None:
        """Put other nodes in its place."""
        parent = self.parent
        if parent is None:
            return
        new = list(children)
        place = self.index()
        parent.children[place : place + 1] = new
        self.parent = None
        for number, child in enumerate(new, start=place):
            if isinstance(child, Node):
                child.parent, child.place = parent, number

    def unwrap(self) -> None:
        """Put what it holds in its place."""
        self.replace(self.children)

    def remove(self) -> None:
        """Take it out of the tree."""
        self.replace(())

    def wrap_children(self, around: Node) -> None:
        """Put a node around everything it holds."""
        inside, self.children = self.children, []
        around.append(*inside)
        self.append(around)

    def walk(self) -> Iterator[Node]:
        """Yield the elements and comments inside of it, in document order.

        The tree may be changed at the node that was yielded last.
        """
        pending = list(reversed(self.children))
        while pending:
            child = pending.pop()
            if isinstance(child, str):
                continue
            yield child
            if child.parent is not None and child.children:
                pending.extend(reversed(child.children))

    def all(self, *names: str) -> list[Node]:
        """Return the elements of these names inside of it, in document order."""
        wanted = frozenset(names)
        found: list[Node] = []
        pending = [self]
        while pending:
            node = pending.pop()
            if node.name in wanted and node is not self:
                found.append(node)
            if node.children:
                pending += [one for one in reversed(node.children) if isinstance(one, Node)]
        return found

    def first(self, *names: str) -> Node | None:
        """Return the first element of these names inside of it."""
        return next((node for node in self.walk() if node.name in names), None)

    def ancestors(self) -> Iterator[Node]:
        """Yield the elements around it, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def is_attached(self, root: Node) -> bool:
        """Tell whether it is still in the tree."""
        return any(node is root for node in self.ancestors())

    def text(self) -> str:
        """Return its text, unescaped, as it stands in the source."""
        parts: list[str] = []
        pending: list[Child] = list(reversed(self.children))
        while pending:
            child = pending.pop()
            if isinstance(child, str):
                parts.append(child)
            elif child.name not in RAW_TEXT and child.name != "template":
                pending.extend(reversed(child.children))
        return unescape("".join(parts))

    def has_words(self) -> bool:
        """Tell whether there is more than white space in its text."""
        pending: list[Child] = list(self.children)
        while pending:
            child = pending.pop()
            if isinstance(child, str):
                if child.strip(_BLANKS):
                    return True
            elif child.name not in RAW_TEXT and child.name != "template":
                pending.extend(child.children)
        return False

    def content(self) -> list[Child]:
        """Return what it holds, but for white space and comments."""
        return list(self._contents())

    def first_child(self) -> Child | None:
        """Return the first of what it holds, but for white space and comments."""
        return next(self._contents(), None)

    def _contents(self) -> Iterator[Child]:
        return (one for one in self.children if (one.strip() if isinstance(one, str) else one.name))


def written(found: Mapping[str, str | None]) -> str:
    """Return attributes as the parser serialises them."""
    return "".join(
        [
            f' {name}="{escape(value, quote=True)}"'
            for name, value in found.items()
            if value is not None
        ]
    )


def escape(text: str, *, quote: bool = False) -> str:
    """Escape text as the parser serialises it."""
    text = text.replace("&", "&amp;").replace("\u00a0", "&nbsp;")
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote else text


_BLANKS = " \t\n\r\f"
_SPACE = lazy(rf"[{_BLANKS}]+")


def words(node: Node) -> str:
    """Return the words of an element, white space collapsed."""
    return _SPACE.sub(" ", node.text()).strip(" ")


def build(events: list[Event]) -> Node:
    """Return the tree of a body's events; its root holds the body element."""
    root = Node("")
    open_ = root
    for text, tag, raw, other in events:
        if text:
            open_.children.append(text)
        if tag[:1] == "/":
            open_ = open_.parent or root
            continue
        if not tag and not other:
            open_.children.append("&lt;")
            continue
        node = Node(tag, raw, other)
        open_.append(node)
        if tag and tag not in VOID and tag not in RAW_TEXT:
            open_ = node
    return root


def events_of(root: Node) -> list[Event]:
    """Return the events of a tree."""
    events: list[Event] = []
    text: list[str] = []

    def add(tag: str, raw: str, other: str) -> None:
        events.append(("".join(text), tag, raw, other))
        text.clear()

    pending: list[Child | None] = list(reversed(root.children))
    open_: list[Node] = []
    while pending:
        child = pending.pop()
        if child is None:
            add(f"/{open_.pop().name}", "", "")
        elif isinstance(child, str):
            text.append(child)
        else:
            add(child.name, child.raw, child.other)
            if child.name and child.name not in VOID and child.name not in RAW_TEXT:
                open_.append(child)
                pending.append(None)
                pending.extend(reversed(child.children))
    return events


# What every convention works on.


@dataclass(slots=True)
class Page:
    """A body whose conventions are read.

    Attributes:
        root: the tree; changed in place.
        config: profile and choices.
        linked: the names of the places that links of the whole document lead to.
        labels: the footnote labels that the document has already.
        language: the language the document states; empty for none.
        closed: names of elements without a meaning in HTML that the source closes.
        sheet: the declarations that style sheets of the document have for classes.
        notes: what was left out, in no order.
    """

    root: Node
    config: ConvertConfig
    linked: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    language: str = ""
    closed: frozenset[str] = frozenset()
    sheet: Mapping[str, str] = field(default_factory=dict[str, str])
    notes: list[Note] = field(default_factory=list[Note])

    def drop(self, kind: DifferenceKind, node: Node, text: str) -> None:
        """Leave out an element and report it."""
        self.notes.append(Note(kind, Action.DROPPED, node.name, text))
        node.remove()

    def say(self, kind: DifferenceKind, node: Node, text: str, *, probe: str = "") -> None:
        """Say what of an element is not written."""
        self.notes.append(Note(kind, Action.DROPPED, node.name, text, probe))


# The places that a link of the document leads to.

_LINK = lazy(
    r"""(?<![:\w])href\s*=\s*(?:"\s*#([^"]+)"|'\s*#([^']+)'|#([^\s"'>]+))"""
    r"""|\]\(\s*<?#([^\s)>]+)"""
    rf"|^ {{0,3}}{LABEL}\s*<?#(\S+)",
    re.IGNORECASE | re.MULTILINE,
)
# A literal comes first, so that all other text is skipped.
_MAY_LINK = lazy(r"#(?:(?<=[\"'=(<]#)|(?<=[\"=(] #)|(?<=\]: #))")
_KEEPS_ITSELF = (
    names("figure dl details dt dd summary sub sup u ins mark kbd samp var cite dfn q abbr small")
    | MEDIA
)
_BEFORE = names("table ul ol menu dir pre img hr input br thead tbody tfoot tr colgroup") | MEDIA
_HEADING = lazy(r"h[1-6]\Z")


def linked_places(text: str) -> frozenset[str]:
    """Return the names of the places that links in a text lead to, in HTML or in Markdown."""
    found: set[str] = set()
    if _MAY_LINK.search(text):
        for match in _LINK.finditer(text):
            name = html.unescape(next(one for one in match.groups() if one)).strip()
            found |= {name, unquote(name)}
    return frozenset(found)


def read_targets(page: Page) -> None:
    """Let an element that a link leads to hold, or follow, its place."""
    if not page.linked:
        return
    seen: set[str] = set()
    for node in list(page.root.walk()):
        if not node.raw or not node.name or "-" in node.name:
            continue
        if any(up.name in MEDIA for up in node.ancestors()):
            continue
        places = [
            node.get(name)
            for name in ("id", "name")
            if node.has(name) and (name == "id" or node.name in {"a", "img", "map"})
        ]
        for place in dict.fromkeys(places):
            if (
                place in page.linked
                and place not in seen
                and not (node.name in _KEEPS_ITSELF and page.config.semantics == "keep")
            ):
                seen.add(place)
                _put(page, node, place)
    return


def _put(page: Page, node: Node, place: str) -> None:
    target = Node(TARGET)
    target.set({"id": place})
    if (
        _HEADING.match(node.name)
        and page.config.profile is Profile.KRAMDOWN
        and re.fullmatch(r"[\w:.-]+", place)
    ):
        target.set({"heading": ""})
    node.set({"id": None, **({"name": None} if node.name == "a" else {})})
    if node.name in _BEFORE or (node.name == "a" and node.has("href")):
        _put_before(node, target)
    else:
        inside = _first_line(node)
        if inside is None:
            _put_before(node, target)
            return
        inside.children.insert(0, target)
        target.parent = inside


def _put_before(node: Node, target: Node) -> None:
    """Put a place before an element, where a paragraph or a line can hold it."""
    while node.parent is not None and node.parent.name in {
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "ul",
        "ol",
    }:
        node = node.parent
    if node.parent is None:
        return
    place = node.index()
    node.parent.children.insert(place, target)
    target.parent = node.parent


def _first_line(node: Node) -> Node | None:
    """Return the element inside of a block that begins with a line of text; None for none."""
    while True:
        first = next(iter(node.content()), None)
        if not isinstance(first, Node) or first.name not in ANY_BLOCK:
            return node
        if first.name in _BEFORE:
            return (
                node
                if first.name in {"pre", "hr", "table", "ul", "ol"}
                and node.name not in {"ul", "ol", "table"}
                else None
            )
        node = first
