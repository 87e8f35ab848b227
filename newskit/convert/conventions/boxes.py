"""Elements that say nothing where they stand, lists of tasks, language and direction."""

from __future__ import annotations

import re
from collections import Counter
from operator import itemgetter

from newskit.config.convert import Semantics
from newskit.convert.conventions.nodes import Child, Node, Page, words
from newskit.convert.result import DifferenceKind
from newskit.convert.tree import BOX, SPAN
from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, CODE, HEADINGS, TABLE_SECTIONS, names

# Lists of tasks, as editors write them: each item begins with a check box that shows its state.
#
# TipTap and ProseMirror (`data-checked`), Quill (`data-list`, `ul data-checked`), Lexical
# (`aria-checked`), Evernote (`--en-checked`, `en-todo`), Notion, Google Keep, Confluence (classes),
# AsciiDoctor (icons). Without their style sheets none of them shows which tasks are done.

_EVERNOTE = lazy(r"--en-checked\s*:\s*(true|false)", re.IGNORECASE)
_SAYS = {"true": True, "checked": True, "false": False, "unchecked": False}
_ICONS = {
    "fa-check-square-o": True, "fa-check-square": True, "fa-square-o": False, "fa-square": False,
    "checkbox-on": True, "checkbox-off": False,
}  # fmt: skip
_LISTS = names("ul ol")


def read_tasks(page: Page) -> None:
    """Let every item whose state is known begin with a check box that shows it."""
    for todo in page.root.all("en-todo"):
        page.say(DifferenceKind.COMPONENT, todo, f"<en-todo>{todo.raw}")
        ticked = _SAYS.get(todo.get("checked").lower(), False)
        todo.replace([_box(done=ticked), " ", *todo.children])
    for item in page.root.all("li"):
        done = _state(item)
        if done is not None:
            _leave_boxes(page, item)
            line = _first_line(item)
            if line.children and isinstance(line.children[0], str):
                line.children[0] = line.children[0].lstrip()
            line.children[:0] = [box := _box(done=done), " "]
            box.parent = line
        _tighten(item)


def _tighten(item: Node) -> None:
    """Open the only paragraph of a task: GFM has no box in a paragraph of an item."""
    inside = item.content()
    first = inside[0] if inside else ""
    if isinstance(first, str) or first.name != "p" or not isinstance(first.first_child(), Node):
        return
    box = first.first("input")
    if box is not first.first_child() or box is None or not box.has("disabled"):
        return
    if all(isinstance(one, Node) and one.name in _LISTS for one in inside[1:]):
        first.unwrap()


def _box(*, done: bool) -> Node:
    checked = ' checked=""' if done else ""
    return Node("input", f' type="checkbox"{checked} disabled=""')


def _state(item: Node) -> bool | None:
    """Tell whether a task is done; None for what is no task."""
    parent = item.parent
    said = item.get("data-checked") or item.get("data-list")
    if item.get("role") == "checkbox":
        said = item.get("aria-checked")
    if (evernote := _EVERNOTE.search(item.get("style"))) is not None:
        said = evernote[1]
    if not said and parent is not None and parent.name in _LISTS:
        said = parent.get("data-checked")
    if said.lower() in _SAYS:
        return _SAYS[said.lower()]
    if item.has("data-inline-task-id") or _is_kept(item):
        return "checked" in item.classes
    if parent is not None and not {"to-do-list", "checklist"}.isdisjoint(parent.classes):
        for node in _before_lists(item):
            for one in node.classes:
                if one in _ICONS:
                    return _ICONS[one]
    return None


def _is_kept(item: Node) -> bool:
    """Tell whether an item is one of Google Keep's: it shows its state as a sign."""
    if "listitem" not in item.classes:
        return False
    return any(
        "bullet" in node.classes and words(node) in {"\u2610", "\u2611"}
        for node in _before_lists(item)
    )


def _before_lists(item: Node) -> list[Node]:
    """Return the elements of an item that are in no list in it."""
    return [
        node
        for node in item.walk()
        if next((up for up in node.ancestors() if up.name in _LISTS), None) is item.parent
        and node.name not in _LISTS
    ]


def _leave_boxes(page: Page, item: Node) -> None:
    """Leave out the boxes and signs by which a page shows the state itself."""
    for node in _before_lists(item):
        if node.parent is None:
            continue
        empty_label = node.name == "label" and not node.has_words() and node.first("input")
        if empty_label or (node.name == "input" and node.get("type").lower() == "checkbox"):
            node.remove()
        elif not {"listitem-checkbox", "bullet", *_ICONS}.isdisjoint(node.classes):
            sign = words(node)
            if sign:
                page.drop(DifferenceKind.ELEMENT, node, sign)
            else:
                node.remove()


def _first_line(item: Node) -> Node:
    """Return the element in which an item's text begins."""
    node = item
    while isinstance(first := node.first_child(), Node) and first.name in ANY_BLOCK - _LISTS:
        node = first
    return node


# Language and direction that differ from what is around them (HTML Living Standard 3.2.6).

_RIGHT_TO_LEFT = names(
    "ar arc azb bal ckb dv fa glk ha he iw ku ks lrc mzn pnb ps sd syr ug ur yi ji"
)
_INSIDE = names("li td th dd dt h1 h2 h3 h4 h5 h6 summary figcaption caption")
_SKIPPED = (
    names("pre html body head script style template math svg title thead tbody tfoot tr") | CODE
)
_BLANK = " \t\n\r\f\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""What a paragraph that shows nothing holds: it goes, and with it what it says."""
_TAG = lazy(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*\Z")


def read_direction(page: Page) -> None:
    """Let what is in another language or direction be in an element that says so."""
    base = page.language.lower()
    everything = _language_of_all(page.root)
    for node in list(page.root.walk()):
        if (
            not node.raw
            or not node.name
            or (' lang="' not in node.raw and ' dir="' not in node.raw)
        ):
            continue
        if node.name == "bdo" or node.name in _SKIPPED or not node.text().strip(_BLANK):
            continue
        said = _news(node, base, everything)
        if said:
            _carry(node, said)
    _join(page.root)


def _news(node: Node, base: str, everything: str) -> dict[str, str]:
    """Return what the attributes of an element say that is not so around it."""
    said: dict[str, str] = {}
    language = node.get("lang").strip()
    above = next((one for one in node.ancestors() if one.has("lang")), None)
    around = (above.get("lang").lower() if above is not None else "") or base
    # Where nothing but a body around spans says which language the text is in, what says so of
    # all of it says no more; the post may state another.
    of_word = above is not None and above.name == "body" and node.name == "span"
    alone = not around or (of_word and (base in {"", around} or _same(everything, base)))
    if language.lower() in {"und", "zxx", "mul"} or any(
        "twitter" in f"{one.classes}" for one in node.ancestors()
    ):
        # What a platform guessed of a short text.
        language = ""
    differs = _TAG.match(language) and not _same(language.lower(), around)
    if differs and not (alone and language.lower() == everything):
        said["lang"] = language
    side = node.get("dir").strip().lower()
    if side in {"rtl", "ltr"}:
        outer = next((one.get("dir") for one in node.ancestors() if one.has("dir")), "").lower()
        if outer not in {"rtl", "ltr"}:
            outer = "rtl" if _primary(around) in _RIGHT_TO_LEFT and base else "ltr"
        if side != outer:
            said["dir"] = side
    return said


def _same(language: str, around: str) -> bool:
    if not around:
        return False
    return _primary(language) == _primary(around)


def _primary(language: str) -> str:
    return re.split(r"[-_]", language)[0]


def _language_of_all(root: Node) -> str:
    """Return the language that four fifths of a document's words are stated to be in; or empty.

    What a body says is no statement: Word writes its own language there, and the text's on spans.
    """
    sizes: Counter[str] = Counter()
    pending = [one for one in root.children if isinstance(one, Node)]
    while pending:
        node = pending.pop()
        language = node.get("lang").strip().lower() if node.raw and node.name != "body" else ""
        if language:
            sizes[language] += len(words(node))
        else:
            pending += [one for one in node.children if isinstance(one, Node)]
    language, size = max(sizes.items(), key=itemgetter(1), default=("", 0))
    return language if size * 5 > len(words(root)) * 4 else ""


def _carry(node: Node, said: dict[str, str]) -> None:
    """Move attributes to an element of their own."""
    node.set(dict.fromkeys(said, None))
    if node.name in ANY_BLOCK and node.name not in _INSIDE:
        box = Node(BOX)
        box.set(said)
        node.replace([box])
        box.append(node)
        return
    blocks = any(one.name in ANY_BLOCK for one in node.walk())
    around = Node(BOX if blocks else SPAN)
    around.set(said)
    if blocks and node.name not in _INSIDE:
        return
    node.wrap_children(around)


def _join(root: Node) -> None:
    """Let neighbours that say the same stand in one box."""
    for box in root.all(BOX):
        if box.parent is None:
            continue
        following: list[Child] = box.parent.children[box.index() + 1 :]
        passed: list[Child] = []
        for child in following:
            if isinstance(child, str) and not child.strip():
                passed.append(child)
            elif isinstance(child, Node) and child.name == BOX and child.raw == box.raw:
                inside, child.children = child.children, []
                child.remove()
                box.append(*inside)
            else:
                break


_SHOWN_ALONE = names("img picture video audio iframe object embed canvas svg math input")
_ITEMS = names("ul ol menu dir")
_BOXES = names("div p section center header hgroup")


def read_figures(page: Page) -> None:
    """Let a figure without a caption be what it holds (HTML Living Standard 4.4.12)."""
    for figure in page.root.all("figure"):
        captions = figure.all("figcaption")
        if any(
            one.has_words() or any(inner.name in _SHOWN_ALONE for inner in one.walk())
            for one in captions
        ):
            continue
        for caption in captions:
            caption.remove()
        figure.name = "div"


def read_layout(page: Page) -> None:
    """Let a table of one column that is stated to be layout be the blocks it holds.

    Newsletters are laid out in such tables: `role=presentation` takes away that they are tables
    (WAI-ARIA 1.2, presentational roles). Where what elements mean is kept, they stay as they are.
    """
    if page.config.semantics is not Semantics.DROP:
        return
    for table in page.root.all("table"):
        if table.get("role").strip().lower() not in {"presentation", "none"}:
            continue
        rows = [one for one in _within(table, TABLE_SECTIONS) if isinstance(one, Node)]
        cells = [one for row in rows for one in row.content()]
        single = all(row.name == "tr" and len(row.content()) < 2 for row in rows)
        if not single or any(isinstance(one, str) or one.name != "td" for one in cells):
            continue
        boxes = [one for one in cells if isinstance(one, Node)]
        for box in [table, *rows, *boxes]:
            box.name = "div"
        table.children = [*boxes]
        for box in boxes:
            box.parent = table


def _within(node: Node, through: frozenset[str]) -> list[Child]:
    """Return what an element holds, and what those elements in it hold that only hold."""
    found: list[Child] = []
    pending = list(reversed(node.content()))
    while pending:
        child = pending.pop()
        if isinstance(child, Node) and child.name in through:
            pending += reversed(child.content())
        else:
            found.append(child)
    return found


def read_boxes_in_headings(page: Page) -> None:
    """Open the boxes in a heading that has one line of words, and no other blocks."""
    for heading in page.root.all(*HEADINGS):
        blocks = [node for node in heading.walk() if node.name in ANY_BLOCK]
        if not blocks or not all(_is_box_in(node, heading) for node in blocks):
            continue
        lines = [line for line in _lines(heading) if any(_is_there(one) for one in line)]
        if sum(_says(line) for line in lines) > 1:
            continue
        for box in blocks:
            if box.raw:
                page.say(DifferenceKind.ATTRIBUTE, box, box.raw.strip())
        heading.children = []
        for place, line in enumerate(lines):
            heading.append(*([" "] if place else []), *line)


def _is_box_in(node: Node, heading: Node) -> bool:
    """Tell whether a block is a box with nothing but boxes around it up to a heading."""
    if node.name not in _BOXES:
        return False
    for up in node.ancestors():
        if up is heading:
            return True
        if up.name not in _BOXES:
            return False
    return False


def _lines(heading: Node) -> list[list[Child]]:
    """Return what stands in a heading, box by box."""
    lines: list[list[Child]] = [[]]
    pending: list[Child | None] = list(reversed(heading.children))
    while pending:
        child = pending.pop()
        if child is None:
            lines.append([])
        elif isinstance(child, Node) and child.name in _BOXES:
            lines.append([])
            pending.append(None)
            pending.extend(reversed(child.children))
        else:
            lines[-1].append(child)
    return lines


def _is_there(child: Child) -> bool:
    return bool(child.strip()) if isinstance(child, str) else True


def _says(line: list[Child]) -> bool:
    """Tell whether a line shows something."""
    return any(
        bool(one.strip())
        if isinstance(one, str)
        else one.has_words() or any(inner.name in _SHOWN_ALONE for inner in [one, *one.walk()])
        for one in line
    )


def read_boxes_in_lists(page: Page) -> None:
    """Let the items in a box of a list be items of the list: browsers show them so."""
    for items in page.root.all(*_ITEMS):
        for child in list(items.children):
            if isinstance(child, Node) and child.name and child.name not in _ITEMS:
                _open(child)


def _open(box: Node) -> None:
    """Take items out of the boxes around them."""
    pending = [box]
    while pending:
        node = pending.pop()
        if node.name == "li" or node.name in _ITEMS or not _holds_item(node):
            continue
        pending += [child for child in node.children if isinstance(child, Node)]
        if node.name == "a" and node.has("href"):
            for item in node.all("li"):
                item.wrap_children(Node("a", node.raw))
        node.unwrap()


def _holds_item(box: Node) -> bool:
    pending = [child for child in box.children if isinstance(child, Node)]
    while pending:
        node = pending.pop()
        if node.name == "li":
            return True
        if node.name not in _ITEMS:
            pending += [child for child in node.children if isinstance(child, Node)]
    return False
